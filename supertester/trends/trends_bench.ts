import type { BenchRow } from "../../.ci/bench/types.ts";
import { SeededRandom } from "@superlearner/otp";
import { durations } from "../statistics/testdata/noise.ts";
import { judge } from "./judge.ts";

/** Milliseconds to judge a series whose last quarter is slower, or none of it. */
function judging(slower: number): number {
  const random = new SeededRandom(1);
  const values = [
    ...durations(random, { count: 150, centre: 100, spread: 0.05 }),
    ...durations(random, { count: 50, centre: slower, spread: 0.05 }),
  ];
  const points = values.map((value, at) => ({ commit: `c${at}`, at, value }));
  const started = performance.now();
  judge(points);
  return performance.now() - started;
}

const row = { unit: "ms", goal: 250, goalIs: "absolute", lowerIsBetter: true } as const;

/** What a look at 200 results costs. */
export const rows: BenchRow[] = [
  { ...row, name: "supertester/trends/200-results", ours: () => judging(100) },
  { ...row, name: "supertester/trends/200-results-regressed", ours: () => judging(150) },
];
