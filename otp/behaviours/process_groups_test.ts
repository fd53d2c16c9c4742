import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { sys } from "../introspection/sys.ts";
import { ArgumentError, StartError } from "../processes/errors.ts";
import type { Pid } from "../processes/pid.ts";
import { Simulation } from "../simulation/simulation.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { eventsOf, everyOrder, mailOf, reasonIn } from "../testdata/world.ts";
import type { ProcessGroupsRef } from "./groups_ref.ts";
import { ProcessGroups, ProcessGroupsDefinition } from "./process_groups.ts";

const Groups = ProcessGroups.define<unknown>({ name: "Groups" });

Deno.test("ProcessGroups: members join by themselves or are put in, one or many, and once for each time", async () => {
  await everyOrder(async ({ system }) => {
    const groups = await system.start(Groups, { name: "pg" });
    const [one, two, three] = [system.attach().pid, system.attach().pid, system.attach().pid];
    groups.join("a", one);
    groups.join("a", [two, three, one]);
    groups.join("b", []);
    assertEquals([...groups.getMembers("a")].sort(), [one, one, two, three].sort());
    assertEquals(groups.getLocalMembers("a"), groups.getMembers("a"));
    assertEquals([groups.getMembers("b"), groups.whichGroups(), groups.whichLocalGroups()], [[], ["a"], ["a"]]);
    groups.join(["a"], two);
    assertEquals(groups.whichGroups(), ["a", ["a"]]);
    assertEquals(groups.getMembers(["a"]), [two]);
  }, 5);
});

Deno.test("ProcessGroups: who joined twice leaves twice; who is in no group is told so", async () => {
  await everyOrder(async ({ system }) => {
    const groups = await system.start(Groups, { name: "pg" });
    const [one, two] = [system.attach().pid, system.attach().pid];
    groups.join("a", [one, one]);
    assertEquals([groups.leave("a", one), groups.getMembers("a")], [true, [one]]);
    assertEquals([groups.leave("a", two), groups.leave("z", one)], [false, false]);
    assertEquals([groups.leave("a", [two, one]), groups.getMembers("a"), groups.whichGroups()], [true, [], []]);
    assertEquals(groups.leave("a", one), false);
    groups.join("a", [one, two]);
    assertEquals([groups.leave("a", [one, one, two]), groups.whichGroups()], [true, []]);
  }, 5);
});

Deno.test("ProcessGroups: a member that dies leaves all its groups, as often as it had joined", async () => {
  await everyOrder(async ({ system, settle }) => {
    const groups = await system.start(Groups, { name: "pg" });
    const me = system.attach();
    const [one, two] = [system.attach().pid, system.attach().pid];
    groups.join("a", [one, two, one]);
    groups.join("b", one);
    const { ref } = Groups.at(me, "pg").monitorScope();
    system.exit(one, "boom");
    await settle();
    assertEquals([groups.getMembers("a"), groups.whichGroups()], [[two], ["a"]]);
    assertEquals(await mailOf(me), [
      { type: "leave", ref, group: "a", pids: [one, one] },
      { type: "leave", ref, group: "b", pids: [one] },
    ]);
  }, 10);
});

Deno.test("ProcessGroups: the dead leave soon, when the scope has its turn; who joins dead leaves as well", async () => {
  await everyOrder(async ({ system, settle }) => {
    const groups = await system.start(Groups, { name: "pg" });
    const one = system.attach().pid;
    groups.join("a", one);
    sys.suspend(system, "pg");
    system.exit(one, "boom");
    await settle();
    assertEquals(groups.getMembers("a"), [one]);
    sys.resume(system, "pg");
    await settle();
    assertEquals(groups.getMembers("a"), []);
    groups.join("a", one);
    await settle();
    assertEquals([groups.getMembers("a"), groups.whichGroups()], [[], []]);
  }, 10);
});

Deno.test("ProcessGroups: a member that left and joined again before its old DOWN came stays what it is", async () => {
  await everyOrder(async ({ system, settle }) => {
    const groups = await system.start(Groups, { name: "pg" });
    const [one, two] = [system.attach().pid, system.attach().pid];
    groups.join("a", [one, two]);
    sys.suspend(system, "pg");
    system.exit(one, "boom");
    assertEquals(groups.leave("a", one), true);
    for (const forged of [{ type: "DOWN", pid: two, ref: "#Ref<0.1>" }, { type: "DOWN" }, null, 5, "DOWN"]) {
      system.send("pg", forged);
    }
    sys.resume(system, "pg");
    await settle();
    assertEquals([groups.getMembers("a"), groups.alive], [[two], true]);
  }, 10);
});

Deno.test("ProcessGroups: scopes know nothing of each other", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const [one, other] = [await system.start(Groups, { name: "one" }), await system.start(Groups, { name: "other" })];
  const { pid } = system.attach();
  one.join("a", pid);
  assertEquals([one.getMembers("a"), other.getMembers("a"), other.leave("a", pid)], [[pid], [], false]);
  const error = await assertRejects(() => system.start(Groups, { name: "one" }), StartError);
  assertEquals(reasonIn(error), { already_started: one.pid });
});

Deno.test("ProcessGroups: a scope that crashed comes back empty, and its members live", async () => {
  await everyOrder(async ({ system, settle }) => {
    await system.start(Supervisor.define({ children: [Groups.child({ name: "pg" })] }));
    const groups = Groups.at(system, "pg");
    const { pid } = system.attach();
    groups.join("a", pid);
    system.exit(groups.pid!, "kill");
    assertEquals([groups.getMembers("a"), groups.alive], [[], false]);
    await settle();
    assertEquals([groups.getMembers("a"), groups.alive, system.isAlive(pid)], [[], true, true]);
    groups.join("a", pid);
    assertEquals(groups.getMembers("a"), [pid]);
    await groups.stop();
    await settle();
    assertEquals(groups.getMembers("a"), []);
  }, 10);
});

Deno.test("ProcessGroups tells the event stream of each membership that comes or goes", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const groups = await system.start(Groups, { name: "pg" });
  const pid = system.attach().pid;
  const events = eventsOf(system, "group.joined", "group.left");
  groups.join("a", [pid, pid]);
  groups.leave("a", pid);
  system.exit(pid, "shutdown");
  await simulation.settle();
  assertEquals(
    events.map((event) => [event.type, (event as { pid: Pid }).pid, (event as { group: unknown }).group]),
    ["group.joined", "group.joined", "group.left", "group.left"].map((type) => [type, pid, "a"]),
  );
});

Deno.test("ProcessGroups.define() refuses what it cannot be set to, and carries the type of its groups", () => {
  assertThrows(() => ProcessGroups.define(null as never), ArgumentError, "it is an object");
  for (const name of ["", 5]) {
    assertThrows(() => ProcessGroups.define({ name } as never), ArgumentError, "name is a text");
  }
  const Typed = ProcessGroups.define<`room:${string}`>();
  assert(Typed instanceof ProcessGroupsDefinition);
  assertEquals(Typed.name, "ProcessGroups");
  const uses = (groups: ProcessGroupsRef<`room:${string}`>) => {
    const all = groups.whichGroups();
    assertType<IsExact<typeof all, `room:${string}`[]>>(true);
    // @ts-expect-error: no such group
    groups.join("lobby", "<0.1.0>");
  };
  assertEquals(typeof uses, "function");
});
