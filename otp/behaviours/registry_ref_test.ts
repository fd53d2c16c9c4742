import { assert, assertEquals, assertThrows } from "@std/assert";
import { ArgumentError, NoProcessError } from "../processes/errors.ts";
import type { Receiver } from "../processes/receive.ts";
import { Simulation } from "../simulation/simulation.ts";
import { everyOrder, fairly } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";
import { Registry } from "./registry.ts";
import { RegistryError } from "./registry_error.ts";
import type { RegistryEntry } from "./registry_types.ts";

const Rooms = Registry.define<string, number>({ keys: "unique", name: "Rooms" });
const Topics = Registry.define<string, number>({ keys: "duplicate", name: "Topics" });
const Parted = Registry.define<string, number>({ keys: "duplicate", name: "Parted", partitions: 2 });

Deno.test("case 178: only the owner of a unique key updates its value, and gets the new one and the old", async () => {
  await everyOrder(async ({ system }) => {
    await system.start(Rooms, { name: "rooms" });
    await system.start(Topics, { name: "topics" });
    const [one, other] = [system.attach(), system.attach()];
    const rooms = Rooms.at(one, "rooms");
    rooms.register("world", 1);
    assertEquals(rooms.updateValue("world", (value) => value + 1), { new: 2, old: 1 });
    assertEquals(rooms.lookup("world"), [{ pid: one.pid, value: 2 }]);
    const never = () => {
      throw new Error("never called");
    };
    for (const [who, key] of [[other, "world"], [one, "hello"]] as const) {
      const error = assertThrows(() => Rooms.at(who, "rooms").updateValue(key, never), RegistryError);
      assertEquals(error.reason, "not_registered");
    }
    const topics = Topics.at(one, "topics");
    topics.register("world", 1);
    const refused = "Cannot update a value: the keys of the Registry are unique";
    assertThrows(() => topics.updateValue.call(topics as never, "world", never), ArgumentError, refused);
  }, 5);
});

Deno.test("Registry.updateValue() keeps the value when its function throws", async () => {
  await using simulation = new Simulation();
  await simulation.system.start(Rooms, { name: "rooms" });
  const rooms = Rooms.at(simulation.system.attach(), "rooms");
  rooms.register("world", 1);
  assertThrows(
    () =>
      rooms.updateValue("world", () => {
        throw new Error("no");
      }),
    Error,
    "no",
  );
  assertEquals(rooms.lookup("world").map(({ value }) => value), [1]);
});

Deno.test("case 179: dispatch runs a function in the caller, once, with all entries, and not at all where there are none", async () => {
  await everyOrder(async ({ system }) => {
    const topics = await system.start(Topics, { name: "topics" });
    const [one, other] = [system.attach(), system.attach()];
    const calls: unknown[] = [];
    Topics.at(one, "topics").register("a", 1);
    Topics.at(other, "topics").register("a", 2);
    const Caller = GenServer.define({
      name: "Caller",
      init: () => 0,
      calls: {
        tell: (state, key: string, self) => [
          topics.dispatch(key, (entries) => void calls.push([self.name, self.system.whereis("caller"), entries])),
          state,
        ],
      },
    });
    const caller = await system.start(Caller, { name: "caller" });
    assertEquals(await caller.call("tell", "a"), undefined);
    await caller.call("tell", "b");
    assertEquals(calls, [["caller", caller.pid, [{ pid: one.pid, value: 1 }, { pid: other.pid, value: 2 }]]]);
    assertThrows(
      () =>
        topics.dispatch("a", () => {
          throw new Error("bad registration");
        }),
      Error,
      "bad registration",
    );
  }, 5);
});

Deno.test("case 179: a unique key is dispatched to its one owner", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  await system.start(Rooms, { name: "rooms" });
  const me = system.attach();
  Rooms.at(me, "rooms").register("a", 1);
  const calls: unknown[] = [];
  Rooms.at(system, "rooms").dispatch("a", (entries) => void calls.push(entries));
  assertEquals(calls, [[{ pid: me.pid, value: 1 }]]);
});

/** Puts entries into both partitions of a registry, in turn. */
function fill(members: readonly Receiver[]): void {
  for (const [value, me] of members.entries()) Parted.at(me, "parted").register("a", value);
}

Deno.test("Registry.dispatch() calls once for each partition that has entries", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const parted = await system.start(Parted, { name: "parted" });
  const members = [system.attach(), system.attach(), system.attach()];
  fill(members);
  const calls: number[][] = [];
  parted.dispatch("a", (entries) => void calls.push(entries.map(({ value }) => value)));
  assertEquals(calls.map((each) => each.length).sort(), [1, 2]);
  assertEquals(calls.flat().sort(), [0, 1, 2]);
  assertEquals(parted.lookup("a").map(({ value }) => value).sort(), [0, 1, 2]);
  const [first] = members;
  Parted.at(first!, "parted").register("b", 9);
  parted.dispatch("b", (entries) => void calls.push(entries.map(({ value }) => value)));
  assertEquals(calls.slice(2), [[9]]);
});

Deno.test("Registry.dispatch() waits for one partition after the other, or for all at once in parallel", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const parted = await system.start(Parted, { name: "parted" });
  fill([system.attach(), system.attach()]);
  for (const parallel of [false, true]) {
    const log: string[] = [];
    const send = async ([entry]: RegistryEntry<number>[]) => {
      log.push(`begin ${entry!.value}`);
      await Promise.resolve();
      log.push(`end ${entry!.value}`);
    };
    const order = parted.lookup("a").map(({ value }) => value);
    assertEquals(await parted.dispatch("a", send, { parallel }), undefined);
    const [one, other] = order;
    assertEquals(
      log,
      parallel
        ? [`begin ${one}`, `begin ${other}`, `end ${one}`, `end ${other}`]
        : [`begin ${one}`, `end ${one}`, `begin ${other}`, `end ${other}`],
    );
  }
});

Deno.test("case 184: keys and values of a process list what it has registered, count all entries", async () => {
  await everyOrder(async ({ system }) => {
    const rooms = await system.start(Rooms, { name: "rooms" });
    const topics = await system.start(Topics, { name: "topics" });
    const [one, other] = [system.attach(), system.attach()];
    for (const [index, key] of ["a", "b", "c"].entries()) Rooms.at(one, "rooms").register(key, index);
    Rooms.at(other, "rooms").register("d", 3);
    assertEquals([rooms.keys(one.pid), rooms.keys(other.pid), rooms.count()], [["a", "b", "c"], ["d"], 4]);
    assertEquals([rooms.values("b", one.pid), rooms.values("d", one.pid), rooms.values("z", one.pid)], [[1], [], []]);
    for (const value of [1, 2, 2]) Topics.at(one, "topics").register("a", value);
    Topics.at(one, "topics").register("b", 7);
    assertEquals([topics.values("a", one.pid), topics.keys(one.pid)], [[1, 2, 2], ["a", "a", "a", "b"]]);
    assertEquals([topics.keys("<0.999.0>"), topics.count()], [[], 4]);
  }, 5);
});

Deno.test("Registry.match(), countMatch(), select() and countSelect() find by a test", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const topics = await system.start(Topics, { name: "topics" });
  const me = system.attach();
  for (const [key, value] of [["a", 1], ["a", 2], ["a", 3], ["b", 2]] as const) {
    Topics.at(me, "topics").register(key, value);
  }
  const { pid } = me;
  assertEquals(topics.match("a", (value) => value > 1), [{ pid, value: 2 }, { pid, value: 3 }]);
  assertEquals([topics.countMatch("a", (value) => value > 1), topics.countMatch("z", () => true)], [2, 0]);
  assertEquals(topics.select(({ value }) => value === 2), [{ key: "a", pid, value: 2 }, { key: "b", pid, value: 2 }]);
  assertEquals([topics.select().length, topics.countSelect(({ key }) => key === "a")], [4, 3]);
});

Deno.test("Registry.unregisterMatch() takes back what a test accepts, and leaves the rest", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  await system.start(Topics, { name: "topics" });
  const [me, other] = [system.attach(), system.attach()];
  const topics = Topics.at(me, "topics");
  Topics.at(other, "topics").register("hello", 2);
  for (const value of [1, 2, 3]) topics.register("hello", value);
  topics.unregisterMatch("hello", (value) => value === 9);
  assertEquals(topics.values("hello", me.pid), [1, 2, 3]);
  topics.unregisterMatch("hello", (value) => value === 2);
  assertEquals([topics.values("hello", me.pid), topics.values("hello", other.pid)], [[1, 3], [2]]);
  topics.unregisterMatch("hello", () => true);
  assertEquals(topics.keys(me.pid), []);
});

Deno.test("Registry.meta() gives what putMeta() and the definition have put, until deleteMeta()", async () => {
  await using simulation = new Simulation();
  const Titled = Registry.define<string, undefined, { title: string; tags: string[] }>({
    keys: "unique",
    meta: { title: "rooms" },
  });
  const rooms = await simulation.system.start(Titled);
  assertEquals([rooms.meta("title"), rooms.meta("tags")], ["rooms", undefined]);
  rooms.putMeta("tags", ["a"]);
  rooms.putMeta("title", "halls");
  assertEquals([rooms.meta("title"), rooms.meta("tags")], ["halls", ["a"]]);
  rooms.deleteMeta("title");
  rooms.deleteMeta("title");
  assertEquals(rooms.meta("title"), undefined);
  await rooms.stop();
  assertEquals((await simulation.system.start(Titled)).meta("title"), "rooms");
});

Deno.test("RegistryRef says that its Registry does not run, or is none", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const me = system.attach({ name: "me" });
  const nobody = Rooms.at(me, "rooms");
  assertEquals([nobody.pid, nobody.alive, nobody.toString()], [undefined, false, "rooms"]);
  assertThrows(() => nobody.lookup("a"), NoProcessError, "Cannot look up in rooms");
  assertThrows(() => nobody.register("a", 1), NoProcessError, "Cannot register in rooms");
  assertThrows(() => nobody.unregister("a"), NoProcessError);
  assertThrows(() => nobody.count(), NoProcessError);
  const none = Rooms.at(me, "me");
  assertThrows(() => none.lookup("a"), ArgumentError, 'Cannot look up in me: it is a Registry, got "attached"');
  assertThrows(() => Rooms.at(me, 5 as never), ArgumentError);
  const rooms = Rooms.at(me, (await system.start(Rooms)).pid!);
  for (const wrong of ["match", "countMatch", "unregisterMatch", "dispatch", "updateValue"] as const) {
    assertThrows(() => (rooms[wrong] as (key: string) => void)("a"), ArgumentError, "it is given a function");
  }
  assertThrows(() => rooms.select(1 as never), ArgumentError, "it is given a function");
});

Deno.test("RegistryRef of a process that is dead changes nothing", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const rooms = await system.start(Rooms, { name: "rooms" });
  const me = system.attach();
  const mine = Rooms.at(me, "rooms");
  system.exit(me.pid, "shutdown");
  assertEquals(mine.register("a", 1), rooms.pid);
  mine.unregister("a");
  assertThrows(() => mine.updateValue("a", () => 2), RegistryError, "not_registered");
  assertEquals(rooms.count(), 0);
});

Deno.test("Registry keeps keys and values as the System passes messages", async () => {
  const Lists = Registry.define<number[], number[]>({ keys: "unique" });
  await fairly(async ({ system }) => {
    await system.start(Lists, { name: "lists" });
    const me = system.attach();
    const [key, value] = [[1], [2]];
    Lists.at(me, "lists").register(key, value);
    key.push(9);
    value.push(9);
    assertEquals([Lists.at(me, "lists").lookup([1]), Lists.at(me, "lists").keys(me.pid)], [[{
      pid: me.pid,
      value: [2],
    }], [[1]]]);
  }, "copy");
  await fairly(async ({ system }) => {
    await system.start(Lists, { name: "lists" });
    const value = [2];
    Lists.at(system.attach(), "lists").register([1], value);
    assert(Object.isFrozen(value));
  }, "freeze");
});
