import { assertEquals } from "@std/assert";
import { trendResult } from "./trend_result.ts";

Deno.test("trendResult: the levels as steps, and what has to be known", () => {
  const points = [100, 101, 150, 151].map((value, at) => ({ commit: `c${at}`, at, value }));
  const levels = [{ from: 0, median: 100, p: 0 }, { from: 2, median: 150, p: 0.001 }];
  const check = { name: "x", metric: "medianMs", machine: "m", verdict: "regression", points, levels } as const;
  const { trends, notes } = trendResult({ ...check, notes: ["a gap"] });
  assertEquals(trends, [{
    metric: "medianMs",
    unit: "ms",
    regressed: true,
    points,
    changes: [{ index: 2, before: 100, after: 150, worse: true, pValue: 0.001 }],
  }]);
  assertEquals(notes, ["machine: m", "a gap"]);
});
