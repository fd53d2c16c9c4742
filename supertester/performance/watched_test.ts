import { ArgumentError, silentLogger, System } from "@superlearner/otp";
import { assertEquals, assertThrows } from "@std/assert";
import { bytesIn, checkWatched, messagesBetween, takeCensus } from "./watched.ts";
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

Deno.test("messagesBetween: counts those who were started and those who crashed in between", async () => {
  await using system = new System({ logger: silentLogger });
  const mortal = await system.start(Keeper);
  await mortal.call("next");
  const before = takeCensus(system);
  await mortal.call("next");
  mortal.cast("crash");
  await mortal.call("next").catch(() => {});
  const heir = await system.start(Keeper);
  await heir.call("next");
  assertEquals(messagesBetween(before, takeCensus(system)), 3); // one call, the crash, one call of the other
});

Deno.test("checkWatched: refuses what is no process", () => {
  for (const wrong of ["server", null, {}, [{}], 5]) {
    const error = assertThrows(() => checkWatched("measure", wrong as never), ArgumentError);
    assertEquals(error.rule, "what is watched is a System, a ref, or a list of refs");
  }
});
