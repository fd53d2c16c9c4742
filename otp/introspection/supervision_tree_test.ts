import { assert, assertEquals } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { findProcess, processInfo } from "./process_info.ts";
import { Simulation } from "../simulation/simulation.ts";
import { DynamicSupervisor } from "../supervision/dynamic_supervisor.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { end, Nursery } from "../testdata/nursery.ts";
import { everyOrder, fateOf } from "../testdata/world.ts";
import { isSupervisor, supervisionTree, type TreeNode } from "./supervision_tree.ts";

/** Every place with who is there, depth first. */
function flat(nodes: readonly TreeNode[]): [string, string | undefined, string][] {
  return nodes.flatMap((node) => [[node.place, node.pid, node.status], ...flat(node.children)]);
}

Deno.test("supervisionTree() shows every supervisor and child at its place, with what it is and does", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const nursery = new Nursery();
  const Below = Supervisor.define({
    name: "Below",
    strategy: "rest_for_one",
    children: [nursery.child("x", { name: "x" })],
  });
  const Office = Supervisor.define({
    name: "Office",
    maxRestarts: 5,
    children: [
      nursery.child("a", { name: "a" }),
      Below.child({ name: "below" }),
      DynamicSupervisor.define({ name: "Rooms" }).child({ name: "rooms" }),
    ],
  });
  const office = await system.start(Office, { name: "office" });
  const rooms = system.whereis(DynamicSupervisor.define(), "rooms");
  await rooms.startChild(nursery.child("r1"));
  await rooms.startChild(nursery.child("r2", { name: "named" }));
  await system.start(GenServer.define({ name: "Alone", init: () => 0 }));
  const [root, ...others] = supervisionTree(system);
  assertEquals(others, []);
  assertEquals(flat([root!]).map(([place]) => place), [
    ...[
      "office",
      "office/a",
      "office/Below",
      "office/Below/x",
      "office/Rooms",
      "office/Rooms/#1",
      "office/Rooms/named",
    ],
  ]);
  assertEquals({ ...root!, children: [], memory: 0 }, {
    place: "office",
    id: "office",
    pid: office.pid!,
    name: "office",
    status: "waiting",
    type: "supervisor",
    behaviour: "Supervisor",
    module: "Office",
    restart: undefined,
    restarts: 0,
    mailboxLength: 0,
    handled: 0,
    memory: 0,
    supervisor: {
      strategy: "one_for_one",
      maxRestarts: 5,
      maxSeconds: 5,
      autoShutdown: "never",
      dynamic: false,
      childRestarts: 0,
      recentRestarts: 0,
    },
    children: [],
  });
  const [a, below, dynamic] = root!.children;
  assertEquals([a!.type, a!.behaviour, a!.module, a!.restart, a!.supervisor], [
    "worker",
    "GenServer",
    "Child",
    "permanent",
    undefined,
  ]);
  assertEquals([below!.type, below!.supervisor!.strategy], ["supervisor", "rest_for_one"]);
  assertEquals([dynamic!.behaviour, dynamic!.supervisor!.dynamic, dynamic!.handled], ["DynamicSupervisor", true, 2]);
});

Deno.test("supervisionTree(): places stay over restarts, and count them", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const nursery = new Nursery();
    const Below = Supervisor.define({ name: "Below", children: [nursery.child("x", { name: "x", trapExit: false })] });
    await system.start(
      Supervisor.define({ children: [nursery.child("a", { name: "a" }), Below.child({ name: "below" })] }),
      { name: "top" },
    );
    const before = flat(supervisionTree(system));
    system.exit("x", "kill");
    system.exit("a", "kill");
    await settle();
    await advance(3000);
    system.exit("a", "kill");
    await settle();
    await advance(3000);
    const [top] = supervisionTree(system);
    const after = flat([top!]);
    assertEquals(after.map(([place]) => place), before.map(([place]) => place));
    assertEquals(after.map(([, pid], index) => pid === before[index]![1]), [true, false, true, false]);
    assertEquals([top!.children[0]!.restarts, top!.children[1]!.restarts, top!.children[1]!.children[0]!.restarts], [
      2,
      0,
      1,
    ]);
    assertEquals([top!.supervisor!.childRestarts, top!.supervisor!.recentRestarts], [2, 1]);
    system.exit("below", "kill");
    await settle();
    assertEquals(flat(supervisionTree(system)).map(([place]) => place), before.map(([place]) => place));
  }, 10);
});

Deno.test("supervisionTree(): a place is dead, starting, restarting, ending or stopped, as it is", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const [starting, ending] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let starts = 0;
    const children = [
      nursery.child("slow", {
        name: "slow",
        init: () => starts++ > 0 ? starting.promise : undefined,
        terminate: () => ending.promise,
      }),
      nursery.child("ended", { name: "ended", restart: "transient" }),
      Supervisor.define({ name: "Below" }).child({ id: "none", name: "none", restart: "transient" }),
    ];
    const tree = await system.start(Supervisor.define({ maxRestarts: 100, children }), { name: "top" });
    const of = (index: number) => {
      const { pid, status, behaviour, name } = supervisionTree(system)[0]!.children[index]!;
      return [pid, status, behaviour, name];
    };
    end(system, "ended", "normal");
    await settle();
    assertEquals(of(1), [undefined, "stopped", "GenServer", "ended"]);
    await tree.terminateChild("none");
    assertEquals(of(2), [undefined, "stopped", "Supervisor", "none"]);

    system.exit("slow", "kill");
    assertEquals(of(0), [undefined, "dead", "GenServer", "slow"]);
    await settle();
    assertEquals(of(0).slice(0, 2), [undefined, "starting"]);
    starting.resolve();
    await settle();
    assertEquals(of(0).slice(0, 2), [system.whereis("slow"), "waiting"]);

    const statuses: unknown[] = [];
    using _looking = system.events.subscribe(() => statuses.push(of(1)[1]), { types: ["child.failed"] });
    nursery.failing.set("ended", 2);
    await tree.restartChild("ended").catch(() => {});
    await tree.restartChild("ended").catch(() => {});
    await tree.restartChild("ended");
    nursery.failing.set("ended", 2);
    system.exit("ended", "kill");
    await settle();
    assertEquals(statuses, ["restarting", "restarting"]);

    const stop = fateOf(tree.stop());
    await settle();
    assertEquals([of(0)[1], of(1).slice(0, 2), stop.state], ["ending", [undefined, "stopped"], "pending"]);
    ending.resolve();
    await settle();
    assertEquals([stop.state, supervisionTree(system)], ["fulfilled", []]);
  }, 5);
});

Deno.test("supervisionTree(): while a tree starts it is seen as far as it has come", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const gate = Promise.withResolvers<void>();
    const Below = Supervisor.define({
      name: "Below",
      children: [nursery.child("x"), nursery.child("slow", { name: "slow", init: () => gate.promise })],
    });
    const start = fateOf(
      system.start(Supervisor.define({ children: [nursery.child("a"), Below.child(), nursery.child("z")] }), {
        name: "top",
      }),
    );
    await settle();
    const [top, ...others] = supervisionTree(system);
    assertEquals([top!.status, others], ["starting", []]);
    assertEquals(flat(top!.children).map(([place, , status]) => [place, status]), [
      ["top/a", "waiting"],
      ["top/Below", "starting"],
    ]);
    gate.resolve();
    await settle();
    assertEquals([start.state, flat(supervisionTree(system)).length], ["fulfilled", 6]);
  }, 3);
});

Deno.test("supervisionTree(): a supervisor started by hand is where its supervisor has it, and an orphan that ends is a root", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const gate = Promise.withResolvers<void>();
    const Below = Supervisor.define({
      name: "Below",
      children: [nursery.child("slow", { terminate: () => gate.promise })],
    });
    const tree = await system.start(
      Supervisor.define({
        children: [
          { id: "hand", type: "supervisor", start: async () => (await system.start(Below, { name: "by hand" })).pid! },
          Below.child({ name: "orphan" }),
        ],
      }),
      { name: "top" },
    );
    assertEquals(flat(supervisionTree(system)).map(([place]) => place), [
      ...["top", "top/hand", "top/hand/slow", "top/Below", "top/Below/slow"],
    ]);
    system.exit(tree.pid!, "kill");
    await settle();
    const left = supervisionTree(system).map(({ place, status }) => [place, status]);
    assert(left.some(([place, status]) => place === "orphan" && status === "ending"));
    gate.resolve();
    system.exit("by hand", "shutdown");
    await settle();
    assertEquals(system.processCount, 0);
  }, 3);
});

Deno.test("isSupervisor(): supervisors of both kinds, and nobody else", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const of = (pid: `<${string}.${number}.0>` | undefined) => isSupervisor(findProcess(system, pid!)!);
  const pids = [
    (await system.start(Supervisor.define({}))).pid,
    (await system.start(DynamicSupervisor.define())).pid,
    (await system.start(GenServer.define({ name: "Supervisor", init: () => 0 }))).pid,
    system.spawn(() => new Promise(() => {}), { label: "Supervisor" }),
  ];
  assertEquals(pids.map(of), [true, true, false, false]);
  assertEquals(processInfo(system, pids[2]!)!.module, "Supervisor");
});

Deno.test("supervisionTree() escapes what parts a place, and counts no memory where that is not wanted", async () => {
  await using sim = new Simulation();
  const Clerk = GenServer.define({ name: "Clerk", init: () => "x".repeat(1000) });
  const children = [Clerk.child({ id: "a/b~c" }), Clerk.child({ id: "a" })];
  await sim.system.start(Supervisor.define({ children }), { name: "top" });
  const [top] = supervisionTree(sim.system);
  assertEquals(top?.children.map(({ id, place }) => [id, place]), [["a/b~c", "top/a~1b~0c"], ["a", "top/a"]]);
  assert(top!.children[0]!.memory > 1000);
  assertEquals(supervisionTree(sim.system, { memory: false })[0]?.children.map(({ memory }) => memory), [0, 0]);
});
