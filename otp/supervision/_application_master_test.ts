import { assertEquals } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { supervisionTree } from "../introspection/supervision_tree.ts";
import { sys } from "../introspection/sys.ts";
import { runtimeOf } from "../processes/host.ts";
import type { Self } from "../processes/self.ts";
import { Simulation } from "../simulation/simulation.ts";
import { ApplicationMaster, comesFrom } from "./_application_master.ts";
import { Application } from "./application.ts";
import { Supervisor } from "./supervisor.ts";

async function started(simulation: Simulation) {
  const { system } = simulation;
  let inside!: Self;
  const App = Application.define({
    name: "app",
    start: ({ self }) => {
      inside = self;
      return Supervisor.define({ name: "Tree" }).child({ name: "top" });
    },
  });
  await Application.start(system, App);
  return { system, inside, App };
}

Deno.test("comesFrom(): children, theirs, and those whose parent is gone; not the process itself", async () => {
  await using simulation = new Simulation();
  const { system, inside } = await started(simulation);
  inside.spawn((self) => void self.spawn((child) => child.receive(), { name: "orphan" })); // ends at once
  await simulation.settle();
  const find = (to: string) => runtimeOf(system).find(to)!;
  assertEquals(["top", "orphan", inside.pid].map((to) => comesFrom(find(to), inside.pid)), [true, true, false]);
});

Deno.test("ApplicationMaster: seen from outside as a process of its own kind, that shows nothing of its state", async () => {
  await using simulation = new Simulation();
  const { system, inside } = await started(simulation);
  const { behaviour, module, trapExit } = processInfo(system, inside.pid)!;
  assertEquals([behaviour, module, trapExit], ["Application", "app", true]);
  const state = sys.getState(system, inside.pid);
  assertEquals([state instanceof ApplicationMaster, Object.keys(state as object)], [true, []]);
  assertEquals(supervisionTree(system).map(({ place }) => place), ["top"]);
});

Deno.test("ApplicationMaster: messages and exits of others than the top supervisor are nothing to it", async () => {
  await using simulation = new Simulation();
  const { system, inside, App } = await started(simulation);
  system.send(inside.pid, null);
  system.send(inside.pid, { type: "EXIT", pid: system.whereis("top"), reason: "forged" });
  inside.spawnLink(() => {
    throw new Error("not the tree");
  });
  await simulation.settle();
  assertEquals(Application.whichApplications(system).length, 1);
  await Application.stop(system, App);
  assertEquals(system.processCount, 0);
});
