import { ArgumentError, RealClock, silentLogger, System } from "@superlearner/otp";
import { VirtualClock } from "@superlearner/otp/simulation";
import { assertEquals, assertThrows } from "@std/assert";
import { bytesIn, checkWatched, clockOf, MessageCount, systemsOf, takeCensus, testNameOf } from "./watched.ts";
import { nameTest } from "../results/test_names.ts";
import { processRef } from "../waiting/target.ts";
import { Keeper } from "./testdata/servers.ts";

Deno.test("takeCensus: of a ref, of a list of them, of a System; each process once", async () => {
  await using system = new System();
  const [one, two] = [await system.start(Keeper, { name: "one" }), await system.start(Keeper)];
  const known = (of: Parameters<typeof takeCensus>[0]) => [...takeCensus(of).get(system)!.keys()];
  assertEquals(known(one), [one.pid]);
  assertEquals(known([one, system.whereis(Keeper, "one"), two]), [one.pid, two.pid]);
  assertEquals(known(system), [one.pid, two.pid]);
});

Deno.test("takeCensus: nobody is no error, and the dead are not among the living", async () => {
  await using system = new System({ logger: silentLogger });
  const keeper = await system.start(Keeper);
  keeper.cast("crash");
  await keeper.call("next").catch(() => {});
  assertEquals(bytesIn(takeCensus([keeper, system.whereis(Keeper, "nobody")])), 0);
});

Deno.test("clockOf, systemsOf: those of the processes, or the machine's", async () => {
  await using one = new System();
  await using other = new System({ clock: new VirtualClock() });
  const [a, b, c] = [await one.start(Keeper), await one.start(Keeper), processRef(other, "nobody")];
  assertEquals([...systemsOf([a, b, c])], [one, other]);
  assertEquals([clockOf(other), clockOf([c, a]), clockOf(a)], [other.clock, other.clock, one.clock]);
  assertEquals([clockOf(undefined), clockOf([])].map((clock) => clock instanceof RealClock), [true, true]);
});

Deno.test("MessageCount: counts all of a System, also who comes, who ends and who does both in between", async () => {
  await using system = new System({ logger: silentLogger });
  const mortal = await system.start(Keeper);
  await mortal.call("next");
  using count = new MessageCount(system, takeCensus(system));
  await mortal.call("next");
  mortal.cast("crash");
  await mortal.call("next").catch(() => {});
  const guest = await system.start(Keeper);
  await guest.call("next");
  system.exit(guest.pid!, "shutdown");
  const heir = await system.start(Keeper);
  await heir.call("next");
  assertEquals(count.until(takeCensus(system)), 4); // a call and the crash, one call each
});

Deno.test("MessageCount: of a ref only its own count, until its end", async () => {
  await using system = new System({ logger: silentLogger });
  const [keeper, other] = [await system.start(Keeper), await system.start(Keeper)];
  using count = new MessageCount(keeper, takeCensus(keeper));
  await keeper.call("next");
  await other.call("next");
  for (const each of [keeper, other]) system.exit(each.pid!, "shutdown");
  assertEquals(count.until(takeCensus(keeper)), 1);
});

Deno.test("checkWatched: refuses what is no process", () => {
  for (const wrong of ["server", null, {}, [{}], 5]) {
    const error = assertThrows(() => checkWatched("measure", wrong as never), ArgumentError);
    assertEquals(error.rule, "what is watched is a System, a ref, or a list of refs");
  }
});

Deno.test("testNameOf: the test in whose world it is, if it is known", async () => {
  await using system = new System();
  assertEquals([testNameOf(undefined), testNameOf(system)], ["", ""]);
  nameTest(system, "SLA");
  assertEquals(testNameOf([await system.start(Keeper)]), "SLA");
});
