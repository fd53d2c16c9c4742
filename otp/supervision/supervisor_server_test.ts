import { assert, assertEquals } from "@std/assert";
import type { Self } from "../processes/self.ts";
import { Simulation } from "../simulation/simulation.ts";
import { Nursery } from "../testdata/nursery.ts";
import { everyOrder, fateOf, notebook } from "../testdata/world.ts";
import { follow, supervisorServer } from "./supervisor_server.ts";
import { DynamicSupervisor } from "./dynamic_supervisor.ts";
import { Supervisor } from "./supervisor.ts";

Deno.test("case 136: an exit signal of a process that is neither parent nor child changes nothing", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const tree = await system.start(Supervisor.define({ children: [nursery.child("a", { name: "a" })] }));
    const dynamic = await system.start(DynamicSupervisor.define());
    await dynamic.startChild(nursery.child("b", { name: "b" }));
    const before = [system.whereis("a"), system.whereis("b")];
    for (const { pid } of [tree, dynamic]) {
      system.spawn((self) => {
        self.sendExit(pid!, "boom");
        self.sendExit(pid!, "normal");
        self.link(pid!);
        self.exit("linked boom");
      });
    }
    await settle();
    assertEquals([tree.alive, dynamic.alive], [true, true]);
    assertEquals([system.whereis("a"), system.whereis("b")], before);
    assertEquals(nursery.read(), ["start a", "start b"]);
  }, 20);
});

Deno.test("case 136: messages that only look like a child's exit, and any others, change nothing", async () => {
  const logger = notebook();
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  const nursery = new Nursery();
  const tree = await system.start(Supervisor.define({ children: [nursery.child("a", { name: "a" })] }));
  const dynamic = await system.start(DynamicSupervisor.define());
  await dynamic.startChild(nursery.child("b", { name: "b" }));
  for (const { pid } of [tree, dynamic]) {
    for (const name of ["a", "b"]) {
      const child = system.whereis(name);
      for (const message of [{ type: "EXIT", pid: child, reason: "boom" }, { type: "EXIT" }, null, 5, "EXIT"]) {
        system.send(pid!, message);
      }
      // A real signal that says it comes from the child, which lives.
      system.spawn(() => {});
    }
  }
  await simulation.settle();
  assertEquals([(await tree.countChildren()).active, (await dynamic.countChildren()).active], [1, 1]);
  assertEquals([nursery.read(), logger.crashes], [["start a", "start b"], []]);
});

Deno.test("supervisorServer(): a child that links to its supervisor, or kills it, in its init or later, is no special case", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const linking = nursery.child("a", { name: "a", init: (self: Self) => void self.link(self.parent) });
    const tree = await system.start(Supervisor.define({ children: [linking] }));
    system.exit("a", "kill");
    await settle();
    assertEquals([(await tree.countChildren()).active, nursery.read()], [1, ["start a", "start a"]]);
    await tree.stop();
    nursery.read();

    for (const slow of [false, true]) {
      const killing = nursery.child("b", {
        init: (self: Self) => {
          self.sendExit(self.parent, "kill");
          return slow ? Promise.resolve() : undefined;
        },
      });
      const start = fateOf(
        system.start(Supervisor.define({ children: [nursery.child("a"), killing, nursery.child("c")] })),
      );
      await settle();
      assertEquals((start.error as { reason: unknown }).reason, "killed");
      assertEquals(nursery.read().filter((line) => line !== "stop b killed"), ["start a", "start b", "stop a killed"]);
      assertEquals(system.processCount, 0);
    }
  }, 10);
});

Deno.test("supervisorServer(): a supervisor traps exits from its first moment on, and knows the calls of its ref", () => {
  const spec = supervisorServer("S", {
    settings: { strategy: "one_for_one", maxRestarts: 3, maxSeconds: 5, autoShutdown: "never" },
    children: () => [],
  });
  assertEquals([spec.name, spec.trapExit], ["S", true]);
  assertEquals(Object.keys(spec.calls!).sort(), [
    ...[
      "countChildren",
      "deleteChild",
      "getChildSpec",
      "restartChild",
      "startChild",
      "terminateChild",
      "whichChild",
      "whichChildren",
    ],
  ]);
});

Deno.test("follow(): goes on with the state, or stops with the reason, now or later", async () => {
  const state = {};
  const kinds = (outcome: unknown) => {
    const { kind, reason, state: kept } = outcome as { kind: string; reason: unknown; state: unknown };
    return [kind, reason, kept === state];
  };
  assertEquals(follow(state, undefined), state);
  assertEquals(await follow(state, Promise.resolve(undefined)), state);
  assertEquals(kinds(follow(state, { reason: "shutdown" })), ["stop", "shutdown", true]);
  const later = follow(state, Promise.resolve({ reason: "shutdown" }));
  assert(later instanceof Promise);
  assertEquals(kinds(await later), ["stop", "shutdown", true]);
});
