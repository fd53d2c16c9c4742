import { assertEquals } from "@std/assert";
import { buildReport, outcomesById, type ReportSources } from "./build_report.ts";
import type { TestRun } from "./read_junit.ts";

const run = (name: string, parts: Partial<TestRun> = {}): TestRun => ({
  file: "a_test.ts",
  name,
  outcome: "passed",
  durationMs: 1,
  ...parts,
});

const sources = (parts: Partial<ReportSources>): ReportSources => ({
  title: "Tests",
  at: 5,
  commit: "abc",
  durationMs: 9,
  runs: [],
  results: [],
  history: [],
  errors: [],
  problems: [],
  ...parts,
});

Deno.test("buildReport: over several runs the worst outcome, the median time and the first failure", () => {
  const failure = { message: "no", text: "no\n  at a_test.ts:1" };
  const runs = [
    [run("x", { durationMs: 9 }), run("y", { outcome: "skipped" })],
    [run("x", { durationMs: 2, outcome: "failed", failure }), run("y", { outcome: "skipped" })],
    [run("x", { durationMs: 4 }), run("y", { outcome: "skipped" })],
  ];
  const { tests, verdict } = buildReport(sources({ runs }));
  assertEquals(tests.map(({ outcome, durationMs }) => [outcome, durationMs]), [["failed", 4], ["skipped", 1]]);
  assertEquals(tests[0]?.counts, { passed: 2, failed: 1, skipped: 0 });
  assertEquals([tests[0]?.failure, verdict], [failure, "failed"]);
});

Deno.test("buildReport: steps follow their test, and a name may hold the sign that stands between them", () => {
  const runs = [[
    run("z", { line: 1 }),
    run("later", { line: 9 }),
    run("z > one > deep", { line: 3 }),
    run("z > one", { line: 2 }),
    run("a > b", { line: 5 }),
    run("first", { file: "0_test.ts", line: 9 }),
  ]];
  assertEquals(buildReport(sources({ runs })).tests.map(({ name, depth }) => [name, depth]), [
    ["first", 0],
    ["z", 0],
    ["z > one", 1],
    ["z > one > deep", 2],
    ["a > b", 0],
    ["later", 0],
  ]);
});

Deno.test("buildReport: a name that a file has twice is two tests, the same ones in every run", () => {
  const twice = [run("x", { line: 7, outcome: "failed" }), run("x", { line: 3 })];
  const { tests } = buildReport(sources({ runs: [twice, twice.toReversed()] }));
  assertEquals(tests.map(({ id, line, counts }) => [id, line, counts.failed]), [
    ["a_test.ts > x", 3, 0],
    ["a_test.ts > x (2)", 7, 2],
  ]);
  assertEquals(outcomesById(twice), { "a_test.ts > x": ["passed", 1], "a_test.ts > x (2)": ["failed", 1] });
});

Deno.test("buildReport: a result that did not pass is a regression, an error outside of tests a failure", () => {
  const result = { kind: "performance", test: "x", name: "y", passed: false, at: 1, data: {} } as const;
  const runs = [[run("x")]];
  assertEquals(buildReport(sources({ runs, results: [{ ...result, passed: true }] })).verdict, "passed");
  assertEquals(buildReport(sources({ runs, results: [result] })).verdict, "regressed");
  assertEquals(buildReport(sources({ runs, results: [result], gate: false })).verdict, "passed");
  const failed = buildReport(sources({ runs, results: [result], errors: ["broken"], problems: ["torn"] }));
  assertEquals([failed.verdict, failed.problems], ["failed", ["broken", "torn"]]);
  assertEquals(buildReport(sources({ runs, problems: ["torn"] })).verdict, "passed");
});

Deno.test("buildReport: of what was published in many runs the last is shown, of failures the first three", () => {
  const result = (at: number, passed: boolean, name = "y") =>
    ({ kind: "chaos", test: "x", name, passed, at, data: {} }) as const;
  const results = [result(2, true, "z"), result(1, true, "z"), ...[5, 4, 3, 2, 1].map((at) => result(at, at > 4))];
  assertEquals(buildReport(sources({ runs: [[run("x")]], results })).results.map(({ name, at }) => [name, at]), [
    ["z", 2],
    ["y", 1],
    ["y", 2],
    ["y", 3],
  ]);
});
