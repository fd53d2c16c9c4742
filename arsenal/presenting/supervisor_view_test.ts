import { assertEquals } from "@std/assert";
import { GenServer, graft, supervisionTree, Supervisor } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { findingsOf, nameSupervisors, supervisorRow } from "./supervisor_view.ts";

const Clerk = GenServer.define({ name: "Clerk", init: () => 0 });
const Floor = Supervisor.define({ name: "Floor", strategy: "one_for_all", children: [Clerk.child()] });
const House = Supervisor.define({ name: "House", children: [Floor.child({ id: "first" }), Clerk.child()] });

Deno.test("nameSupervisors() gives names that are the same in every run, and unique", async () => {
  await using simulation = new Simulation();
  await simulation.system.start(House);
  await simulation.system.start(House);
  await simulation.system.start(House, { name: "mine" });
  const names = nameSupervisors(supervisionTree(simulation.system)).map(({ name }) => name);
  assertEquals(names, ["House", "House#2", "House#2/first", "House/first", "mine", "mine/first"]);
});

Deno.test("nameSupervisors() names what another System tells of by its place, so that it takes no name from ours", async () => {
  await using far = new Simulation();
  await far.system.start(House, { name: "mine" });
  await using simulation = new Simulation();
  const { system } = simulation;
  await system.start(House, { name: "mine" });
  const trees = supervisionTree(far.system);
  using _graft = graft(system, system.whereis("mine")!, {
    node: "far",
    kind: "example",
    report: () => ({ at: system.now() - 1500, overdue: true, trees, processes: [] }),
  });
  const named = nameSupervisors(supervisionTree(system));
  assertEquals(named.map(({ name, parent }) => [name, parent]), [
    ["mine", null],
    ["mine/first", "mine"],
    ["mine/mine", "mine"],
    ["mine/mine/first", "mine/mine"],
  ]);
  const told = named.map((each) => supervisorRow(each, { volatile: true, thresholds: {}, now: system.now() }).told);
  assertEquals(told, [undefined, undefined, { age_ms: 1500, overdue: true }, { age_ms: 1500, overdue: true }]);
});

Deno.test("supervisorRow() leaves out what differs from run to run", async () => {
  await using simulation = new Simulation();
  await simulation.system.start(House);
  const [house] = nameSupervisors(supervisionTree(simulation.system));
  const options = { thresholds: {} };
  const whole = Object.keys(supervisorRow(house!, { ...options, volatile: true, now: 0 }));
  const steady = Object.keys(supervisorRow(house!, { ...options, volatile: false, now: 0 }));
  assertEquals(whole.filter((each) => !steady.includes(each)), ["pid", "restarts", "memory"]);
  assertEquals(whole.slice(0, 4), ["name", "pid", "strategy", "health"]);
});

Deno.test("findingsOf() finds the child that was terminated", async () => {
  await using simulation = new Simulation();
  const tree = await simulation.system.start(House);
  await tree.terminateChild("Clerk");
  const [house] = nameSupervisors(supervisionTree(simulation.system));
  assertEquals(findingsOf(house!).map(({ code, subject }) => [code, subject]), [["child_down", "House/Clerk"]]);
});
