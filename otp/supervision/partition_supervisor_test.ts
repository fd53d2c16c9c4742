import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import type { ChildSpec } from "../behaviours/definition.ts";
import { GenServer } from "../behaviours/gen_server.ts";
import { Registry } from "../behaviours/registry.ts";
import type { ServerRef } from "../behaviours/server_ref.ts";
import { isSupervisor, supervisionTree } from "../introspection/supervision_tree.ts";
import { ArgumentError, StartError } from "../processes/errors.ts";
import { runtimeOf } from "../processes/host.ts";
import { Simulation } from "../simulation/simulation.ts";
import { end, Nursery } from "../testdata/nursery.ts";
import { everyOrder, reasonIn } from "../testdata/world.ts";
import { DynamicSupervisor } from "./dynamic_supervisor.ts";
import { PartitionSupervisor, PartitionSupervisorDefinition } from "./partition_supervisor.ts";
import { partitionOf } from "./partition_names.ts";
import type { PartitionSupervisorRef } from "./partition_supervisor_ref.ts";
import { Supervisor } from "./supervisor.ts";

const Counter = GenServer.define({
  name: "Counter",
  init: (start: number = 0) => start,
  calls: { next: (count) => [count + 1, count + 1], value: (count) => [count, count] },
});
const Counters = PartitionSupervisor.define({ name: "Counters", child: Counter.child(), partitions: 3 });

Deno.test("case 171: as many children as partitions, with ids from 0 up", async () => {
  await everyOrder(async ({ system }) => {
    const counters = await system.start(Counters, { name: "counters" });
    const children = await counters.whichChildren();
    assertEquals(children.map(({ id, type, modules }) => [id, type, modules]), [
      [0, "worker", ["Counter"]],
      [1, "worker", ["Counter"]],
      [2, "worker", ["Counter"]],
    ]);
    assertEquals(await counters.countChildren(), { specs: 3, active: 3, supervisors: 0, workers: 3 });
    assertEquals([counters.partitions, new Set(children.map(({ pid }) => pid)).size], [3, 3]);
  }, 5);
});

Deno.test("case 171: without a name a PartitionSupervisor is refused, started or as a child", async () => {
  await everyOrder(async ({ system }) => {
    const rule = "Cannot start the supervisor Counters: a PartitionSupervisor has a registered name";
    await assertRejects(() => system.start(Counters), ArgumentError, rule);
    assertThrows(() => Counters.child(), ArgumentError, rule);
    const spec = { id: "c", start: Counters } as unknown as ChildSpec;
    const error = await assertRejects(() => system.start(Supervisor.define({ children: [spec] })), StartError);
    assert(JSON.stringify(reasonIn(error)).includes("has a registered name"));
    assertEquals(system.processCount, 0);
  }, 5);
});

Deno.test("case 172: whole numbers go to |key| mod N, equal keys of any kind to one partition", async () => {
  await everyOrder(async ({ system }) => {
    const counters = await system.start(Counters, { name: "counters" });
    const pids = (await counters.whichChildren()).map(({ pid }) => pid);
    const at = (key: unknown) => system.whereis(PartitionSupervisor.via("counters", key));
    assertEquals([0, 1, 2, 3, 4, -1, -2, -3, 5n, -5n].map(at), [0, 1, 2, 0, 1, 1, 2, 0, 2, 2].map((id) => pids[id]));
    const keys = () => ["a", 1.5, ["a", 1], { a: 1, b: [2] }, null, new Date(5), true, "b", "c", "d", "e"];
    assertEquals(keys().map(at), keys().map(at));
    assertEquals(new Set(keys().map(at)).size, 3);
    const counter = Counter.at(system, counters.via("a"));
    await counter.call("next");
    assertEquals(await counters.partition("a").call("next"), 2);
    assertEquals(counters.partition("a").pid, at("a"));
  }, 5);
});

Deno.test("case 173: withArguments gives each partition its own arguments, at start and at every restart", async () => {
  await everyOrder(async ({ system, settle }) => {
    const asked: unknown[] = [];
    const Apart = PartitionSupervisor.define({
      child: Counter.child({ args: [100] }),
      partitions: 3,
      withArguments: ([start], partition) => {
        asked.push([start, partition]);
        return [start as number + partition];
      },
    });
    const apart = await system.start(Apart, { name: "apart" });
    const values = () => Promise.all([0, 1, 2].map((key) => apart.partition(key).call("value")));
    assertEquals(await values(), [100, 101, 102]);
    system.exit(apart.via(1), "kill");
    await settle();
    assertEquals(await values(), [100, 101, 102]);
    assertEquals(asked, [[100, 0], [100, 1], [100, 2]]);
  }, 5);
});

Deno.test("case 173: what withArguments throws, or gives that is no list, fails the start", async () => {
  await everyOrder(async ({ system }) => {
    for (
      const wrong of [() => 5 as never, () => {
        throw new Error("no");
      }]
    ) {
      const Wrong = PartitionSupervisor.define({ child: Counter.child(), withArguments: wrong });
      await assertRejects(() => system.start(Wrong, { name: "wrong" }), StartError);
      assertEquals([system.processCount, system.names], [0, []]);
    }
  }, 5);
});

Deno.test("case 174: a partition that crashes is restarted alone; keys of the others still reach the same processes", async () => {
  await everyOrder(async ({ system, settle }) => {
    const counters = await system.start(Counters, { name: "counters" });
    const pids = () => [0, 1, 2].map((key) => system.whereis(counters.via(key)));
    const before = pids();
    for (const key of [0, 1, 2]) await counters.partition(key).call("next");
    system.exit(before[1]!, "kill");
    assertEquals(pids(), [before[0], undefined, before[2]]);
    await settle();
    const after = pids();
    assertEquals([after[0], after[2]], [before[0], before[2]]);
    assert(after[1] !== undefined && after[1] !== before[1]);
    assertEquals(await Promise.all([0, 1, 2].map((key) => counters.partition(key).call("value"))), [1, 0, 1]);
  }, 20);
});

Deno.test("PartitionSupervisor: strategy and intensity are a supervisor's", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const child = nursery.child("x");
    const All = PartitionSupervisor.define({ child, partitions: 2, strategy: "one_for_all", maxRestarts: 1 });
    const all = await system.start(All, { name: "all" });
    end(system, system.whereis(all.via(0))!, "boom");
    await settle();
    assertEquals(nursery.read(), ["start x", "start x", "stop x boom", "stop x shutdown", "start x", "start x"]);
    end(system, system.whereis(all.via(1))!, "boom");
    await settle();
    assertEquals([all.alive, system.whereis("all")], [false, undefined]);
  }, 5);
});

Deno.test("PartitionSupervisor: DynamicSupervisors as partitions, each with children of its own", async () => {
  await everyOrder(async ({ system }) => {
    const Sessions = PartitionSupervisor.define({
      name: "Sessions",
      child: DynamicSupervisor.define().child(),
      partitions: 2,
    });
    const tree = Supervisor.define({ name: "App", children: [Sessions.child({ name: "sessions" })] });
    await system.start(tree, { name: "app" });
    const sessions = Sessions.at(system, "sessions");
    const started = [];
    for (const key of [0, 1, 2]) started.push(await sessions.partition(key).startChild(Counter.child({ args: [key] })));
    assertEquals(await Promise.all(started.map((each) => each.call("value"))), [0, 1, 2]);
    const counts = [0, 1].map((key) => DynamicSupervisor.define().at(system, sessions.via(key)).countChildren());
    assertEquals((await Promise.all(counts)).map(({ active }) => active), [2, 1]);
    assertEquals(await sessions.countChildren(), { specs: 2, active: 2, supervisors: 2, workers: 0 });
    const [app] = supervisionTree(system);
    const places = app!.children[0]!.children.map(({ place, type, behaviour, children }) =>
      [place, type, behaviour, children.length] as const
    );
    assertEquals(places, [
      ["app/Sessions/0", "supervisor", "DynamicSupervisor", 2],
      ["app/Sessions/1", "supervisor", "DynamicSupervisor", 1],
    ]);
  }, 5);
});

Deno.test("PartitionSupervisor is a supervisor to whoever looks at the tree", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const counters = await system.start(Counters, { name: "counters" });
  assert(isSupervisor(runtimeOf(system).find(counters.pid!)!));
  const [node, ...others] = supervisionTree(system);
  assertEquals([node?.place, node?.type, node?.behaviour, node?.module, others], [
    ...["counters", "supervisor", "PartitionSupervisor", "Counters", []],
  ]);
  assertEquals([node?.supervisor?.strategy, node?.supervisor?.dynamic], ["one_for_one", false]);
  assertEquals(node?.children.map(({ id, place, restart }) => [id, place, restart]), [
    ["0", "counters/0", "permanent"],
    ["1", "counters/1", "permanent"],
    ["2", "counters/2", "permanent"],
  ]);
});

Deno.test("PartitionSupervisor: it can itself be known by a via name, and stopped by its ref", async () => {
  await everyOrder(async ({ system }) => {
    const Names = Registry.define<string>({ keys: "unique" });
    await system.start(Names, { name: "names" });
    const name = Names.via("names", "counters");
    const counters = await system.start(Counters, { name });
    const deep = PartitionSupervisor.via(name, "a");
    assertEquals(await Counter.at(system, deep).call("next"), 1);
    assertEquals([counters.toString(), Counter.at(system, deep).toString()], [counters.pid!, 'names["counters"]["a"]']);
    await counters.stop();
    assertEquals([counters.alive, system.whereis(deep), system.processCount], [false, undefined, 1]);
  }, 5);
});

Deno.test("partitionOf() is 8 partitions wide by default, and the same on every machine", async () => {
  await using simulation = new Simulation();
  const Wide = PartitionSupervisor.define({ child: Counter.child() });
  const wide = await simulation.system.start(Wide, { name: "wide" });
  assertEquals([Wide.name, wide.partitions], ["PartitionSupervisor", 8]);
  assertEquals(["a", "b", ["a", 1], { x: 1 }, 1.5, null].map((key) => partitionOf(key, 8)), [2, 0, 0, 4, 5, 7]);
});

Deno.test("PartitionSupervisor.define() refuses what it cannot be set to", () => {
  const child = Counter.child();
  const refused: [spec: unknown, rule: string][] = [
    [null, "it is an object"],
    [{}, "it is an object, as Definition.child() gives"],
    [{ child: Counter }, "a definition becomes a child by its child()"],
    [{ child, partitions: 0 }, "partitions is a whole number from 1 up"],
    [{ child, partitions: 2.5 }, "partitions is a whole number from 1 up"],
    [{ child, partitions: "4" }, "partitions is a whole number from 1 up"],
    [{ child, withArguments: [1] }, "withArguments is a function"],
    [{ child, strategy: "some" }, "strategy is one_for_one"],
    [{ child: Counter.child({ name: "counter" }) }, "its partitions are many and cannot have one name"],
    [{ child: { ...child, significant: true, restart: "transient" } }, "a significant child needs a supervisor"],
  ];
  for (const [spec, rule] of refused) {
    assertThrows(() => PartitionSupervisor.define(spec as never), ArgumentError, rule);
  }
  assertThrows(() => PartitionSupervisor.via("x", () => 1), ArgumentError, "a key is data");
  assertThrows(() => PartitionSupervisor.via("", 1), ArgumentError, "it is a pid or a registered name");
});

Deno.test("PartitionSupervisor.define() carries the type of its child", () => {
  assert(Counters instanceof PartitionSupervisorDefinition);
  const uses = (counters: PartitionSupervisorRef<ReturnType<typeof Counter.at>>) => {
    const one = counters.partition("a");
    assertType<IsExact<typeof one extends ServerRef<infer _Calls, infer _Casts> ? true : false, true>>(true);
    // @ts-expect-error: a Counter has no such call
    one.call("previous");
    // @ts-expect-error: a name is due
    Counters.child({ id: "x" });
  };
  assertEquals(typeof uses, "function");
});
