import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import type { Pid } from "../processes/pid.ts";
import type { System } from "../system.ts";
import { end, Nursery } from "../testdata/nursery.ts";
import { eventsOf, everyOrder } from "../testdata/world.ts";
import type { Restart, Strategy } from "./restart_policy.ts";
import { Supervisor } from "./supervisor.ts";

const STRATEGIES: readonly Strategy[] = ["one_for_one", "one_for_all", "rest_for_one"];

/** The pids under names, in order. */
function pidsOf(system: System, names: readonly string[]): (Pid | undefined)[] {
  return names.map((name) => system.whereis(name));
}

/** A supervisor with children under the names of their ids. */
function family(ids: readonly string[], options: { strategy: Strategy; maxRestarts?: number }) {
  const nursery = new Nursery();
  const children = ids.map((id) => nursery.child(id, { name: id }));
  return { nursery, Tree: Supervisor.define({ maxRestarts: 100, ...options, children }) };
}

Deno.test("case 139: the table of restart type against reason holds under every strategy", async () => {
  const orderly: ExitReason[] = ["normal", "shutdown", { shutdown: "x" }];
  const crashes: ExitReason[] = ["boom", "killed", { odd: true }, "throw", "kill"];
  for (const strategy of STRATEGIES) {
    for (const restart of ["permanent", "transient", "temporary"] as Restart[]) {
      await everyOrder(async ({ system, settle }) => {
        for (const reason of [...orderly, ...crashes]) {
          const nursery = new Nursery();
          const children = [
            nursery.child("a", { name: "a" }),
            nursery.child("b", { name: "b", restart }),
            nursery.child("c", { name: "c" }),
          ];
          const tree = await system.start(Supervisor.define({ strategy, maxRestarts: 100, children }));
          const [a, b, c] = pidsOf(system, ["a", "b", "c"]);
          if (reason === "kill") system.exit(b!, "kill");
          else if (reason === "throw") end(system, b!, { error: { name: "Error", message: "thrown", stack: "" } });
          else end(system, b!, reason);
          await settle();
          const after = pidsOf(system, ["a", "b", "c"]);
          const restarted = restart === "permanent" || (restart === "transient" && crashes.includes(reason));
          const ids = (await tree.whichChildren()).map(({ id }) => id);
          const what = `${strategy} ${restart} ${JSON.stringify(reason)}`;
          assertEquals(ids, restart === "temporary" ? ["a", "c"] : ["a", "b", "c"], what);
          if (restarted) {
            assert(after[1] !== undefined && after[1] !== b, what);
            assertEquals(after[0] === a, strategy !== "one_for_all", what);
            assertEquals(after[2] === c, strategy === "one_for_one", what);
          } else {
            assertEquals(after, [a, undefined, c], what);
            assertEquals((await tree.whichChildren()).find(({ id }) => id === "b")?.pid, undefined, what);
          }
          await tree.stop();
        }
      }, 1);
    }
  }
});

Deno.test("case 140: one_for_one restarts the dead child only", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { nursery, Tree } = family(["a", "b", "c"], { strategy: "one_for_one" });
    await system.start(Tree);
    const before = pidsOf(system, ["a", "b", "c"]);
    nursery.read();
    system.exit("b", "kill");
    await settle();
    const after = pidsOf(system, ["a", "b", "c"]);
    assertEquals([after[0], after[2], nursery.read()], [before[0], before[2], ["start b"]]);
    assertNotEquals(after[1], before[1]);
  });
});

Deno.test("case 141: one_for_all stops the others in reverse start order, then starts all in start order", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { nursery, Tree } = family(["a", "b", "c", "d"], { strategy: "one_for_all" });
    await system.start(Tree);
    const before = pidsOf(system, ["a", "b", "c", "d"]);
    nursery.read();
    system.exit("b", "kill");
    await settle();
    assertEquals(nursery.read(), [
      ...["stop d shutdown", "stop c shutdown", "stop a shutdown"],
      ...["start a", "start b", "start c", "start d"],
    ]);
    for (const [index, pid] of pidsOf(system, ["a", "b", "c", "d"]).entries()) assertNotEquals(pid, before[index]);
  });
});

Deno.test("case 142: rest_for_one stops those after the dead child in reverse, then starts it and them in order", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { nursery, Tree } = family(["a", "b", "c", "d"], { strategy: "rest_for_one" });
    await system.start(Tree);
    const before = pidsOf(system, ["a", "b", "c", "d"]);
    nursery.read();
    system.exit("b", "kill");
    await settle();
    assertEquals(nursery.read(), ["stop d shutdown", "stop c shutdown", "start b", "start c", "start d"]);
    const after = pidsOf(system, ["a", "b", "c", "d"]);
    assertEquals(after[0], before[0]);
    for (const index of [1, 2, 3]) assertNotEquals(after[index], before[index]);
  });
});

Deno.test("case 143: a transient child that ends normal stops nobody, under any strategy", async () => {
  for (const strategy of STRATEGIES) {
    await everyOrder(async ({ system, settle }) => {
      const nursery = new Nursery();
      const children = ["a", "b", "c"].map((id) => nursery.child(id, { name: id, restart: "transient" }));
      await system.start(Supervisor.define({ strategy, children }));
      const [a, b, c] = pidsOf(system, ["a", "b", "c"]);
      nursery.read();
      end(system, b!, "normal");
      await settle();
      assertEquals([pidsOf(system, ["a", "b", "c"]), nursery.read()], [[a, undefined, c], ["stop b normal"]]);
    }, 5);
  }
});

Deno.test("case 141: temporary siblings that are stopped for another's sake are gone for good", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const children = [
      nursery.child("a"),
      nursery.child("b", { restart: "temporary" }),
      nursery.child("c", { name: "c" }),
    ];
    const tree = await system.start(Supervisor.define({ strategy: "one_for_all", children }));
    nursery.read();
    system.exit("c", "kill");
    await settle();
    assertEquals(nursery.read(), ["stop b shutdown", "stop a shutdown", "start a", "start c"]);
    assertEquals((await tree.whichChildren()).map(({ id }) => id), ["a", "c"]);
  }, 5);
});

Deno.test("case 144: a child restarts from its specification: first arguments and state, new pid, its name again", async () => {
  await everyOrder(async ({ system, settle }) => {
    const Counter = GenServer.define({
      name: "Counter",
      init: (count: number) => count,
      calls: { next: (count) => [count, count + 1] },
    });
    await system.start(Supervisor.define({ children: [Counter.child({ args: [7], name: "counter" })] }));
    const counter = system.whereis(Counter, "counter");
    assertEquals([await counter.call("next"), await counter.call("next")], [7, 8]);
    const { pid } = counter;
    system.exit("counter", "kill");
    await settle();
    assertNotEquals(counter.pid, pid);
    assertEquals(await counter.call("next"), 7);
  });
});

Deno.test("case 144: the name is free when a child starts again, also for whoever takes it in its stead", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const events = eventsOf(system, "child.failed", "supervisor.gave_up");
    const tree = await system.start(
      Supervisor.define({ maxRestarts: 2, children: [nursery.child("a", { name: "desk" })] }),
    );
    using _thief = system.events.subscribe((event) => {
      if (event.type === "process.exited" && event.name === "desk") {
        system.spawn(() => new Promise(() => {}), { name: "desk" });
      }
    });
    system.exit("desk", "kill");
    const thief = system.whereis("desk");
    await settle();
    const taken = { already_started: thief };
    assertEquals(events.map((each) => [each.type, "reason" in each ? each.reason : undefined]), [
      ["child.failed", taken],
      ["child.failed", taken],
      ["supervisor.gave_up", undefined],
    ]);
    assertEquals([tree.alive, system.whereis("desk")], [false, thief]);
  }, 10);
});

Deno.test("case 145: a restart that fails is tried again, and each try counts", async () => {
  await everyOrder(async ({ system, settle }) => {
    for (const strategy of STRATEGIES) {
      for (const [failures, alive] of [[2, true], [3, false]] as const) {
        const { nursery, Tree } = family(["a", "b", "c"], { strategy, maxRestarts: 3 });
        const tree = await system.start(Tree);
        nursery.failing.set("b", failures);
        const b = system.whereis("b")!;
        system.exit(b, "kill");
        await settle();
        assertEquals(tree.alive, alive, `${strategy} ${failures}`);
        assertEquals(nursery.log.filter((line) => line === "fail b").length, failures);
        if (alive) {
          assertEquals((await tree.countChildren()).active, 3);
          await tree.stop();
        }
        assertEquals(system.processCount, 0);
      }
    }
  }, 5);
});

Deno.test("case 145: under one_for_all a sibling that fails to start has all of them stopped and started again", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { nursery, Tree } = family(["a", "b", "c"], { strategy: "one_for_all" });
    await system.start(Tree);
    nursery.read();
    nursery.failing.set("b", 1);
    system.exit("c", "kill");
    await settle();
    assertEquals(nursery.read(), [
      ...["stop b shutdown", "stop a shutdown", "start a", "fail b"],
      ...["stop a shutdown", "start a", "start b", "start c"],
    ]);
    nursery.failing.set("c", 1);
    system.exit("b", "kill");
    await settle();
    assertEquals(nursery.read().slice(-4), ["stop a shutdown", "start a", "start b", "start c"]);
  }, 5);
});

Deno.test("case 145: under rest_for_one only those from the failing sibling on are started again", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { nursery, Tree } = family(["a", "b", "c", "d"], { strategy: "rest_for_one" });
    await system.start(Tree);
    nursery.read();
    nursery.failing.set("c", 1);
    system.exit("b", "kill");
    await settle();
    assertEquals(nursery.read(), ["stop d shutdown", "stop c shutdown", "start b", "fail c", "start c", "start d"]);
  }, 5);
});

Deno.test("case 146: between two tries the child shows as restarting, and the supervisor answers", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { nursery, Tree } = family(["a", "b"], { strategy: "one_for_one" });
    const tree = await system.start(Tree);
    const answers: Promise<unknown>[] = [];
    // Asked behind the first try and before the second.
    using _asking = system.events.subscribe((event) => {
      if (event.type !== "child.failed" || answers.length > 0) return;
      answers.push(
        Promise.resolve().then(() => tree.whichChildren()),
        Promise.resolve().then(() => tree.countChildren()),
      );
    });
    nursery.failing.set("b", 2);
    system.exit("b", "kill");
    await settle();
    const a = { id: "a", pid: system.whereis("a")!, type: "worker" as const, modules: ["Child"] };
    assertEquals(await Promise.all(answers), [
      [a, { ...a, id: "b", pid: "restarting" }],
      { specs: 2, active: 1, supervisors: 0, workers: 2 },
    ]);
    assertEquals(await tree.whichChildren(), [a, { ...a, id: "b", pid: system.whereis("b")! }]);
  }, 20);
});

Deno.test("case 146: a supervisor that only ever fails to restart answers whoever asks in between", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { nursery, Tree } = family(["a"], { strategy: "one_for_one", maxRestarts: 50 });
    const tree = await system.start(Tree);
    nursery.failing.set("a", 1000);
    const seen: unknown[] = [];
    const asker = system.spawn(async () => {
      for (;;) seen.push((await tree.whichChildren())[0]!.pid);
    });
    system.exit("a", "kill");
    await settle();
    assertEquals([tree.alive, system.isAlive(asker)], [false, false]);
    assert(seen.includes("restarting"));
  }, 10);
});
