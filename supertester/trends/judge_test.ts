import { SeededRandom } from "@superlearner/otp";
import { assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import { durations } from "../statistics/testdata/noise.ts";
import { judge, type JudgeOptions, leastPoints, type TrendPoint } from "./judge.ts";
import { steady } from "./testdata/stores.ts";

const series = (...parts: number[][]): TrendPoint[] =>
  parts.flat().map((value, index) => ({ commit: `c${index + 1}`, at: index, value }));

Deno.test("judge: a step up is a regression, told with its commits, its size and how sure it is", () => {
  const { verdict, change, levels } = judge(series(steady(20, 100), steady(5, 150)));
  assertEquals([verdict, change?.since, change?.before], ["regression", "c21", "c20"]);
  assertEquals([change?.from, change?.to, change?.percent], [100, 150, 50]);
  assertLess(change!.p, 0.002);
  assertEquals(levels.map(({ from, median }) => [from, median]), [[0, 100], [20, 150]]);
});

Deno.test("judge: a step down is an improvement, and level figures are no change", () => {
  const better = judge(series(steady(15, 100), steady(5, 80)));
  assertEquals([better.verdict, better.change?.since, better.change?.percent], ["improvement", "c16", -20]);
  const same = judge(series(steady(25, 100)));
  assertEquals([same.verdict, same.change, same.levels.length], ["no_change", undefined, 1]);
});

Deno.test("judge: a change that is sure but too small to matter is none", () => {
  const points = series(steady(20, 100), steady(20, 104));
  assertEquals(judge(points).verdict, "no_change");
  assertEquals(judge(points, { minChangePercent: 4 }).verdict, "regression");
});

Deno.test("judge: half a repair is no repair, and the regression is known from where it began", () => {
  const half = judge(series(steady(12, 100), steady(10, 150), steady(10, 120)));
  assertEquals([half.verdict, half.change?.since, half.change?.percent], ["regression", "c13", 20]);
  const whole = judge(series(steady(12, 100), steady(10, 150), steady(10, 101)));
  assertEquals([whole.verdict, whole.change?.since], ["improvement", "c23"]);
});

Deno.test("judge: a creep in steps is a regression in the end", () => {
  const { verdict, change } = judge(series(steady(15, 1000), steady(15, 1040), steady(15, 1080)));
  assertEquals([verdict, change?.since, change?.percent], ["regression", "c31", 8]);
});

Deno.test("judge: figures that never vary are judged as well", () => {
  const messages = series(Array.from({ length: 12 }, () => 3), Array.from({ length: 4 }, () => 4));
  assertEquals(judge(messages).change?.since, "c13");
  const fromNothing = series(Array.from({ length: 12 }, () => 0), Array.from({ length: 4 }, () => 4));
  assertEquals(judge(fromNothing).change?.percent, Infinity);
});

Deno.test("leastPoints: with fewer no change could be told from chance, and none is", () => {
  assertEquals([leastPoints(0.1), leastPoints(0.002)], [6, 13]);
  const least = leastPoints(0.002);
  const clearest = (count: number) => series(steady(Math.floor(count / 2), 1), steady(Math.ceil(count / 2), 1000));
  assertEquals(judge(clearest(least - 1)).verdict, "not_enough_history");
  assertEquals(judge(clearest(least)).verdict, "regression");
  assertEquals(judge([]), { verdict: "not_enough_history", levels: [] });
});

/** How often a series of simulated figures is judged so: `before` around 100 and `after` around another level. */
function rate(
  verdict: string,
  how: { before: number; after: number; percent: number; seed: number } & JudgeOptions,
): number {
  const random = new SeededRandom(how.seed);
  const trials = 100;
  let found = 0;
  for (let trial = 0; trial < trials; trial++) {
    const parts = [
      durations(random, { count: how.before, centre: 100, spread: 0.05 }),
      durations(random, { count: how.after, centre: 100 + how.percent, spread: 0.05 }),
    ];
    if (judge(series(...parts), how).verdict === verdict) found++;
  }
  return found / trials;
}

Deno.test("case 24: noise is a false alarm less than once in a hundred looks", () => {
  for (const [seed, before] of [13, 25, 50].entries()) {
    assertLess(rate("regression", { before, after: 0, percent: 0, seed }), 0.02);
  }
});

Deno.test("judge: half as much again is found after four figures, a fifth more after eight, as the manual says", () => {
  assertGreater(rate("regression", { before: 20, after: 4, percent: 50, seed: 1 }), 0.95);
  assertGreater(rate("regression", { before: 30, after: 3, percent: 50, seed: 2 }), 0.95);
  assertGreater(rate("regression", { before: 20, after: 8, percent: 20, seed: 3 }), 0.85);
});

Deno.test("judge: the same figures are judged the same", () => {
  const points = series(durations(new SeededRandom(9), { count: 40, centre: 100, spread: 0.1 }));
  assertEquals(judge(points), judge(points));
  assertAlmostEquals(judge(points).levels[0]!.median, 100, 10);
});
