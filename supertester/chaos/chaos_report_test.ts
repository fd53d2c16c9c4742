import { assertEquals, assertStringIncludes } from "@std/assert";
import { type ChaosFigures, ChaosReport } from "./chaos_report.ts";

const figures: ChaosFigures = {
  crashes: 100,
  recoveries: 100,
  failures: 0,
  kills: 100,
  ignored: 0,
  recoveryTimes: Array.from({ length: 100 }, (_, at) => at + 1),
  supervisorCrashed: false,
  durationMs: 60_000,
  seed: 7,
  timeline: [{ atMs: 0, event: "kill", pid: "<0.2.0>", child: "a", reason: "killed" }],
};

Deno.test("ChaosReport: as text it is the line that Sarah reads", () => {
  const report = new ChaosReport(figures);
  assertEquals(`${report}`, "100 crashes, 100 recoveries, 0 failures ✓");
  assertEquals(
    report.toText(),
    [
      "100 crashes, 100 recoveries, 0 failures ✓",
      "  kills: 100",
      "  time to recover: p50 50 ms, p95 95 ms, p99 99 ms, max 100 ms",
      "  duration: 60000 ms",
      "  seed: 7",
    ].join("\n"),
  );
});

Deno.test("ChaosReport: what went wrong is said, and has no tick", () => {
  const failed = new ChaosReport({ ...figures, crashes: 1, recoveries: 1, failures: 1, ignored: 2 });
  assertEquals([`${failed}`, failed.passed], ["1 crash, 1 recovery, 1 failure ✗", false]);
  assertStringIncludes(failed.toText(), "kills: 100 (2 more ignored)");
  const dead = new ChaosReport({ ...figures, supervisorCrashed: true, supervisorReason: "shutdown" });
  assertEquals(
    [`${dead}`, dead.passed],
    ["100 crashes, 100 recoveries, 0 failures, the process under chaos stopped: shutdown ✗", false],
  );
  assertEquals(dead.toJSON().supervisorReason, "shutdown");
});

Deno.test("ChaosReport: JSON holds the figures, and nothing else", () => {
  const { recoveryTimes: _times, ...rest } = figures;
  assertEquals(JSON.parse(JSON.stringify(new ChaosReport(figures))), {
    ...rest,
    timeToRecoverMs: { p50: 50, p95: 95, p99: 99, max: 100 },
  });
  assertEquals(new ChaosReport({ ...figures, recoveryTimes: [] }).timeToRecoverMs, { p50: 0, p95: 0, p99: 0, max: 0 });
});

Deno.test("ChaosReport: Markdown has a table, and one of the scenarios of a suite", () => {
  const scenarios = [
    { name: "kills | all", passed: true, durationMs: 5 },
    { name: "drops", passed: false, durationMs: 7, reason: "timeout" },
  ];
  const lines = new ChaosReport({ ...figures, scenarios }).toMarkdown().split("\n");
  assertEquals(lines.slice(0, 6), [
    "## Chaos",
    "",
    "100 crashes, 100 recoveries, 0 failures ✓",
    "",
    "| Figure | Value |",
    "| --- | --- |",
  ]);
  assertEquals(lines.slice(-3), ["| ✓ | kills \\| all | 5 ms |  |", "| ✗ | drops | 7 ms | timeout |", ""]);
  assertStringIncludes(new ChaosReport({ ...figures, scenarios }).toText(), "  ✗ drops: timeout");
});
