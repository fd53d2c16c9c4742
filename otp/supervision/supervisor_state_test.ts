import { assert, assertEquals } from "@std/assert";
import { supervisionTree } from "../introspection/supervision_tree.ts";
import { sys } from "../introspection/sys.ts";
import type { Self } from "../processes/self.ts";
import type { Pid } from "../processes/pid.ts";
import { runtimeOf } from "../processes/host.ts";
import { end, mayFail, Nursery } from "../testdata/nursery.ts";
import { eventsOf, everyOrder, fateOf } from "../testdata/world.ts";
import { DynamicSupervisor } from "./dynamic_supervisor.ts";
import type { Strategy } from "./restart_policy.ts";
import { Supervisor } from "./supervisor.ts";
import { SupervisorState, tryAgainSoon } from "./supervisor_state.ts";

const STRATEGIES: readonly Strategy[] = ["one_for_one", "one_for_all", "rest_for_one"];

Deno.test("SupervisorState: a supervisor that is killed while a child restarts slowly starts nothing afterwards", async () => {
  for (const strategy of STRATEGIES) {
    for (const trapExit of [false, true]) {
      await everyOrder(async ({ system, settle }) => {
        const nursery = new Nursery();
        const gate = Promise.withResolvers<void>();
        let starts = 0;
        const slow = nursery.child("slow", {
          name: "slow",
          trapExit,
          init: () => starts++ > 0 ? gate.promise : undefined,
        });
        const tree = await system.start(Supervisor.define({ strategy, children: [slow, nursery.child("after")] }));
        const treePid = tree.pid!;
        system.exit("slow", "kill");
        await settle();
        assertEquals(starts, 2);
        nursery.read();
        const events = eventsOf(system, "child.started", "child.restarted", "child.failed", "child.stopped");
        system.exit(treePid, "kill");
        gate.resolve();
        await settle();
        assertEquals(system.processCount, 0, "no orphan");
        assert(!nursery.read().some((line) => line.startsWith("start")));
        assertEquals(events, [], "a dead supervisor does nothing");
      }, 10);
    }
  }
});

Deno.test("SupervisorState: a supervisor that is killed by the very child it restarts, or stops, does nothing more", async () => {
  for (const strategy of STRATEGIES) {
    await everyOrder(async ({ system, settle }) => {
      const nursery = new Nursery();
      let starts = 0;
      const killer = nursery.child("killer", {
        name: "killer",
        init: (self) => starts++ > 0 ? self.sendExit(self.parent, "kill") : undefined,
      });
      let calls = 0;
      const byHand = { id: "hand", start: (self: Self) => (calls++, self.spawnLink(() => new Promise(() => {}))) };
      const tree = await system.start(
        Supervisor.define({ strategy, children: [killer, byHand, nursery.child("after")] }),
      );
      nursery.read();
      const events = eventsOf(system, "child.started", "child.restarted", "child.failed", "supervisor.gave_up");
      const { pid } = tree;
      system.exit("killer", "kill");
      await settle();
      assertEquals([system.isAlive(pid!), system.processCount, events], [false, 0, []]);
      assertEquals([nursery.read().filter((line) => line.startsWith("start")), calls], [["start killer"], 1]);

      starts = 1; // from the beginning now
      const start = fateOf(system.start(Supervisor.define({ strategy, children: [killer, byHand] })));
      await settle();
      assertEquals([start.state, events, calls, system.processCount], ["rejected", [], 1, 0]);
    }, 5);
  }
});

Deno.test("SupervisorState: a supervisor that is killed while siblings stop slowly starts nothing, and they end in time", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const nursery = new Nursery();
    const slow = nursery.child("slow", { name: "slow", shutdown: 500, terminate: () => new Promise(() => {}) });
    const tree = await system.start(
      Supervisor.define({
        strategy: "one_for_all",
        children: [nursery.child("a"), slow, nursery.child("b", { name: "b" })],
      }),
    );
    const slowPid = system.whereis("slow")!;
    system.exit("b", "kill");
    await settle();
    nursery.read();
    system.exit(tree.pid!, "kill");
    await settle();
    assertEquals(nursery.read(), ["stop a killed"]);
    assertEquals(system.isAlive(slowPid), true);
    await advance(500);
    assertEquals([system.processCount, nursery.read()], [0, []]);
  }, 10);
});

Deno.test("SupervisorState: a child that is being stopped keeps its place until it is dead", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const gate = Promise.withResolvers<void>();
    const children = [
      nursery.child("a", { name: "a" }),
      nursery.child("slow", { name: "slow", terminate: () => gate.promise }),
    ];
    const tree = await system.start(Supervisor.define({ children }), { name: "tree" });
    const slow = system.whereis("slow");
    const stop = fateOf(tree.stop());
    await settle();
    const [root] = supervisionTree(system);
    assertEquals([root!.status, stop.state], ["ending", "pending"]);
    assertEquals(root!.children.map(({ id, pid, status }) => [id, pid, status]), [
      ["a", system.whereis("a"), "waiting"],
      ["slow", slow, "ending"],
    ]);
    gate.resolve();
    await settle();
    assertEquals([stop.state, system.processCount], ["fulfilled", 0]);
  }, 5);
});

Deno.test("SupervisorState: startChild with a slow init, then a stop: the stop waits, then ends all in order", async () => {
  await everyOrder(async ({ system, settle }) => {
    for (const Definition of [Supervisor.define({}), DynamicSupervisor.define()]) {
      const nursery = new Nursery();
      const gate = Promise.withResolvers<void>();
      const tree = await system.start(Definition as ReturnType<typeof Supervisor.define>);
      const started = fateOf(tree.startChild(nursery.child("slow", { init: () => gate.promise })));
      const stop = fateOf(tree.stop());
      const late = fateOf(tree.startChild(nursery.child("late")));
      await settle();
      assertEquals([started.state, stop.state, nursery.read()], ["pending", "pending", ["start slow"]]);
      gate.resolve();
      await settle();
      assertEquals([started.state, stop.state, late.state], ["fulfilled", "fulfilled", "rejected"]);
      assertEquals(nursery.read(), ["stop slow shutdown"]);
      assertEquals(system.processCount, 0);
    }
  }, 10);
});

Deno.test("SupervisorState: a child that dies while another is stopped or started by request is dealt with after it", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const gate = Promise.withResolvers<void>();
    const children = [
      nursery.child("a", { name: "a" }),
      nursery.child("slow", { name: "slow", terminate: () => gate.promise }),
    ];
    const tree = await system.start(Supervisor.define({ children }));
    const terminated = fateOf(tree.terminateChild("slow"));
    await settle();
    system.exit("a", "kill");
    await settle();
    assertEquals([terminated.state, system.whereis("a")], ["pending", undefined]);
    gate.resolve();
    await settle();
    assertEquals([terminated.state, system.whereis("a") !== undefined], ["fulfilled", true]);
    assertEquals((await tree.countChildren()).active, 1);
  }, 10);
});

Deno.test("SupervisorState: a child that is dead when it is terminated by request is neither restarted nor counted", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const tree = await system.start(
      Supervisor.define({ maxRestarts: 0, children: [nursery.child("a", { name: "a" })] }),
    );
    const pid = system.whereis("a")!;
    sys.suspend(system, tree.pid!);
    const asked = fateOf(tree.terminateChild("a"));
    system.exit(pid, "kill");
    sys.resume(system, tree.pid!);
    await settle();
    assertEquals([asked.state, tree.alive, nursery.read()], ["fulfilled", true, ["start a"]]);
  }, 10);
});

Deno.test("SupervisorState: what happens to its children is told as events, in order, with what is needed to draw it", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const seen = eventsOf(system, "child.started", "child.restarted", "child.failed", "child.stopped");
    const children = [nursery.child("a", { name: "a" }), nursery.child("b", { name: "b", restart: "transient" })];
    const tree = await system.start(Supervisor.define({ strategy: "one_for_all", children }));
    const [a, b] = [system.whereis("a"), system.whereis("b")] as [Pid, Pid];
    nursery.failing.set("b", 1);
    system.exit("a", "kill");
    await settle();
    end(system, "b", "normal");
    await settle();
    const { pid } = tree;
    const told = seen.map(({ sequence: _, time: __, ...event }) => event);
    const first = told.findLast((each) => each.type === "child.restarted" && each.child === "a")!;
    const middle = told.find((each) => each.type === "child.restarted")!;
    const middleA = (middle as { childPid: Pid }).childPid;
    const lastB = told.findLast((each) => each.type === "child.restarted")!.childPid;
    assertEquals(told as unknown[], [
      { type: "child.started", pid, child: "a", childPid: a },
      { type: "child.started", pid, child: "b", childPid: b },
      { type: "child.stopped", pid, child: "b", childPid: b, reason: "shutdown", removed: false },
      { ...middle, type: "child.restarted", child: "a", oldPid: a, restarts: 1, reason: "killed", cause: "a" },
      { type: "child.failed", pid, child: "b", reason: "cannot" },
      { type: "child.stopped", pid, child: "a", childPid: middleA, reason: "shutdown", removed: false },
      {
        ...first,
        child: "a",
        oldPid: middleA,
        restarts: 2,
        reason: "restarting",
        cause: "b",
      },
      {
        type: "child.restarted",
        pid,
        child: "b",
        oldPid: undefined,
        childPid: lastB,
        restarts: 1,
        reason: "restarting",
        cause: "b",
      },
      { type: "child.stopped", pid, child: "b", childPid: lastB, reason: "normal", removed: false },
    ]);
  }, 5);
});

Deno.test("tryAgainSoon() asks a living supervisor, after whoever is runnable, and no dead one", async () => {
  await everyOrder(async ({ system, settle }) => {
    const process = runtimeOf(system).find(system.attach().pid)!;
    tryAgainSoon(process, "a");
    assertEquals(process.length, 0);
    await settle();
    assertEquals([process.length, process.first?.kind, process.first?.payload], [1, "tryAgain", "a"]);
    tryAgainSoon(process, "a");
    system.exit(process.pid, "kill");
    await settle();
    assertEquals(process.length, 0);
  }, 1);
});

Deno.test("SupervisorState: is what sys shows of a supervisor, as plain data", async () => {
  await everyOrder(async ({ system }) => {
    const tree = await system.start(Supervisor.define({ children: [new Nursery().child("a", { name: "a" })] }));
    assert(runtimeOf(system).find(tree.pid!)!.state instanceof SupervisorState);
    assertEquals(sys.getState(system, tree.pid!), {
      ...{ strategy: "one_for_one", maxRestarts: 3, maxSeconds: 5, autoShutdown: "never", restarts: 0 },
      children: [{ id: "a", pid: system.whereis("a") }],
    });
    assertEquals(
      await sys.replaceState(system, tree.pid!, (state) => state).catch(mayFail),
      `Cannot replace the state of ${tree.pid}: the process is a server with a state of its own, got "Supervisor"`,
    );
  }, 0);
});
