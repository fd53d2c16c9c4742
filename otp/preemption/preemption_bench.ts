import type { BenchRow } from "../../.ci/bench/types.ts";
import { FairScheduler, GenServer, type Scheduler, silentLogger, System } from "../mod.ts";
import { preemptiveScheduler } from "./mod.ts";

const CASTS = 1_000_000;
const ROUNDS = 20;
const AT_ONCE = 20_000;
const LONE_CALLS = 20_000;

const Counter = GenServer.define({
  name: "Counter",
  init: () => 0,
  calls: { value: (count) => [count, count] },
  casts: { increment: (count) => count + 1 },
});

type CounterRef = Awaited<ReturnType<typeof Counter.start>>;

/** Milliseconds that some work takes under a scheduler. */
async function time(scheduler: Scheduler, work: (counter: CounterRef) => Promise<void>): Promise<number> {
  await using system = new System({ scheduler, logger: silentLogger });
  const counter = await system.start(Counter);
  await work(counter);
  const started = performance.now();
  await work(counter);
  return performance.now() - started;
}

/** The same work with the guard and without it, in turn; the best of each, since all else only adds. */
async function both(work: (counter: CounterRef) => Promise<void>): Promise<{ guarded: number; bare: number }> {
  const best = { guarded: Infinity, bare: Infinity };
  for (let round = 0; round < 5; round++) {
    best.bare = Math.min(best.bare, await time(new FairScheduler(), work));
    best.guarded = Math.min(best.guarded, await time(preemptiveScheduler(), work));
  }
  return best;
}

async function ratio(work: (counter: CounterRef) => Promise<void>): Promise<number> {
  const { guarded, bare } = await both(work);
  return guarded / bare;
}

async function casts(counter: CounterRef): Promise<void> {
  for (let i = 0; i < CASTS; i++) counter.cast("increment");
  await counter.call("value", undefined, { timeoutMs: Infinity });
}

/** As many callers at once as keep a slice busy. */
async function calls(counter: CounterRef): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => counter.call("value")));
  }
}

/** The worst case: each call is a run of its own. */
async function loneCalls(counter: CounterRef): Promise<void> {
  for (let i = 0; i < LONE_CALLS; i++) await counter.call("value");
}

/** What it costs to be able to stop a handler. */
export const rows: BenchRow[] = [
  {
    name: "otp/preemption-cast",
    unit: "guarded/bare",
    goal: 1.02,
    goalIs: "absolute",
    lowerIsBetter: true,
    ours: () => ratio(casts),
  },
  {
    name: "otp/preemption-call",
    unit: "guarded/bare",
    goal: 1.02,
    goalIs: "absolute",
    lowerIsBetter: true,
    ours: () => ratio(calls),
  },
  {
    name: "otp/preemption-lone-call",
    unit: "µs more a call",
    goalIs: "absolute",
    lowerIsBetter: true,
    ours: async () => {
      const { guarded, bare } = await both(loneCalls);
      return (guarded - bare) / LONE_CALLS * 1000;
    },
  },
];
