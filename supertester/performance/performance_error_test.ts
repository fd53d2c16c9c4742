import { assertEquals, assertInstanceOf } from "@std/assert";
import { summarize } from "../statistics/summary.ts";
import { PerformanceError } from "./performance_error.ts";

Deno.test("PerformanceError: carries what was exceeded and what was measured", () => {
  const measurement = { name: "a", at: 0, runs: 1, warmup: 0, timeMs: summarize([2]) };
  const violations = [{ bound: "maxTimeMs", limit: 1, actual: 2, statistic: "median of 1 runs" }];
  const error = new PerformanceError("Too slow", { violations, measurement });
  assertInstanceOf(error, Error);
  assertEquals([error.name, error.message], ["PerformanceError", "Too slow"]);
  assertEquals([error.violations, error.measurement], [violations, measurement]);
});
