import { assert, assertEquals, assertNotStrictEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { ArgumentError, NoProcessError } from "../processes/errors.ts";
import { Simulation } from "../simulation/simulation.ts";
import { everyOrder, fairly, mailOf } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";
import type { GroupChange } from "./groups_ref.ts";
import { ProcessGroups } from "./process_groups.ts";

const Groups = ProcessGroups.define<string>({ name: "Groups" });

Deno.test("ProcessGroupsRef.monitor() gives the members, then every change after that, and none before", async () => {
  await everyOrder(async ({ system, settle }) => {
    const groups = await system.start(Groups, { name: "pg" });
    const me = system.attach();
    const [one, two] = [system.attach().pid, system.attach().pid];
    groups.join("a", one);
    const { ref, pids } = Groups.at(me, "pg").monitor("a");
    assertEquals([pids, me.mailboxLength], [[one], 0]);
    groups.join("a", [two, two]);
    groups.join("b", one);
    groups.leave("a", [one, two, one]);
    system.exit(two, "boom");
    await settle();
    assertEquals(pids, [one]);
    assertEquals(await mailOf(me), [
      { type: "join", ref, group: "a", pids: [two, two] },
      { type: "leave", ref, group: "a", pids: [one, two] },
      { type: "leave", ref, group: "a", pids: [two] },
    ]);
  }, 10);
});

Deno.test("ProcessGroupsRef.monitor() of a group that is empty, or comes back", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const groups = await system.start(Groups, { name: "pg" });
  const me = system.attach();
  const { ref, pids } = Groups.at(me, "pg").monitor("a");
  const one = system.attach().pid;
  for (let time = 0; time < 2; time++) {
    groups.join("a", one);
    groups.leave("a", one);
  }
  assertEquals(pids, []);
  assertEquals((await mailOf(me)).map((message) => (message as GroupChange).type), ["join", "leave", "join", "leave"]);
  assertEquals(Groups.at(me, "pg").demonitor(ref), true);
});

Deno.test("ProcessGroupsRef.monitorScope() gives all groups, then the changes of all", async () => {
  await everyOrder(async ({ system, settle }) => {
    const groups = await system.start(Groups, { name: "pg" });
    const me = system.attach();
    const [one, two] = [system.attach().pid, system.attach().pid];
    groups.join("a", one);
    groups.join("b", [one, two]);
    const scope = Groups.at(me, "pg").monitorScope();
    assertEquals(scope.groups, [{ group: "a", pids: [one] }, { group: "b", pids: [one, two] }]);
    const { ref } = scope;
    groups.join("c", two);
    system.exit(one, "boom");
    await settle();
    assertEquals(await mailOf(me), [
      { type: "join", ref, group: "c", pids: [two] },
      { type: "leave", ref, group: "a", pids: [one] },
      { type: "leave", ref, group: "b", pids: [one] },
    ]);
  }, 10);
});

Deno.test("ProcessGroupsRef.demonitor() ends it and takes what waits out of the mailbox, also behind a receive", async () => {
  await everyOrder(async ({ system, settle }) => {
    const groups = await system.start(Groups, { name: "pg" });
    const [me, other] = [system.attach(), system.attach()];
    const mine = Groups.at(me, "pg");
    const [first, second] = [mine.monitor("a"), mine.monitor("a")];
    assert(first.ref !== second.ref);
    groups.join("a", other.pid);
    system.send(me.pid, "between");
    groups.leave("a", other.pid);
    const handled = system.send(me.pid, "last");
    const wanted = me.receive((message) => message === "wanted"); // has looked at all of them
    await settle();
    assertEquals(Groups.at(other, "pg").demonitor(first.ref), false);
    assertEquals([mine.demonitor(first.ref), mine.demonitor(first.ref), handled], [true, false, "last"]);
    system.send(me.pid, "wanted");
    assertEquals(await wanted, "wanted");
    groups.join("a", other.pid);
    const left = (await mailOf(me)).map((message) => (message as GroupChange).ref ?? message);
    assertEquals(left, [second.ref, "between", second.ref, "last", second.ref]);
  }, 10);
});

Deno.test("ProcessGroupsRef: who monitors and dies is told nothing more, and costs nothing", async () => {
  await everyOrder(async ({ system, settle }) => {
    const groups = await system.start(Groups, { name: "pg" });
    const me = system.attach();
    Groups.at(me, "pg").monitor("a");
    Groups.at(me, "pg").monitorScope();
    system.exit(me.pid, "shutdown");
    groups.join("a", system.attach().pid);
    await settle();
    groups.join("b", system.attach().pid);
    assertEquals([groups.alive, groups.whichGroups()], [true, ["a", "b"]]);
    assertThrows(() => Groups.at(me, "pg").monitor("a"), NoProcessError, `Cannot monitor a group for ${me.pid}`);
  }, 5);
});

Deno.test("ProcessGroupsRef: in a handler a ref of any kind monitors for the process whose code it is", async () => {
  await everyOrder(async ({ system, settle }) => {
    const groups = await system.start(Groups, { name: "pg" });
    const Watcher = GenServer.define({
      name: "Watcher",
      init: () => [...groups.monitor("a").pids] as unknown[],
      calls: { seen: (state) => [state, state] },
      handleInfo: (state, message) => [...state, (message as GroupChange).type],
    });
    const watcher = await system.start(Watcher);
    groups.join("a", watcher.pid!);
    await settle();
    assertEquals(await watcher.call("seen"), ["join"]);
  }, 5);
});

Deno.test("ProcessGroupsRef.getMembers() gives one frozen list until something changes", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const groups = await system.start(Groups, { name: "pg" });
  const [one, two] = [system.attach().pid, system.attach().pid];
  groups.join("a", one);
  const list = groups.getMembers("a");
  assertStrictEquals(groups.getMembers("a"), list);
  assertThrows(() => (list as unknown[]).push(two), TypeError);
  groups.join("a", two);
  assertNotStrictEquals(groups.getMembers("a"), list);
  assertEquals([list, groups.getMembers("a")], [[one], [one, two]]);
});

Deno.test("ProcessGroupsRef refuses who is no process of this System, and what is no group", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const groups = await system.start(Groups, { name: "pg" });
  const { pid } = system.attach();
  for (const wrong of ["me", "<node.1.0>", 5, null, undefined, [pid, "me"], ["<far.1.0>"]]) {
    assertThrows(() => groups.join("a", wrong as never), ArgumentError, "the members are pids of this System");
    assertThrows(() => groups.leave("a", wrong as never), ArgumentError, "the members are pids of this System");
  }
  assertEquals(groups.whichGroups(), []);
  assertThrows(() => groups.join((() => 1) as never, pid), ArgumentError, "a key is data");
  assertThrows(() => groups.monitor("a"), ArgumentError, "a process does so for itself");
});

Deno.test("ProcessGroupsRef: where the scope does not run there is nobody to list, and nothing to join", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const me = system.attach({ name: "me" });
  const groups = Groups.at(me, "pg");
  assertEquals([groups.pid, groups.alive, groups.toString()], [undefined, false, "pg"]);
  assertEquals([groups.getMembers("a"), groups.getLocalMembers("a"), groups.whichGroups()], [[], [], []]);
  assertThrows(() => groups.join("a", me.pid), NoProcessError, "Cannot join groups of pg");
  assertThrows(() => groups.leave("a", me.pid), NoProcessError);
  assertThrows(() => groups.monitor("a"), NoProcessError);
  assertThrows(() => groups.monitorScope(), NoProcessError);
  assertThrows(
    () => Groups.at(me, "me").getMembers("a"),
    ArgumentError,
    'it is a scope of process groups, got "attached"',
  );
  assertThrows(() => Groups.at(me, null as never), ArgumentError);
});

Deno.test("ProcessGroupsRef: changes pass as the System passes messages", async () => {
  for (const policy of ["freeze", "copy"] as const) {
    await fairly(async ({ system }) => {
      const Listed = ProcessGroups.define<string[]>();
      const groups = await system.start(Listed, { name: "pg" });
      const me = system.attach();
      Listed.at(me, "pg").monitorScope();
      const group = ["a"];
      groups.join(group, me.pid);
      const change = await me.receive<GroupChange<string[]>>();
      assertEquals(
        [Object.isFrozen(change), change.group === group],
        policy === "freeze" ? [true, true] : [false, false],
      );
      assertEquals(groups.getMembers(["a"]), [me.pid]);
    }, policy);
  }
});
