import { assert, assertEquals } from "@std/assert";
import { type Fault, FaultLog } from "./fault_log.ts";
import type { NetworkFaults } from "./packet_faults.ts";
import { type Fate, PacketPlan } from "./packet_plan.ts";

const AB = { from: "a", to: "b" };

function planOf(faults: NetworkFaults, options: { seed?: number; log?: FaultLog } = {}): PacketPlan {
  const { seed = 1, log = new FaultLog() } = options;
  return new PacketPlan(faults, { seed, scope: "network", log });
}

function fatesOf(plan: PacketPlan, count: number, from = "a"): (Fate | undefined)[] {
  return Array.from({ length: count }, (_, n) => plan.fate({ from, to: "b" }, { nowMs: n }));
}

const MANY: NetworkFaults = { loss: 0.2, duplicate: 0.2, delay: { meanMs: 10 }, partition: { rate: 0.5, everyMs: 5 } };

Deno.test("PacketPlan.fate(): without faults everything arrives at once", () => {
  assertEquals(fatesOf(planOf({}), 5), Array(5).fill(undefined));
});

Deno.test("PacketPlan.fate() keeps the order of a link whatever the delays, unless reorder is asked for", () => {
  const times = (faults: NetworkFaults) => fatesOf(planOf(faults), 300).flatMap((fate, n) => fate?.atMs ?? [n]);
  const kept = times(MANY);
  assertEquals(kept, kept.toSorted((one, other) => one - other));
  const mixed = times({ ...MANY, reorder: { rate: 0.2, withinMs: 100 } });
  assert(mixed.some((ms, n) => n > 0 && ms < mixed[n - 1]!));
});

Deno.test("PacketPlan.fate(): what another link sends changes nothing", () => {
  const alone = fatesOf(planOf(MANY), 50).map((fate) => fate?.atMs);
  const plan = planOf(MANY);
  const among = Array.from({ length: 50 }, (_, nowMs) => {
    for (const from of ["x", "y"]) plan.fate({ from, to: "b" }, { nowMs });
    return plan.fate(AB, { nowMs })?.atMs;
  });
  assertEquals(among, alone);
  assert(JSON.stringify(fatesOf(planOf(MANY, { seed: 2 }), 50).map((fate) => fate?.atMs)) !== JSON.stringify(alone));
});

Deno.test("PacketPlan.fate(): what was injected, given again, gives the same fates without a seed or a plan", () => {
  const log = new FaultLog();
  const first = fatesOf(planOf(MANY, { log }), 80);
  const again = fatesOf(planOf({}, { seed: 9, log: new FaultLog(log.injected) }), 80);
  assertEquals(again.map((fate) => fate?.atMs), first.map((fate) => fate?.atMs));
  assert(log.injected.some(({ kind }) => kind === "partition") && log.injected.length > 40);
  const less: Fault[] = log.injected.filter(({ at }) => at !== 3);
  const shrunk = fatesOf(planOf({}, { log: new FaultLog(less) }), 4)[2];
  assertEquals(shrunk?.faults ?? [], []);
});

Deno.test("PacketPlan.fate(): one that is spared counts, waits for those before it, and has no fault of its own", () => {
  const log = new FaultLog();
  const plan = planOf({ delay: { meanMs: 50, spread: "fixed" } }, { log });
  plan.fate(AB, { nowMs: 0 });
  assertEquals(plan.fate(AB, { nowMs: 0, spared: true }), { faults: [], atMs: [50] });
  plan.fate(AB, { nowMs: 60 });
  assertEquals([plan.fate({ from: "z", to: "b" }, { nowMs: 0, spared: true }), log.injected.map(({ at }) => at)], [
    undefined,
    [1, 3],
  ]);
});

Deno.test("PacketPlan.fate(): a partition takes everything between its sides until it heals", () => {
  const plan = planOf({ cuts: [{ fromMs: 5, toMs: 10, side: ["a"] }] });
  const lost = (nowMs: number, from: string, to: string) => plan.fate({ from, to }, { nowMs })?.atMs.length === 0;
  assertEquals([lost(4, "a", "b"), lost(5, "a", "b"), lost(9, "b", "a"), lost(9, "b", "c"), lost(10, "a", "b")], [
    false,
    true,
    true,
    false,
    false,
  ]);
});
