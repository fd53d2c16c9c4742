import { assertEquals } from "@std/assert";
import type { TestResult } from "../results/result.ts";
import { boundText, factsOf, trendText } from "./result_facts.ts";
import { chaosData, performanceData, results } from "./testdata/sample.ts";

const chaos = (data: unknown): TestResult => ({ kind: "chaos", test: "t", name: "n", passed: true, at: 1, data });

Deno.test("factsOf: one sentence for each kind of result", () => {
  assertEquals(results.map((result) => factsOf(result).headline), [
    "20 crashes, 20 recoveries, 0 failures",
    "max_time_ms exceeded (actual: 150ms, limit: 100ms); timeMs: worse since commit c0ffee20, 102 ms to 152 ms (+49 %)",
    "AssertionError: Values are not equal (1 pre-emption)",
    "all 412 schedules, none failed",
    "passed",
  ]);
});

Deno.test("factsOf: every figure of a chaos report", () => {
  assertEquals(factsOf(chaos(chaosData)).figures, {
    crashes: "20",
    recoveries: "20",
    failures: "0",
    kills: "20",
    "time to recover p50": "85.5 ms",
    "time to recover p95": "145 ms",
    "time to recover p99": "152 ms",
    "time to recover max": "152 ms",
    "supervisor crashed": "no",
    duration: "1 min",
    seed: "42",
  });
  const stopped = { ...chaosData, crashes: 1, recoveries: 0, failures: 1, supervisorCrashed: true };
  assertEquals(factsOf(chaos(stopped)).headline, "1 crash, 0 recoveries, 1 failure, the supervisor stopped");
});

Deno.test("boundText and trendText: kept, steady, better, from nothing", () => {
  const [broken] = performanceData.bounds;
  assertEquals(boundText({ ...broken!, actual: 100, passed: true }), "max_time_ms kept (actual: 100ms, limit: 100ms)");
  const [trend] = performanceData.trends!;
  assertEquals(trendText({ ...trend!, regressed: false }), "timeMs: steady over 30 runs");
  const [change] = trend!.changes;
  const points = trend!.points.map((point) => ({ ...point, commit: "" }));
  assertEquals(
    trendText({ ...trend!, points, changes: [{ ...change!, before: 0 }] }),
    "timeMs: worse since run 21 of 30, 0 ms to 152 ms",
  );
});

Deno.test("factsOf: data of no known form still has its verdict", () => {
  assertEquals(factsOf({ ...chaos(undefined), passed: false }), { headline: "failed", figures: {} });
});
