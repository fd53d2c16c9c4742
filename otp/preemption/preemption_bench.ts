import type { BenchRow } from "../../.ci/bench/types.ts";
import { FairScheduler, GenServer, silentLogger, System } from "../mod.ts";
import { preemptiveScheduler } from "./mod.ts";

const CASTS = 400_000;
const CALLS = 100_000;
const LONE_CALLS = 5_000;

/** So many callers at once keep a run going for some milliseconds: what a frame costs is that of a slice then, not of a call. */
const AT_ONCE = 20_000;

/** How often each of the two has its turn. */
const TURNS = 81;
const WARMUP = 5;

const Counter = GenServer.define({
  name: "Counter",
  init: () => 0,
  calls: { value: (count) => [count, count] },
  casts: { increment: (count) => count + 1 },
});

type CounterRef = Awaited<ReturnType<typeof Counter.start>>;

interface Times {
  guarded: number;
  bare: number;
}

/**
 * Milliseconds that some work takes with the guard and without it. Both take turns in one program, often, and of each the
 * lower decile counts: what else goes on, garbage collection before all, hits both and only ever adds.
 */
async function both(work: (counter: CounterRef) => Promise<void>): Promise<Times> {
  await using guarded = new System({ scheduler: preemptiveScheduler(), logger: silentLogger });
  await using bare = new System({ scheduler: new FairScheduler(), logger: silentLogger });
  const counters = { guarded: await guarded.start(Counter), bare: await bare.start(Counter) };
  const times: Record<keyof Times, number[]> = { guarded: [], bare: [] };
  const order: (keyof Times)[] = ["guarded", "bare"];
  for (let turn = -WARMUP; turn < TURNS; turn++) {
    for (const which of order) {
      const started = performance.now();
      await work(counters[which]);
      if (turn >= 0) times[which].push(performance.now() - started);
    }
    order.reverse(); // what one leaves behind is the other's as often
  }
  return { guarded: decileOf(times.guarded), bare: decileOf(times.bare) };
}

function decileOf(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 10)]!;
}

async function ratio(work: (counter: CounterRef) => Promise<void>): Promise<number> {
  const { guarded, bare } = await both(work);
  return guarded / bare;
}

async function casts(counter: CounterRef): Promise<void> {
  for (let i = 0; i < CASTS; i++) counter.cast("increment");
  await counter.call("value", undefined, { timeoutMs: Infinity });
}

async function calls(counter: CounterRef): Promise<void> {
  for (let done = 0; done < CALLS; done += AT_ONCE) {
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
