import { assertEquals, assertThrows } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { Simulation } from "../simulation/simulation.ts";
import { ArgumentError } from "./errors.ts";
import { runtimeOf } from "./host.ts";
import type { MonitorAliasMode } from "./monitor_alias.ts";
import { drain, idle, inWorlds } from "./testdata/worlds.ts";

const MODES: readonly MonitorAliasMode[] = ["explicit_unalias", "demonitor", "reply_demonitor"];

Deno.test("monitorWithAlias() gives one ref that is monitor and alias", async () => {
  for (const alias of MODES) {
    await inWorlds(async ({ system, settle }) => {
      const me = system.attach();
      const pid = system.spawn((self) => {
        self.send(ref, "reply");
      });
      const ref = me.monitor(pid, { alias, tag: "gone" });
      await settle();
      const down = { type: "gone", ref, pid, reason: "normal" };
      assertEquals(await drain(me), alias === "reply_demonitor" ? ["reply"] : ["reply", down]);
    }, 3);
  }
});

Deno.test("monitorWithAlias() explicit_unalias: the alias outlives the monitor, until unalias", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const pid = system.spawn(idle);
    const [kept, taken] = [pid, pid].map((each) => me.monitor(each, { alias: "explicit_unalias" }));
    me.demonitor(taken!);
    system.exit(pid, "boom");
    system.send(kept!, 1);
    system.send(taken!, 2);
    await settle();
    assertEquals(await drain(me), [{ type: "DOWN", ref: kept, pid, reason: "boom" }, 1, 2]);
    assertEquals([me.unalias(kept!), me.unalias(kept!), me.unalias(taken!)], [true, false, true]);
    system.send(kept!, "late");
    await settle();
    assertEquals([await drain(me), runtimeOf(system).aliases.size], [[], 0]);
  }, 3);
});

Deno.test("monitorWithAlias() demonitor: the alias takes many messages and ends with the monitor", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const pid = system.spawn(idle);
    const [fired, taken] = [pid, pid].map((each) => me.monitor(each, { alias: "demonitor" }));
    for (const ref of [fired!, fired!, taken!]) system.send(ref, "in time");
    assertEquals([me.demonitor(taken!, { info: true }), me.unalias(taken!)], [true, false]);
    system.exit(pid, "boom");
    for (const ref of [fired!, taken!]) system.send(ref, "late");
    await settle();
    const down = { type: "DOWN", ref: fired, pid, reason: "boom" };
    assertEquals(await drain(me), ["in time", "in time", "in time", down]);
    assertEquals([me.unalias(fired!), runtimeOf(system).aliases.size], [false, 0]);
  }, 3);
});

Deno.test("monitorWithAlias() reply_demonitor: the first message takes alias and monitor back", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const pid = system.spawn(idle);
    const ref = me.monitor(pid, { alias: "reply_demonitor" });
    system.send(ref, "reply");
    system.send(ref, "second");
    assertEquals([me.demonitor(ref, { info: true }), me.unalias(ref)], [false, false]);
    assertEquals(processInfo(system, pid)?.monitoredBy, []);
    system.exit(pid, "boom");
    await settle();
    assertEquals(await drain(me), ["reply"]);
    const { aliases, monitors } = runtimeOf(system);
    assertEquals([aliases.size, monitors.size], [0, 0]);
  }, 3);
});

Deno.test("monitorWithAlias() unalias leaves the monitor", async () => {
  for (const alias of MODES) {
    await inWorlds(async ({ system, settle }) => {
      const me = system.attach();
      const pid = system.spawn(idle, { name: "worker" });
      const ref = me.monitor("worker", { alias });
      assertEquals([me.unalias(ref), me.unalias(ref)], [true, false]);
      system.send(ref, "nobody");
      system.exit(pid, "boom");
      await settle();
      assertEquals(await drain(me), [{ type: "DOWN", ref, pid: "worker", reason: "boom" }]);
    }, 1);
  }
});

Deno.test("monitorWithAlias() of the dead: DOWN at once, and only explicit_unalias leaves an alias", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const refs = MODES.map((alias) => me.monitor("nobody", { alias }));
    for (const ref of refs) system.send(ref, ref);
    await settle();
    assertEquals(await drain(me), [
      ...refs.map((ref) => ({ type: "DOWN", ref, pid: "nobody", reason: "noproc" })),
      refs[0],
    ]);
    assertEquals(refs.map((ref) => me.unalias(ref)), [true, false, false]);
  }, 1);
});

Deno.test("monitorWithAlias() of itself is an alias only", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const me = system.attach();
  const refs = MODES.map((alias) => me.monitor(me.pid, { alias }));
  for (const ref of [...refs, ...refs]) system.send(ref, ref);
  await simulation.settle();
  assertEquals(await drain(me), [...refs, refs[0], refs[1]]);
  assertEquals(runtimeOf(system).monitors.size, 0);
});

Deno.test("monitorWithAlias() leaves nothing behind of one that dies", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const me = system.attach();
  const pid = system.spawn(idle);
  for (const alias of MODES) me.monitor(pid, { alias });
  system.exit(me.pid, "boom");
  const { aliases, monitors, processes } = runtimeOf(system);
  // Only the System itself still watches what was started from outside.
  assertEquals([aliases.size, monitors.size, processInfo(system, pid)?.monitoredBy], [0, 0, []]);
  assertEquals(processes.get(me.pid), undefined);
});

Deno.test("monitorWithAlias() refuses a mode that is none", async () => {
  await using simulation = new Simulation();
  const me = simulation.system.attach();
  assertThrows(
    () => me.monitor(me.pid, { alias: "unalias" as never }),
    ArgumentError,
    'Cannot monitor: alias is explicit_unalias, demonitor or reply_demonitor, got "unalias"',
  );
});
