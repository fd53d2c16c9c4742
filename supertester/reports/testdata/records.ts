import type { Report, TestRecord } from "../report.ts";

/** A test that passed, but for what is given. */
export function testRecord(parts: Partial<TestRecord>): TestRecord {
  const { file = "a_test.ts", name = "adds" } = parts;
  const counts = { passed: 1, failed: 0, skipped: 0 };
  return { id: `${file} > ${name}`, file, name, depth: 0, outcome: "passed", durationMs: 5, counts, ...parts };
}

/** A report of nothing, but for what is given. */
export function reportOf(parts: Partial<Report>): Report {
  return {
    version: 1,
    title: "Tests",
    at: Date.UTC(2026, 0, 2, 3, 4, 5),
    commit: "0123456789abcdef",
    durationMs: 1234,
    runs: 1,
    verdict: "passed",
    tests: [],
    results: [],
    histories: [],
    problems: [],
    ...parts,
  };
}
