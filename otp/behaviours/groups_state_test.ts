import { assertEquals } from "@std/assert";
import { sys } from "../introspection/sys.ts";
import { runtimeOf } from "../processes/host.ts";
import { Simulation } from "../simulation/simulation.ts";
import type { GroupsState } from "./groups_state.ts";
import { ProcessGroups } from "./process_groups.ts";

Deno.test("GroupsState keeps nothing of groups, members and listeners that are gone", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const Groups = ProcessGroups.define<string>();
  const groups = await system.start(Groups, { name: "pg" });
  const state = runtimeOf(system).find("pg")!.state as GroupsState;
  const monitors = () => runtimeOf(system).monitors.size;
  const members = Array.from({ length: 20 }, () => system.attach());
  for (const me of members) {
    groups.join("all", [me.pid, me.pid]);
    groups.join(`of ${me.pid}`, me.pid);
    Groups.at(me, "pg").monitor("all");
  }
  assertEquals([state.groups.size, state.members.size, state.listeners.size, monitors()], [21, 20, 20, 40]);
  for (const [index, me] of members.entries()) {
    if (index % 2 === 0) system.exit(me.pid, "shutdown");
    else {
      groups.leave("all", [me.pid, me.pid]);
      groups.leave(`of ${me.pid}`, me.pid);
      Groups.at(me, "pg").demonitor([...state.listeners].find(([, { process }]) => process.pid === me.pid)![0]);
    }
  }
  await simulation.settle();
  assertEquals([state.groups.size, state.members.size, state.listeners.size, monitors()], [0, 0, 0, 0]);
});

Deno.test("GroupsState is shown by its groups and members", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const groups = await system.start(ProcessGroups.define<string>(), { name: "pg" });
  const { pid } = system.attach();
  groups.join("a", pid);
  assertEquals(sys.getState(system, "pg"), { groups: [{ group: "a", pids: [pid] }] });
});

Deno.test("GroupsState.mend() takes half a membership away, and the monitor of whom is in no group", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const groups = await system.start(ProcessGroups.define<string>(), { name: "pg" });
  const state = runtimeOf(system).find("pg")!.state as GroupsState;
  const [one, other] = [system.attach(), system.attach()];
  groups.join("a", [one.pid, other.pid]);
  groups.join("b", one.pid);
  groups.join("c", other.pid);
  state.members.get(one.pid)!.groups.delete(state.groups.get("a")!);
  state.groups.get("a")!.members.delete(other.pid);
  state.groups.get("c")!.members.delete(other.pid);
  state.mend();
  assertEquals(sys.getState(system, "pg"), { groups: [{ group: "b", pids: [one.pid] }] });
  assertEquals([[...state.members.keys()], runtimeOf(system).monitors.size], [[one.pid], 1]);
});
