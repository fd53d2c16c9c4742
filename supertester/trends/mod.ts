/**
 * Results of measurements, kept by commit and class of machine in one file, and a test that says whether they have got
 * worse, since which commit, and by how much.
 *
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { VirtualClock } from "@superlearner/otp/simulation";
 * import { measure } from "@superlearner/supertester";
 * import { openTrends, RegressionError } from "@superlearner/supertester/trends";
 *
 * using trends = openTrends({ path: ":memory:" }); // in a pipeline: a file that is kept from run to run
 * const clock = new VirtualClock();
 * for (let commit = 1; commit <= 20; commit++) {
 *   const request = () => clock.jump((commit <= 14 ? 100 : 150) + commit % 3);
 *   trends.record(await measure(request, { clock }), { commit: `c${commit}` });
 * }
 * const { message, check } = assertThrows(() => trends.assertNoRegression("request"), RegressionError);
 * assertEquals(message.split("\n")[0], "median_ms regressed (actual: 151ms)");
 * assertEquals([check.change?.since, check.change?.before], ["c15", "c14"]);
 * ```
 *
 * **No threshold.** A change is where the figures go over to another level, by a permutation test (a weighted CUSUM; see
 * `statistics/change_points.ts` for sources); and it must be 5 % at least to matter. The newest level is held against the
 * lowest before it. So noise is no alarm however wide it is, and a slow creep is one in the end. Where a change is worth its
 * price, {@linkcode Trends.accept} says so.
 *
 * **How often it is wrong.** Simulated, with a standard deviation of 5 % and every twentieth figure up to twice as high: a
 * look at figures that have not changed is an alarm in 0 to 0.5 % of cases; of pipelines that look after each of 100
 * commits, 7 % see one at all. Of changes it finds, with as many figures before and after (400 runs each):
 *
 * | more  | after | 10 before | 20 before | 30 before |
 * | ----- | ----- | --------- | --------- | --------- |
 * | 50 %  | 3     | 6 %       | 8 %       | 99 %      |
 * | 50 %  | 4     | 87 %      | 99 %      | 100 %     |
 * | 20 %  | 4     | 41 %      | 66 %      | 74 %      |
 * | 20 %  | 8     | 79 %      | 92 %      | 96 %      |
 * | 10 %  | 12    | 34 %      | 51 %      | 62 %      |
 *
 * **What makes a figure.** One `record` is one. A change is known after four or so; who cannot wait for as many commits
 * records several of each, best from programs of their own.
 *
 * **What it cannot know.** That the machine has changed within its class; a neighbour who comes every night; a change that
 * comes in steps of less than the noise. Figures are taken to be independent of one another.
 *
 * @module
 */

export { openTrends, Trends } from "./trends.ts";
export type { CheckOptions, RecordOptions, TrendCheck, TrendEntry, TrendExport, TrendsOptions } from "./trends.ts";
export { judge, type Judgement, type JudgeOptions, type Level } from "./judge.ts";
export type { TrendChange, TrendPoint, Verdict } from "./judge.ts";
export { machineClass } from "./machine.ts";
export type { Metric, Metrics } from "./metrics.ts";
export { RegressionError } from "./regression_error.ts";
