import { assert, assertEquals } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { Simulation } from "../simulation/simulation.ts";
import { runtimeOf } from "./host.ts";
import { obeys, setLed } from "./lineage.ts";
import type { Receiver } from "./receive.ts";
import { idle } from "./testdata/worlds.ts";

Deno.test("Process.parent: 10,000 heirs, each of whom starts the next and leaves, keep none but the last", async () => {
  await using simulation = new Simulation({ seed: 1 });
  const { system } = simulation;
  let left = 10_000;
  const heir = (self: Receiver): unknown => left-- > 0 ? self.spawn(heir) && undefined : idle();
  const root = system.spawn((self) => (self.spawn(heir), idle()), { name: "root" });
  await simulation.settle();
  const [, last] = [...runtimeOf(system).processes.values()];
  assertEquals([system.processCount, system.isAlive(root)], [2, true]);
  assertEquals(processInfo(system, last!.pid)!.ancestors, [processInfo(system, last!.pid)!.parent, "root"]);
  let kept = 0;
  for (let each = last!.parent; each !== null; each = each.before) kept++;
  assertEquals(kept, 2);
  assert(last!.parent!.process === null);
});

Deno.test("Self.parent and ancestors: a dead parent is still told by pid and name, others only while they live", async () => {
  await using simulation = new Simulation({ seed: 1 });
  const { system } = simulation;
  let child: Receiver;
  const grandparent = system.spawn((self) => {
    self.spawn((self) => {
      self.spawn((self) => ((child = self), idle()));
      return idle();
    }, { name: "parent" });
    return idle();
  });
  await simulation.settle();
  const parent = system.whereis("parent")!;
  const seen = () => [child.parent, child.ancestors, processInfo(system, child.pid)!.ancestors];
  assertEquals(seen(), [parent, ["parent", grandparent], ["parent", grandparent]]);
  system.exit(parent, "kill");
  assertEquals(seen(), [parent, ["parent", grandparent], ["parent", grandparent]]);
  system.exit(grandparent, "kill");
  assertEquals(seen(), [parent, ["parent"], ["parent"]]);
});

Deno.test("Self.ancestors: a parent that was given its name later, or lost it, is told by what it has", async () => {
  await using simulation = new Simulation({ seed: 1 });
  const { system } = simulation;
  let child: Receiver;
  const parent = system.spawn((self) => (self.spawn((self) => ((child = self), idle())), idle()));
  await simulation.settle();
  assertEquals(child!.ancestors, [parent]);
  system.register("late", parent);
  assertEquals(child!.ancestors, ["late"]);
  system.unregister("late");
  assertEquals(child!.ancestors, [parent]);
});

Deno.test("obeys(): the parent, or the System where there is none; a parent in name only is not obeyed", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const { processes } = runtimeOf(system);
  const me = system.attach();
  const [root, child] = [processes.get(me.pid)!, processes.get(me.spawn(idle))!];
  assertEquals([obeys(root, "<0.0.0>"), obeys(root, child.pid)], [true, false]);
  assertEquals([obeys(child, me.pid), obeys(child, "<0.0.0>")], [true, false]);
  child.trapExit = true;
  setLed(child, false);
  assertEquals([obeys(child, me.pid), child.trapExit], [false, true]);
  setLed(child, true);
  assertEquals([obeys(child, me.pid), child.trapExit], [true, true]);
});
