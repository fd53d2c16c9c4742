import { assertEquals } from "@std/assert";
import type { TestResult } from "../results/result.ts";
import { knowResult } from "./result_data.ts";
import { chaosData, performanceData, results, simulationData } from "./testdata/sample.ts";

const result = (kind: TestResult["kind"], data: unknown): TestResult => ({
  kind,
  test: "t",
  name: "n",
  passed: true,
  at: 1,
  data,
});

Deno.test("knowResult: data of the form of its kind", () => {
  assertEquals(results.map((result) => knowResult(result).kind), [
    "chaos",
    "performance",
    "simulation",
    "simulation",
    "other",
  ]);
});

Deno.test("knowResult: what lacks a figure, or has another form, is never taken for one", () => {
  const { crashes: _, ...less } = chaosData;
  const wrong: TestResult[] = [
    result("chaos", less),
    result("chaos", { ...chaosData, timeline: [{ atMs: 1, event: "party", pid: "x" }] }),
    result("performance", { ...performanceData, bounds: null }),
    result("performance", null),
    result("simulation", { ...simulationData, steps: "many" }),
    result("recording", chaosData),
  ];
  assertEquals(wrong.map((result) => knowResult(result).kind), wrong.map(() => "other"));
  assertEquals(knowResult(result("chaos", less)).data, less);
});

Deno.test("knowResult: more than the form knows is no harm", () => {
  assertEquals(knowResult(result("chaos", { ...chaosData, later: 1 })).kind, "chaos");
});
