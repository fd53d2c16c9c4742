import { assert, assertEquals, assertFalse } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { System } from "../system.ts";
import { Simulation } from "../simulation/simulation.ts";
import type { CrashReport } from "./reporter.ts";
import type { Receiver } from "./receive.ts";
import { drain, exitsOf, idle, inWorlds, record } from "./testdata/worlds.ts";

Deno.test("die() of the first in a chain of 10,000 links ends them all, in order, without recursion", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const chain: Receiver[] = [];
  for (let n = 0; n < 10_000; n++) {
    const each = system.attach();
    chain.at(-1)?.link(each.pid);
    chain.push(each);
  }
  const me = system.attach();
  const ref = me.monitor(chain.at(-1)!.pid);
  const exits = exitsOf(system);
  system.exit(chain[0]!.pid, "boom");
  assertEquals([...exits.keys()], chain.map(({ pid }) => pid));
  assertEquals(new Set(exits.values()), new Set(["boom"]));
  assertEquals(await drain(me), [{ type: "DOWN", ref, pid: chain.at(-1)!.pid, reason: "boom" }]);
  assertEquals(system.processCount, 1);
});

Deno.test("die() of one with 10,000 links ends those that do not trap, and tells the others once", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const hub = system.attach();
  const all = Array.from({ length: 10_000 }, (_, n) => {
    const each = system.attach();
    each.trapExit = n % 2 === 0;
    each.link(hub.pid);
    return each;
  });
  system.exit(hub.pid, "boom");
  assert(all.every((each, n) => n % 2 === 0 ? each.alive && each.mailboxLength === 1 : !each.alive));
  assert(all.every((each) => each.links.length === 0));
});

Deno.test("die() in a ring of links ends each once", async () => {
  await inWorlds(async ({ system, settle }) => {
    const ring = Array.from({ length: 5 }, () => system.attach());
    ring.forEach((each, n) => each.link(ring[(n + 1) % 5]!.pid));
    const events = record(system, "process.exited");
    system.exit(ring[2]!.pid, "boom");
    await settle();
    assertEquals(events.length, 5);
  }, 3);
});

Deno.test("die() by a listener while another dies: dead at once, nobody twice", async () => {
  await inWorlds(async ({ system, settle }) => {
    const a = system.spawn(idle);
    const b = system.spawn(idle, { name: "b" });
    const me = system.attach();
    const ref = me.monitor(b);
    const seen: unknown[] = [];
    system.events.subscribe((event) => {
      if (event.type !== "process.exited" || event.pid !== a) return;
      system.exit(b, "taken along");
      seen.push(system.isAlive(b), system.whereis("b"), system.processCount);
      system.exit(b, "again");
    });
    system.exit(a, "boom");
    await settle();
    assertEquals(seen, [false, undefined, 1]);
    assertEquals(await drain(me), [{ type: "DOWN", ref, pid: b, reason: "taken along" }]);
  }, 3);
});

Deno.test("die() by a logger that kills and starts processes harms nobody", async () => {
  const reports: CrashReport[] = [];
  const logger = {
    crash(report: CrashReport) {
      reports.push(report);
      if (reports.length < 4) system.exit(system.spawn(idle), "next");
      throw new Error("And it throws");
    },
    warn() {},
  };
  await using system = new System({ logger });
  system.exit(system.spawn(idle), "boom");
  assertEquals(reports.map(({ reason }) => reason), ["boom", "next", "next", "next"]);
  assertEquals(system.processCount, 0);
});

Deno.test("die() by an abort listener of the dying one ends the other as well", async () => {
  await inWorlds(async ({ system, settle }) => {
    const exits = exitsOf(system);
    const b = system.spawn(idle);
    const a = system.spawn((self) => {
      self.signal.addEventListener("abort", () => system.exit(b, "by abort"));
      return idle();
    });
    await settle();
    system.exit(a, "boom");
    assertEquals([exits.get(a), exits.get(b)], ["boom", "by abort"]);
  }, 3);
});

Deno.test("die() with an abort listener that throws is a warning, and the other listeners are told", async () => {
  const warnings: string[] = [];
  await using simulation = new Simulation({ logger: { crash() {}, warn: (text) => void warnings.push(text) } });
  const { system } = simulation;
  const me = system.attach();
  const told: string[] = [];
  me.signal.addEventListener("abort", () => {
    throw new Error("Bad listener");
  });
  me.signal.addEventListener("abort", () => told.push("second"));
  const ref = system.attach();
  ref.monitor(me.pid);
  system.exit(me.pid, "boom");
  assertEquals(told, ["second"]);
  assertEquals(warnings, [`A listener of the abort signal of ${me.pid} threw Error: Bad listener`]);
  assertEquals(ref.mailboxLength, 1);
});

Deno.test("die() in its own turn: what the code goes on to do, sync or after an await, does nothing", async () => {
  await inWorlds(async ({ system, settle, advance }) => {
    const exits = exitsOf(system);
    const me = system.attach();
    const pid = system.spawn(async (self) => {
      system.exit(self.pid, "in the middle");
      self.send(me.pid, "sync");
      self.sendAfter(me.pid, "timer", { delayMs: 1 });
      await Promise.resolve();
      self.send(me.pid, "async");
      throw new Error("And a crash on top");
    });
    await settle();
    await advance(1000);
    assertEquals([exits.get(pid), me.mailboxLength, me.alive], ["in the middle", 0, true]);
  });
});

Deno.test("die() keeps one that crashed for inspection, the last 64, and none that ended in order", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const calm = system.spawn(idle);
  system.exit(calm, { shutdown: "for the night" });
  assertEquals(processInfo(system, calm), undefined);
  const crashed = Array.from({ length: 65 }, () => system.spawn(idle));
  for (const pid of crashed) system.exit(pid, "boom");
  assertEquals(processInfo(system, crashed[0]!), undefined);
  const kept = processInfo(system, crashed[1]!);
  assertEquals([kept?.status, kept?.exitReason, kept?.links], ["dead", "boom", []]);
  assertEquals(processInfo(system, crashed[64]!)?.exitReason, "boom");
});

Deno.test("case 7: alive is false for a pid that is dead or never was, and for what is no pid, never an error", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const pid = system.spawn(idle);
  assert(system.isAlive(pid));
  system.exit(pid, "boom");
  assertFalse(system.isAlive(pid));
  for (const other of ["<0.99.0>", "<other.1.0>", "nonsense", "", undefined, 5]) {
    assertFalse(system.isAlive(other as never));
  }
});
