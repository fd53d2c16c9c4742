import type { BenchRow } from "../../.ci/bench/types.ts";
import { counterOf, reloadWorld } from "./testdata/reload_worlds.ts";

const RELOADS = 60;

/** What a reload of the one module of ten running servers takes, compiled text included: the median, in milliseconds. */
async function reload(): Promise<number> {
  const options = { renewAfter: Infinity, limits: { cpuMs: Infinity } };
  await using world = await reloadWorld("worker", { "/main.js": counterOf(1, { count: 10 }) }, options);
  const took: number[] = [];
  for (let n = 2; n < RELOADS + 2; n++) {
    const files = { "/main.js": counterOf(n, { count: 10 }) };
    const started = performance.now();
    const { servers } = await world.sandbox.reload({ files });
    took.push(performance.now() - started);
    if (servers.length !== 10) throw new Error("Cannot measure a reload: not all servers were exchanged");
  }
  return took.sort((a, b) => a - b)[took.length >> 1]!;
}

/** What a change of code costs. */
export const rows: BenchRow[] = [
  { name: "sandbox/hot-reload", unit: "ms", goal: 10, goalIs: "absolute", lowerIsBetter: true, ours: reload },
];
