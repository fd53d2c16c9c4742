import { assertEquals, AssertionError, assertThrows } from "@std/assert";
import { type ChaosFigures, ChaosReport } from "./chaos_report.ts";
import { SuiteReport } from "./suite_report.ts";

const figures: ChaosFigures = {
  crashes: 0,
  recoveries: 0,
  failures: 0,
  kills: 0,
  ignored: 0,
  recoveryTimes: [],
  supervisorCrashed: false,
  durationMs: 7,
  seed: 3,
  timeline: [],
};
const chaos = new ChaosReport(figures);
const scenario = { name: "a", durationMs: 7, seed: 1, chaos };

Deno.test("SuiteReport: counts, and says so in one line", () => {
  const report = new SuiteReport([{ ...scenario, passed: true }], chaos);
  assertEquals(`${report}`, "1 scenario, 1 passed, 0 failed ✓");
  assertEquals([report.durationMs, report.seed], [7, 3]);
  report.assertPassed();
  const json = JSON.parse(JSON.stringify(report));
  assertEquals([json.total, json.passed, json.failed, json.scenarios[0].name], [1, 1, 0, "a"]);
});

Deno.test("SuiteReport.assertPassed: fails with the scenarios that have", () => {
  const parts = [{ name: "a", passed: false, durationMs: 7, reason: "time-out" }];
  const whole = new ChaosReport({ ...figures, scenarios: parts });
  const report = new SuiteReport([{ ...scenario, passed: false, reason: "time-out" }], whole);
  assertThrows(() => report.assertPassed(), AssertionError, "  ✗ a: time-out");
  assertEquals(report.toMarkdown().includes("| ✗ | a | 7 ms | time-out |"), true);
});
