import { assertEquals } from "@std/assert";
import { addResultSink, type TestResult } from "../results/result.ts";
import { summarize } from "../statistics/summary.ts";
import { publishScenario } from "./publish_scenario.ts";
import { ScenarioError } from "./scenario_error.ts";
import type { ScenarioReport } from "./scenario_report.ts";

Deno.test("publishScenario: plain JSON, without samples and secrets", () => {
  const report: ScenarioReport = {
    name: "x",
    passed: false,
    clock: "real",
    seed: 0,
    runs: 1,
    summary: "1 run in real time",
    events: [{
      sequence: 0,
      atMs: 0,
      client: 0,
      step: 0,
      type: "returned",
      operation: "call login",
      reply: { password: "hunter2" },
    }],
    metrics: { operations: 1, errors: 0, clients: 1, durationMs: 1, callMs: summarize([1]) },
  };
  const heard: TestResult[] = [];
  using _sink = addResultSink((result) => heard.push(result));
  const error = new ScenarioError("it failed", { phase: "model", report });
  publishScenario(report, { test: "t", error, more: { more: 1 } });
  const [{ kind, test, name, passed, data }] = heard as [TestResult];
  assertEquals([kind, test, name, passed], ["scenario", "t", "x", false]);
  const { metrics, failure, more } = data as Record<string, Record<string, unknown>>;
  assertEquals([failure, more], [{ phase: "model", message: "it failed" }, 1 as never]);
  assertEquals("samples" in (metrics!["callMs"] as object), false);
  assertEquals(JSON.stringify(data).includes("hunter2"), false);
});
