import type { BenchRow } from "../../.ci/bench/types.ts";
import { silentLogger, System } from "../mod.ts";
import { placed, WorkerPool } from "./mod.ts";
import { Primes } from "./testdata/primes.ts";

/** How many calls, and how much each has to do: some milliseconds. */
const CALLS = 200;
const LIMIT = 60_000;

const worker = placed(Primes, {
  placement: "worker",
  module: new URL("./testdata/primes.ts", import.meta.url),
});

/** Calls a second of a pool, each of which keeps a core busy. */
async function rate(size: number): Promise<number> {
  await using system = new System({ logger: silentLogger });
  const pool = await system.start(WorkerPool.define({ name: "pool", worker, size }));
  const work = (count: number) =>
    Promise.all(Array.from({ length: count }, () => pool.next().call("below", LIMIT, { timeoutMs: Infinity })));
  await work(4 * size); // each engine has compiled it by then
  const started = performance.now();
  await work(CALLS);
  return CALLS / ((performance.now() - started) / 1000);
}

/** One call after the other, each with nothing to do: what the wall costs. */
async function trips(placement: "worker" | "process"): Promise<number> {
  await using system = new System({ logger: silentLogger });
  const module = new URL("./testdata/primes.ts", import.meta.url);
  const far = await system.start(placed(Primes, { placement, module }));
  for (let i = 0; i < 500; i++) await far.call("below", 0);
  const started = performance.now();
  for (let i = 0; i < 2000; i++) await far.call("below", 0);
  return 2000 / ((performance.now() - started) / 1000);
}

/** Two workers against one: what a second core is worth; and the price of a call over the wall. */
export const rows: BenchRow[] = [
  {
    name: "otp/workers-on-2-cores",
    unit: "calls/s",
    goal: 1.7,
    ours: () => rate(2),
    peer: { name: "one worker", run: () => rate(1) },
  },
  { name: "otp/call-worker", unit: "calls/s", ours: () => trips("worker") },
  { name: "otp/call-process", unit: "calls/s", ours: () => trips("process") },
];
