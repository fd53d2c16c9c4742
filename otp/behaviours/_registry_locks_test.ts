import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, NoProcessError } from "../processes/errors.ts";
import { runtimeOf } from "../processes/host.ts";
import type { Receiver } from "../processes/receive.ts";
import type { System } from "../system.ts";
import { everyOrder, fateOf } from "../testdata/world.ts";
import { RegistryLocks } from "./_registry_locks.ts";
import { Registry } from "./registry.ts";

const Rooms = Registry.define<string>({ keys: "unique", name: "Rooms" });

/** A lock under "a" that a process takes and holds until its gate opens. */
function holds(me: Receiver | System, log: string[], name: string) {
  const gate = Promise.withResolvers<void>();
  const fate = fateOf(
    Rooms.at(me, "rooms").lock(["a"], async () => {
      log.push(`begin ${name}`);
      await gate.promise;
      log.push(`end ${name}`);
      return name;
    }),
  );
  return { open: gate.resolve, close: gate.reject, fate };
}

Deno.test("Registry.lock() lets one function run at a time under a key, in the order they came", async () => {
  await everyOrder(async ({ system, settle }) => {
    await system.start(Rooms, { name: "rooms" });
    const log: string[] = [];
    const [one, two, three] = [
      holds(system.attach(), log, "1"),
      holds(system, log, "2"),
      holds(system.attach(), log, "3"),
    ];
    assertEquals(await Rooms.at(system, "rooms").lock("b", () => "at once"), "at once");
    await settle();
    assertEquals(log, ["begin 1"]);
    one.open();
    await settle();
    assertEquals([log.splice(0), one.fate.value], [["begin 1", "end 1", "begin 2"], "1"]);
    two.close(new Error("no"));
    await settle();
    assertEquals([log.splice(0), String(two.fate.error)], [["begin 3"], "Error: no"]);
    three.open();
    await settle();
    assertEquals([log, three.fate.value], [["end 3"], "3"]);
  }, 10);
});

Deno.test("Registry.lock(): a process that dies gives its lock back, and its place among those who wait", async () => {
  await everyOrder(async ({ system, settle }) => {
    await system.start(Rooms, { name: "rooms" });
    const log: string[] = [];
    const members = [system.attach(), system.attach(), system.attach()];
    const [one, two, three] = members.map((me, index) => holds(me, log, String(index))) as [Held, Held, Held];
    await settle();
    system.exit(members[1]!.pid, "boom");
    system.exit(members[0]!.pid, "kill");
    await settle();
    assertEquals(log.splice(0), ["begin 0", "begin 2"]);
    one.open(); // its code goes on; its lock is somebody else's by now
    await settle();
    assertEquals(log.splice(0), ["end 0"]);
    const four = holds(system, log, "3");
    await settle();
    assertEquals([log, two.fate.state], [[], "pending"]);
    three.open();
    four.open();
    await settle();
    assertEquals(log, ["end 2", "begin 3", "end 3"]);
    assertEquals(fateOf(Rooms.at(members[0]!, "rooms").lock("z", () => 1)).state, "pending");
  }, 10);
});

type Held = ReturnType<typeof holds>;

Deno.test("Registry.lock(): who waits is told when the Registry dies; who runs goes on", async () => {
  await everyOrder(async ({ system, settle }) => {
    const rooms = await system.start(Rooms, { name: "rooms" });
    const log: string[] = [];
    const [one, two] = [holds(system, log, "1"), holds(system, log, "2")];
    await settle();
    system.exit(rooms.pid!, "kill");
    one.open();
    await settle();
    assertEquals([one.fate.value, two.fate.error instanceof NoProcessError, log], ["1", true, ["begin 1", "end 1"]]);
    assertThrows(() => Rooms.at(system, "rooms").lock("a", () => 1), NoProcessError, "Cannot lock a key of rooms");
  }, 5);
});

Deno.test("Registry.lock() refuses what is no key or no function, and rejects with what the function throws", async () => {
  await everyOrder(async ({ system }) => {
    const rooms = await system.start(Rooms, { name: "rooms" });
    assertThrows(() => rooms.lock("a", 5 as never), ArgumentError, "it is given a function");
    assertThrows(() => rooms.lock(() => 1, () => 1), ArgumentError, "a key is data");
    const fail = () => {
      throw new Error("at once");
    };
    await assertRejects(() => rooms.lock("a", fail), Error, "at once");
    assertEquals(await rooms.lock("a", () => 2), 2);
  }, 5);
});

Deno.test("RegistryLocks keeps nothing of a lock that nobody holds", async () => {
  await everyOrder(async ({ system, settle }) => {
    const process = runtimeOf(system).find(system.attach().pid)!;
    const locks = new RegistryLocks(process);
    const owner = runtimeOf(system).find(system.attach().pid)!;
    for (const key of ["a", "b", "a"]) void locks.hold(key, { owner, body: () => {} });
    assertEquals(locks.size, 2);
    await settle();
    assertEquals([locks.size, owner.watchers], [0, null]);
  }, 5);
});
