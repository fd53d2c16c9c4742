import { assert, assertEquals, assertThrows } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { Simulation } from "../simulation/simulation.ts";
import { ArgumentError } from "./errors.ts";
import { runtimeOf } from "./host.ts";
import type { Down, ExitMessage } from "./messages.ts";
import { drain, idle, inWorlds, record } from "./testdata/worlds.ts";

Deno.test("case 39: the end of a monitored process is told exactly once, with ref, pid and reason", async () => {
  await inWorlds(async ({ system, settle, advance }) => {
    const me = system.attach();
    const pid = system.spawn(idle);
    const ref = me.monitor(pid);
    await settle();
    assertEquals(me.mailboxLength, 0);
    system.exit(pid, { out_of: "paper" });
    system.exit(pid, "again");
    await advance(60_000);
    assertEquals(await drain(me), [{ type: "DOWN", ref, pid, reason: { out_of: "paper" } }]);
  });
});

Deno.test("case 40: a monitor of a dead pid or of a name that nobody has gives a ref and DOWN with noproc", async () => {
  await inWorlds(async ({ system, settle }) => {
    const pid = system.spawn(() => {});
    await settle();
    const me = system.attach();
    const refs = [me.monitor(pid), me.monitor("<0.4711.0>"), me.monitor("nobody")];
    await settle();
    assertEquals(await drain(me), [
      { type: "DOWN", ref: refs[0], pid, reason: "noproc" },
      { type: "DOWN", ref: refs[1], pid: "<0.4711.0>", reason: "noproc" },
      { type: "DOWN", ref: refs[2], pid: "nobody", reason: "noproc" },
    ]);
    assertEquals(new Set(refs).size, 3);
  }, 3);
});

Deno.test("case 41: a monitor goes one way: the end of who watches is nothing to who is watched", async () => {
  await inWorlds(async ({ system, settle, advance }) => {
    const [a, b] = [system.attach(), system.attach()];
    a.monitor(b.pid);
    system.exit(a.pid, "boom");
    await advance(60_000);
    await settle();
    assertEquals([b.alive, b.mailboxLength], [true, 0]);
    assertEquals(processInfo(system, b.pid)?.monitoredBy, []);
    assertEquals(runtimeOf(system).monitors.size, 0);
  }, 3);
});

Deno.test("case 42: two monitors of one process are two, and taking back one leaves the other", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const [both, one] = [system.spawn(idle), system.spawn(idle)];
    const refs = [me.monitor(both), me.monitor(both)];
    const [gone, kept] = [me.monitor(one), me.monitor(one)];
    me.demonitor(gone!);
    system.exit(both, "boom");
    system.exit(one, "boom");
    await settle();
    assertEquals(await drain(me), [
      { type: "DOWN", ref: refs[0], pid: both, reason: "boom" },
      { type: "DOWN", ref: refs[1], pid: both, reason: "boom" },
      { type: "DOWN", ref: kept, pid: one, reason: "boom" },
    ]);
  }, 3);
});

Deno.test("case 43: a normal end is told like any other", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const pid = system.spawn(() => {});
    const ref = me.monitor(pid);
    await settle();
    assertEquals(await drain(me), [{ type: "DOWN", ref, pid, reason: "normal" }]);
  });
});

Deno.test("case 44: demonitor stops a later DOWN; one that is in the mailbox stays", async () => {
  await inWorlds(async ({ system, settle, advance }) => {
    const me = system.attach();
    const [early, late] = [system.spawn(idle), system.spawn(idle)];
    const refs = [me.monitor(early), me.monitor(late)] as const;
    system.exit(early, "boom");
    await settle();
    assertEquals([me.demonitor(refs[0]), me.demonitor(refs[1])], [true, true]);
    system.exit(late, "boom");
    await advance(60_000);
    assertEquals(await drain(me), [{ type: "DOWN", ref: refs[0], pid: early, reason: "boom" }]);
  });
});

Deno.test("case 45: demonitor with flush takes the DOWN out, wherever it is, and the others keep their order", async () => {
  for (const at of [0, 1, 2, 3]) {
    await inWorlds(async ({ system, settle }) => {
      const me = system.attach();
      const pid = system.spawn(idle);
      const ref = me.monitor(pid);
      for (let n = 0; n <= 3; n++) n === at ? system.exit(pid, "boom") : me.send(me.pid, n);
      await settle();
      const handled = processInfo(system, me.pid)!.handled;
      assertEquals(me.demonitor(ref, { flush: true }), true);
      assertEquals([me.mailboxLength, processInfo(system, me.pid)!.handled], [3, handled]);
      me.send(me.pid, "last");
      assertEquals(await drain(me), [...[0, 1, 2, 3].filter((n) => n !== at), "last"]);
    }, 1);
  }
});

Deno.test("demonitor() with flush leaves alone what only looks alike, and a process that receives goes on", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const pid = system.spawn(idle);
    const [ref, other] = [me.monitor(pid), me.monitor(pid)];
    const waiting = me.receive((message) => message === "wanted");
    me.send(me.pid, { ref });
    me.send(me.pid, null);
    system.exit(pid, "boom");
    await settle(); // the receive has looked at all of them
    me.demonitor(other!, { flush: true });
    me.demonitor(ref!, { flush: true });
    me.send(me.pid, "wanted");
    assertEquals(await waiting, "wanted");
    assertEquals(await drain(me), [{ ref }, null]);
  }, 5);
});

Deno.test("case 46: demonitor of what has fired, of what never was, twice, or of another's is true and no error", async () => {
  await inWorlds(async ({ system, settle }) => {
    const [me, other] = [system.attach(), system.attach()];
    const pid = system.spawn(idle);
    const [mine, theirs] = [me.monitor(pid), other.monitor(pid)];
    assertEquals([me.demonitor(theirs), me.demonitor("#Ref<0.4711>")], [true, true]);
    system.exit(pid, "boom");
    await settle();
    assertEquals([me.demonitor(mine), me.demonitor(mine), me.demonitor(mine, { flush: true })], [true, true, true]);
    assertEquals(await drain(me), []);
    assertEquals(await drain(other), [{ type: "DOWN", ref: theirs, pid, reason: "boom" }]);
  }, 3);
});

Deno.test("demonitor() with info says whether a monitor was taken back, and flush does not change that", async () => {
  await inWorlds(async ({ system, settle }) => {
    const [me, other] = [system.attach(), system.attach()];
    const pid = system.spawn(idle);
    const [first, second, theirs] = [me.monitor(pid), me.monitor(pid), other.monitor(pid)];
    assertEquals(
      [me.demonitor(first!, { info: true }), me.demonitor(first!, { info: true })],
      [true, false],
    );
    assertEquals(me.demonitor(theirs!, { info: true }), false);
    system.exit(pid, "boom");
    await settle();
    assertEquals(me.demonitor(second!, { info: true, flush: true }), false); // it had fired; its message goes all the same
    assertEquals([await drain(me), (await drain(other)).length], [[], 1]);
  }, 3);
});

Deno.test("a monitor set before a name changes hands, or its holder is exchanged, stays with the process", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const first = system.spawn(idle, { name: "worker" });
    const [byName, byPid] = [me.monitor("worker"), me.monitor(first)];
    system.exit(first, "boom");
    system.spawn(idle, { name: "worker" });
    await settle();
    assertEquals(await drain(me), [
      { type: "DOWN", ref: byName, pid: "worker", reason: "boom" },
      { type: "DOWN", ref: byPid, pid: first, reason: "boom" },
    ]);
  }, 3);
});

Deno.test("case 47: spawnMonitor is atomic: DOWN has the real reason however fast the process dies", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const { pid, ref } = me.spawnMonitor((self) => self.exit("at once"));
    await settle();
    assertEquals(await drain(me), [{ type: "DOWN", ref, pid, reason: "at once" }]);
  });
});

Deno.test("case 48: a monitor's tag stands in place of DOWN, also for one that is dead already", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const pid = system.spawn(idle);
    const ref = me.monitor(pid, { tag: "worker_gone" });
    const dead = me.monitor("nobody", { tag: "nobody_there" });
    system.exit(pid, "boom");
    await settle();
    assertEquals(await drain(me), [
      { type: "nobody_there", ref: dead, pid: "nobody", reason: "noproc" },
      { type: "worker_gone", ref, pid, reason: "boom" },
    ]);
  }, 3);
});

Deno.test("case 49: linked and monitoring, one that traps gets one EXIT and one DOWN", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    me.trapExit = true;
    const pid = me.spawnLink(idle);
    const ref = me.monitor(pid);
    system.exit(pid, "boom");
    await settle();
    const got = await drain(me) as (Down | ExitMessage)[];
    assertEquals(got.toSorted((one, other) => one.type < other.type ? -1 : 1), [
      { type: "DOWN", ref, pid, reason: "boom" },
      { type: "EXIT", pid, reason: "boom" },
    ]);
  });
});

Deno.test("monitor() by name watches the process, not the name, and DOWN gives the name that was asked for", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const pid = system.spawn(idle, { name: "worker" });
    const ref = me.monitor("worker");
    system.unregister("worker");
    const heir = system.spawn(idle, { name: "worker" });
    system.exit(heir, "boom");
    system.exit(pid, "bang");
    await settle();
    assertEquals(await drain(me), [{ type: "DOWN", ref, pid: "worker", reason: "bang" }]);
  }, 3);
});

Deno.test("monitor() of itself is a ref and no monitor", async () => {
  await using simulation = new Simulation();
  const me = simulation.system.attach();
  const events = record(simulation.system, "monitor.added");
  const ref = me.monitor(me.pid);
  assertEquals(processInfo(simulation.system, me.pid)?.monitors, []);
  assertEquals([me.demonitor(ref), me.demonitor(ref, { info: true })], [true, false]);
  simulation.system.exit(me.pid, "boom");
  await simulation.settle();
  assertEquals([events.length, runtimeOf(simulation.system).monitors.size], [0, 0]);
});

Deno.test("monitor() refuses what is neither pid nor name", async () => {
  await using simulation = new Simulation();
  const me = simulation.system.attach();
  assertThrows(
    () => me.monitor("<broken>"),
    ArgumentError,
    'Cannot address a process: a pid is written <0.12.0>, got "<broken>"',
  );
  assertThrows(() => me.monitor(7 as never), ArgumentError, "it is known by a pid or a name, got 7");
});

Deno.test("monitor() and demonitor() are events with the ref, once for each change", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const [me, other] = [system.attach(), system.attach()];
  const events = record(system);
  const ref = me.monitor(other.pid);
  me.demonitor(ref);
  me.demonitor(ref);
  me.monitor("nobody");
  assertEquals(events.map(({ type }) => type), ["monitor.added", "monitor.removed"]);
  assert(events.every((event) => "ref" in event && event.ref === ref && event.other === other.pid));
});

Deno.test("demonitor() of one in 10,000 does not search them", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const me = system.attach();
  const refs = Array.from({ length: 10_000 }, () => me.monitor(system.spawn(idle)));
  for (const ref of refs) me.demonitor(ref); // quadratic, this would take seconds
  assertEquals([processInfo(system, me.pid)?.monitors, runtimeOf(system).monitors.size], [[], 0]);
});
