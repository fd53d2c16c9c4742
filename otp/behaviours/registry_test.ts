import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { ArgumentError, StartError } from "../processes/errors.ts";
import { Simulation } from "../simulation/simulation.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { everyOrder, reasonIn } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";
import { Registry, RegistryDefinition } from "./registry.ts";
import { RegistryError } from "./registry_error.ts";
import type { RegistryRef } from "./registry_ref.ts";
import type { RegistryEntry } from "./registry_types.ts";

const Rooms = Registry.define<unknown, string>({ keys: "unique", name: "Rooms" });
const Topics = Registry.define<unknown, string>({ keys: "duplicate", name: "Topics" });

Deno.test("case 175: a unique key that a process has is refused to another, which is told who has it", async () => {
  await everyOrder(async ({ system }) => {
    const rooms = await system.start(Rooms, { name: "rooms" });
    const [one, other] = [system.attach(), system.attach()];
    assertEquals(Rooms.at(one, "rooms").register("lobby", "first"), rooms.pid);
    const error = assertThrows(() => Rooms.at(other, "rooms").register("lobby", "second"), RegistryError);
    assertEquals(error.reason, { already_registered: one.pid });
    assertEquals(rooms.lookup("lobby"), [{ pid: one.pid, value: "first" }]);
    assertEquals(rooms.keys(other.pid), []);
  }, 5);
});

Deno.test("case 175: keys are equal by structure", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  await system.start(Rooms, { name: "rooms" });
  const [one, other] = [system.attach(), system.attach()].map((me) => Rooms.at(me, "rooms")) as [Ref, Ref];
  one.register([1, "a"], "list");
  assertThrows(() => other.register([1, "a"], "again"), RegistryError, "already_registered");
  other.register([1, "b"], "another list");
  other.register({ a: 1, b: 2 }, "object");
  assertEquals(one.lookup({ b: 2, a: 1 }).map(({ value }) => value), ["object"]);
  one.register(NaN, "nan");
  one.register(-0, "zero");
  assertEquals([one.lookup(NaN), one.lookup(0)].map(([each]) => each?.value), ["nan", "zero"]);
  one.register(1, "number");
  one.register(1n, "bigint");
  one.register("1", "text");
  assertEquals([one.lookup(1), one.lookup(1n), one.lookup("1")].map(([each]) => each?.value), [
    "number",
    "bigint",
    "text",
  ]);
  assertThrows(() => one.register(() => 1, "function"), ArgumentError, "a key is data");
  one.unregister(NaN);
  one.unregister(0);
  assertEquals([one.lookup(NaN), one.lookup(-0)], [[], []]);
});

type Ref = RegistryRef<unknown, string, "unique", { [word: string]: unknown }>;

Deno.test("Registry.register(): a process that has a unique key already is refused it as any other is", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  await system.start(Rooms, { name: "rooms" });
  const me = system.attach();
  const rooms = Rooms.at(me, "rooms");
  rooms.register("hello", "a");
  const error = assertThrows(() => rooms.register("hello", "b"), RegistryError);
  assertEquals(error.reason, { already_registered: me.pid });
  assertEquals([rooms.keys(me.pid), rooms.values("hello", me.pid)], [["hello"], ["a"]]);
});

Deno.test("case 176: a duplicate key takes many processes, and one many times", async () => {
  await everyOrder(async ({ system }) => {
    const topics = await system.start(Topics, { name: "topics" });
    const [one, other] = [system.attach(), system.attach()];
    Topics.at(one, "topics").register("news", "a");
    Topics.at(other, "topics").register("news", "b");
    Topics.at(one, "topics").register("news", "a");
    assertEquals(topics.lookup("news"), [
      { pid: one.pid, value: "a" },
      { pid: other.pid, value: "b" },
      { pid: one.pid, value: "a" },
    ]);
    assertEquals([topics.keys(one.pid), topics.values("news", one.pid)], [["news", "news"], ["a", "a"]]);
    assertEquals(topics.count(), 3);
  }, 5);
});

Deno.test("case 177: a process registers only itself, and takes back only its own entries under that key", async () => {
  await everyOrder(async ({ system }) => {
    const topics = await system.start(Topics, { name: "topics" });
    const [one, other] = [system.attach(), system.attach()];
    for (const me of [one, other]) {
      const mine = Topics.at(me, "topics");
      for (const key of ["a", "a", "b"]) mine.register(key, "x");
    }
    assertEquals(Topics.at(one, "topics").unregister("a"), undefined);
    assertEquals([topics.keys(one.pid), topics.keys(other.pid)], [["b"], ["a", "a", "b"]]);
    assertEquals(Topics.at(one, "topics").unregister("never"), undefined);
    assertThrows(() => topics.register("a", "x"), ArgumentError, "a process does so for itself");
    assertThrows(() => topics.unregister("a"), ArgumentError, "a process does so for itself");
    assertEquals(topics.count(), 4);
  }, 5);
});

Deno.test("case 177: in a handler a ref of any kind registers the process whose code it is; after an await only its own", async () => {
  await everyOrder(async ({ system }) => {
    const topics = await system.start(Topics, { name: "topics" });
    const Clerk = GenServer.define({
      name: "Clerk",
      init: () => topics.register("clerks", "from init"),
      calls: {
        later: async (state, _: undefined, self) => {
          await Promise.resolve();
          Topics.at(self, "topics").register("clerks", "later");
          return [self.pid, state];
        },
      },
    });
    const clerk = await system.start(Clerk);
    assertEquals(await clerk.call("later"), clerk.pid);
    assertEquals(topics.values("clerks", clerk.pid!), ["from init", "later"]);
  }, 5);
});

Deno.test("Registry.define() starts under a supervisor, whose restart brings it back empty under its name", async () => {
  await everyOrder(async ({ system, settle }) => {
    await system.start(Supervisor.define({ children: [Rooms.child({ name: "rooms" })] }));
    const rooms = Rooms.at(system, "rooms");
    const first = rooms.pid;
    const me = system.attach();
    me.trapExit = true;
    Rooms.at(me, "rooms").register("lobby", "x");
    system.exit(first!, "kill");
    await settle();
    assert(rooms.alive && rooms.pid !== first);
    assertEquals(rooms.lookup("lobby"), []);
    assertEquals(await me.receive(), { type: "EXIT", pid: first, reason: "killed" });
    Rooms.at(me, "rooms").register("lobby", "y");
    assertEquals(rooms.count(), 1);
  }, 10);
});

Deno.test("Registry.stop() frees its name and leaves those alive who were registered", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const rooms = await system.start(Rooms, { name: "rooms" });
  const me = system.attach();
  Rooms.at(me, "rooms").register("lobby", "x");
  const error = await assertRejects(() => system.start(Rooms, { name: "rooms" }), StartError);
  assertEquals(reasonIn(error), { already_started: rooms.pid });
  await rooms.stop();
  assertEquals([rooms.alive, me.alive, system.whereis("rooms")], [false, true, undefined]);
});

Deno.test("Registry.define() refuses what it cannot be set to", () => {
  const refused: [spec: unknown, rule: string][] = [
    [null, "it is an object"],
    [{}, "keys are unique or duplicate"],
    [{ keys: "many" }, "keys are unique or duplicate"],
    [{ keys: "unique", name: "" }, "name is a text"],
    [{ keys: "unique", partitions: 0 }, "partitions is a whole number from 1 up"],
    [{ keys: "unique", partitions: 1.5 }, "partitions is a whole number from 1 up"],
    [{ keys: "unique", listeners: "me" }, "listeners is a list of names and pids"],
    [{ keys: "unique", listeners: [5] }, "a name is a text"],
    [{ keys: "unique", listeners: ["#Ref<0.1>"] }, "a name is a text"],
    [{ keys: "unique", listeners: ["<0.x>"] }, "a name is a text"],
    [{ keys: "unique", meta: null }, "meta is an object"],
  ];
  for (const [spec, rule] of refused) assertThrows(() => Registry.define(spec as never), ArgumentError, rule);
});

Deno.test("Registry.define() carries the types of keys, values and metadata", () => {
  const Scores = Registry.define<[game: string, round: number], number, { title: string }>({
    keys: "unique",
    meta: { title: "scores" },
  });
  assert(Scores instanceof RegistryDefinition);
  type Scored = RegistryRef<[game: string, round: number], number, "unique", { title: string }>;
  const uses = (scores: Scored, topics: RegistryRef<string, undefined, "duplicate", object>) => {
    assertType<IsExact<ReturnType<typeof scores.lookup>, RegistryEntry<number>[]>>(true);
    assertType<IsExact<ReturnType<typeof scores.keys>, [game: string, round: number][]>>(true);
    const { new: next, old } = scores.updateValue(["chess", 1], (value) => value + 1);
    assertType<IsExact<[typeof next, typeof old], [number, number]>>(true);
    const title = scores.meta("title");
    assertType<IsExact<typeof title, string | undefined>>(true);
    topics.register("news"); // no value where there is none
    // @ts-expect-error: a value is due
    scores.register(["chess", 1]);
    // @ts-expect-error: the value is a number
    scores.register(["chess", 1], "many");
    // @ts-expect-error: the key is a pair
    scores.lookup("chess");
    // @ts-expect-error: there is no such word
    scores.meta("author");
    // @ts-expect-error: a duplicate registry updates nothing
    topics.updateValue("news", (value) => value);
    // @ts-expect-error: a duplicate registry names nobody
    topics.via("news");
    // @ts-expect-error: the key is a pair
    Scores.via("scores", "chess");
  };
  assertEquals(typeof uses, "function");
});
