import { beam } from "../../.ci/bench/beam.ts";
import { effectCalls } from "../../.ci/bench/effect.ts";
import { nactCalls, nactCasts } from "../../.ci/bench/nact.ts";
import type { BenchRow } from "../../.ci/bench/types.ts";
import { xstateCasts } from "../../.ci/bench/xstate.ts";
import { DynamicSupervisor, GenServer, type ServerRef, silentLogger, System } from "../mod.ts";

const CALLS = 300_000;
const CASTS = 1_000_000;
const STARTS = 50_000;

const Counter = GenServer.define({
  name: "Counter",
  init: () => 0,
  calls: { value: (count) => [count, count] },
  casts: { increment: (count) => count + 1 },
});

/** Operations a second of some work in a System of its own. */
async function rate(count: number, work: (system: System) => Promise<() => Promise<void>>): Promise<number> {
  await using system = new System({ logger: silentLogger });
  const run = await work(system);
  const started = performance.now();
  await run();
  return count / ((performance.now() - started) / 1000);
}

/** What the BEAM's client does: one call after the other, each with its time-out. */
function calls(): Promise<number> {
  return rate(CALLS, async (system) => {
    const counter = await system.start(Counter);
    return async () => {
      for (let i = 0; i < CALLS; i++) await counter.call("value");
    };
  });
}

/** Casts, and a call behind them that shows that all were handled. */
function casts(): Promise<number> {
  return rate(CASTS, async (system) => {
    const counter = await system.start(Counter);
    return async () => {
      for (let i = 0; i < CASTS; i++) counter.cast("increment");
      const handled = await counter.call("value", undefined, { timeoutMs: Infinity });
      if (handled !== CASTS) throw new Error(`Cannot count: ${CASTS} casts were sent and ${handled} handled`);
    };
  });
}

/** Servers started one after the other under a DynamicSupervisor. */
function starts(): Promise<number> {
  return rate(STARTS, async (system) => {
    const supervisor = await system.start(DynamicSupervisor.define());
    const spec = Counter.child();
    return async () => {
      let last: ServerRef<unknown, unknown> | undefined;
      for (let i = 0; i < STARTS; i++) last = await supervisor.startChild(spec);
      if (!last?.alive) throw new Error("Cannot count: the last server is not alive");
    };
  });
}

/** What a GenServer does in a second. */
export const rows: BenchRow[] = [
  { name: "otp/call", unit: "calls/s", goal: 3, ours: calls, peer: beam("call") },
  { name: "otp/call-nact", unit: "calls/s", goal: 10, ours: calls, peer: nactCalls },
  { name: "otp/call-effect", unit: "calls/s", ours: calls, peer: effectCalls },
  { name: "otp/cast", unit: "casts/s", goal: 2, ours: casts, peer: beam("cast") },
  { name: "otp/cast-nact", unit: "casts/s", goal: 10, ours: casts, peer: nactCasts },
  { name: "otp/cast-xstate", unit: "casts/s", ours: casts, peer: xstateCasts },
  { name: "otp/start", unit: "starts/s", goal: 3, warmUps: 4, ours: starts, peer: beam("start") },
];
