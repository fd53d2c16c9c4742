import { assertEquals } from "@std/assert";
import { reportOf, testRecord } from "../reports/testdata/records.ts";
import { sampleReport } from "../reports/testdata/sample.ts";
import { summaryLines } from "./summary_lines.ts";
import { heardTerminal } from "./testdata/terminal.ts";

Deno.test("summaryLines: all is well in one line", () => {
  assertEquals(summaryLines(reportOf({ tests: [testRecord({})] }), heardTerminal()), ["passed: 1 passed, 0 failed"]);
});

Deno.test("summaryLines: what went wrong outside, in tests, in results; the verdict last", () => {
  assertEquals(summaryLines(sampleReport, heardTerminal()), [
    "✕ Uncaught error from ./broken_test.ts: Error: module broken",
    "✕ account_test.ts > account keeps its money: failed 1 of 1 runs: AssertionError: Values are not equal",
    "≈ flaky_test.ts > mail arrives: failed 2 of 5 runs: Error: no mail",
    "✕ performance: checkout meets its SLA > checkout: max_time_ms exceeded (actual: 150ms, limit: 100ms); " +
    "timeMs: worse since commit c0ffee20, 102 ms to 152 ms (+49 %)",
    "✕ simulation: account keeps its money > two withdrawals: AssertionError: Values are not equal (1 pre-emption)",
    "failed: 3 passed, 2 failed, 1 skipped, 1 flaky, 5 runs",
  ]);
});

Deno.test("summaryLines: who passed and is known to be flaky; many are cut", () => {
  const history = { flaky: true, passed: 9, failed: 1, runs: [] };
  const known = testRecord({});
  assertEquals(
    summaryLines(
      reportOf({ tests: [known], histories: [{ ...history, id: known.id }, { ...history, id: "gone" }] }),
      heardTerminal(),
    ),
    ["≈ a_test.ts > adds: known to be flaky, failed 1 of 10 runs", "passed: 1 passed, 0 failed"],
  );
  const problems = Array.from({ length: 25 }, (_, n) => `p${n}`);
  assertEquals(summaryLines(reportOf({ problems, verdict: "failed" }), heardTerminal()).slice(9), [
    "✕ p9",
    "… and 15 more",
    "failed: 0 passed, 0 failed",
  ]);
});
