import { assert, assertEquals } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { supervisionTree, type TreeNode } from "../introspection/supervision_tree.ts";
import { sys } from "../introspection/sys.ts";
import { runtimeOf } from "../processes/host.ts";
import { Nursery } from "../testdata/nursery.ts";
import { eventsOf, everyOrder, fateOf } from "../testdata/world.ts";
import { type DynamicChild, DynamicState, placeOf } from "./dynamic_state.ts";
import { DynamicSupervisor } from "./dynamic_supervisor.ts";

const places = (children: readonly TreeNode[]) => children.map(({ id, pid, status }) => [id, pid, status]);

Deno.test("DynamicState: a place stays in the tree while its child stops, restarts slowly, or fails to", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const stopping = Promise.withResolvers<void>();
    const starting = Promise.withResolvers<void>();
    let starts = 0;
    const rooms = await system.start(DynamicSupervisor.define({ maxRestarts: 100 }), { name: "rooms" });
    const slow = await rooms.startChild(
      nursery.child("slow", {
        init: () => starts++ > 0 ? starting.promise : undefined,
        terminate: () => stopping.promise,
      }),
    );
    const other = await rooms.startChild(nursery.child("other"));
    const tree = () => places(supervisionTree(system)[0]!.children);
    assertEquals(tree(), [["#1", slow.pid, "waiting"], ["#2", other.pid, "waiting"]]);

    system.exit(slow.pid!, "kill");
    assertEquals(tree()[0], ["#1", undefined, "dead"]);
    await settle();
    assertEquals(tree(), [["#1", undefined, "starting"], ["#2", other.pid, "waiting"]]);
    starting.resolve();
    await settle();
    const [[place, again]] = tree() as [[string, `<${string}.${number}.0>`, string]];
    assert(place === "#1" && system.isAlive(again));

    const terminated = fateOf(rooms.terminateChild(again));
    await settle();
    assertEquals([tree()[0], terminated.state], [["#1", again, "ending"], "pending"]);
    stopping.resolve();
    await settle();
    assertEquals([tree(), terminated.state], [[["#2", other.pid, "waiting"]], "fulfilled"]);
  }, 5);
});

Deno.test("DynamicState: a supervisor that is killed while a child restarts slowly starts nothing afterwards", async () => {
  for (const trapExit of [false, true]) {
    await everyOrder(async ({ system, settle }) => {
      const nursery = new Nursery();
      const gate = Promise.withResolvers<void>();
      let starts = 0;
      const rooms = await system.start(DynamicSupervisor.define());
      const room = await rooms.startChild(
        nursery.child("a", { trapExit, init: () => starts++ > 0 ? gate.promise : undefined }),
      );
      await rooms.startChild(nursery.child("b"));
      system.exit(room.pid!, "kill");
      await settle();
      assertEquals(starts, 2);
      const events = eventsOf(system, "child.restarted", "child.failed", "child.stopped", "child.started");
      system.exit(rooms.pid!, "kill");
      gate.resolve();
      await settle();
      assertEquals([system.processCount, events], [0, []]);
    }, 10);
  }
});

Deno.test("DynamicState: a child that says ignore at a restart is gone, and one that fails is tried again until the limit", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const told = eventsOf(system, "child.stopped", "child.failed", "supervisor.gave_up");
    const rooms = await system.start(DynamicSupervisor.define({ maxRestarts: 3 }));
    const roomsPid = rooms.pid!;
    let starts = 0;
    const ignoring = await rooms.startChild(
      nursery.child("i", { init: () => starts++ > 0 ? GenServer.ignore() : undefined }),
    );
    const ignoringPid = ignoring.pid!;
    system.exit(ignoringPid, "kill");
    await settle();
    assertEquals([(await rooms.countChildren()).specs, told.length], [0, 1]);
    const failing = await rooms.startChild(nursery.child("f"));
    nursery.failing.set("f", 10);
    system.exit(failing.pid!, "kill");
    await settle();
    assertEquals([rooms.alive, system.processCount], [false, 0]);
    assertEquals(told.map(({ sequence: _, time: __, ...body }) => body as unknown), [
      { type: "child.stopped", pid: roomsPid, child: "#1", childPid: ignoringPid, reason: "ignore", removed: true },
      { type: "child.failed", pid: roomsPid, child: "#2", reason: "cannot" },
      { type: "child.failed", pid: roomsPid, child: "#2", reason: "cannot" },
      { type: "supervisor.gave_up", pid: roomsPid, child: "#2", maxRestarts: 3, maxSeconds: 5 },
    ]);
  }, 5);
});

Deno.test("DynamicState: simultaneous deaths of many children are each dealt with once", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const rooms = await system.start(DynamicSupervisor.define({ maxRestarts: 50 }));
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, index) => rooms.startChild(nursery.child(`${index}`))),
    );
    nursery.read();
    for (const { pid } of all) system.exit(pid!, "kill");
    await settle();
    assertEquals([nursery.read().length, (await rooms.countChildren()).active, rooms.alive], [50, 50, true]);
  }, 3);
});

Deno.test("DynamicState: is what sys shows as plain data, and places are numbers that never come back", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    const rooms = await system.start(DynamicSupervisor.define({ maxChildren: 9 }));
    const { state } = runtimeOf(system).find(rooms.pid!)!;
    assert(state instanceof DynamicState);
    const first = await rooms.startChild(nursery.child("a"));
    await rooms.terminateChild(first.pid!);
    const second = await rooms.startChild(nursery.child("a"));
    assertEquals(state.all.map(placeOf), ["#2"]);
    assertEquals(placeOf({ number: 7, spec: {} } as DynamicChild), "#7");
    assertEquals(placeOf({ number: 7, spec: { name: "ada" } } as DynamicChild), "ada");
    assertEquals(sys.getState(system, rooms.pid!), {
      ...{ maxRestarts: 3, maxSeconds: 5, maxChildren: 9, extraArguments: [], restarts: 0 },
      children: [second.pid],
    });
  }, 0);
});
