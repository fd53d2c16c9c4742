import type { TestResult } from "../results/result.ts";
import type { TestRun } from "./read_junit.ts";
import type { Outcome, Report, TestRecord, Verdict } from "./report.ts";
import { type HistoryRun, unsteadyTests } from "./test_history.ts";

/** What a report is made of. */
export interface ReportSources {
  /** What it is called. */
  readonly title: string;
  /** When the tests began, milliseconds since 1970. */
  readonly at: number;
  /** The commit that was tested; empty where not known. */
  readonly commit: string;
  /** How long all runs together took. */
  readonly durationMs: number;
  /** The runs, each with its tests in the order of the runner. */
  readonly runs: readonly (readonly TestRun[])[];
  /** What tests have published. */
  readonly results: readonly TestResult[];
  /** Earlier runs and these, in any order. */
  readonly history: readonly HistoryRun[];
  /** What went wrong outside of tests: each makes the report fail. */
  readonly errors: readonly string[];
  /** What could not be read: said, no more. */
  readonly problems: readonly string[];
  /** Whether a result that did not pass is a regression. @default {true} */
  readonly gate?: boolean;
}

/** Puts together what was run, published and kept. */
export function buildReport(sources: ReportSources): Report {
  const { title, at, commit, durationMs, runs, results, history, errors, problems, gate = true } = sources;
  const tests = mergeRuns(runs);
  return {
    version: 1,
    title,
    at,
    commit,
    durationMs,
    runs: runs.length,
    verdict: judge(tests, gate ? results : [], errors),
    tests,
    results: resultsShown(results),
    histories: unsteadyTests(history),
    problems: [...errors, ...problems],
  };
}

/** The tests of one run by id, as a history keeps them. */
export function outcomesById(run: readonly TestRun[]): HistoryRun["tests"] {
  return Object.fromEntries(identify(run).map(([id, { outcome, durationMs }]) => [id, [outcome, durationMs]]));
}

/** Tests over all runs: the worst outcome, the median time, the first failure. */
function mergeRuns(runs: readonly (readonly TestRun[])[]): TestRecord[] {
  const byId = new Map<string, TestRun[]>();
  const names = new Set<string>();
  for (const [id, test] of runs.flatMap(identify)) {
    names.add(placeName(test.file, test.name));
    const known = byId.get(id);
    if (known) known.push(test);
    else byId.set(id, [test]);
  }
  return inOrder([...byId].map(([id, attempts]) => merge(id, { attempts, depth: depthOf(attempts[0]!, names) })));
}

function merge(
  id: string,
  { attempts, depth }: { readonly attempts: readonly TestRun[]; readonly depth: number },
): TestRecord {
  const counts: Record<Outcome, number> = { passed: 0, failed: 0, skipped: 0 };
  for (const { outcome } of attempts) counts[outcome]++;
  const shown = attempts.find(({ failure }) => failure !== undefined) ?? attempts[0]!;
  const { file, name, line, column, failure } = shown;
  return {
    id,
    file,
    name,
    depth,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    outcome: counts.failed > 0 ? "failed" : counts.passed > 0 ? "passed" : "skipped",
    durationMs: median(attempts.map(({ durationMs }) => durationMs)),
    counts,
    ...(failure === undefined ? {} : { failure }),
  };
}

/** A name may stand in a file several times: those after the first get a number. The runner's order is that of lines. */
function identify(run: readonly TestRun[]): (readonly [id: string, test: TestRun])[] {
  const seen = new Map<string, number>();
  const sorted = run.toSorted((one, other) => place(one) - place(other));
  return sorted.map((test) => {
    const key = placeName(test.file, test.name);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return [count === 1 ? key : `${key} (${count})`, test] as const;
  });
}

function inOrder(tests: readonly TestRecord[]): TestRecord[] {
  return tests.toSorted((one, other) => {
    if (one.file !== other.file) return one.file < other.file ? -1 : 1;
    return place(one) - place(other);
  });
}

function place({ line = 0, column = 0 }: { readonly line?: number; readonly column?: number }): number {
  return line * 10_000 + Math.min(column, 9_999);
}

/** How many there are above: a name may hold the sign that stands between a step and what is above it. */
function depthOf({ file, name }: TestRun, names: ReadonlySet<string>): number {
  const parts = name.split(" > ");
  return parts.slice(1).filter((_, index) => names.has(placeName(file, parts.slice(0, index + 1).join(" > ")))).length;
}

function placeName(file: string, name: string): string {
  return `${file} > ${name}`;
}

/** With many runs a test publishes the same result many times: the last is shown, of failed ones the first three. */
function resultsShown(results: readonly TestResult[]): TestResult[] {
  const sorted = results.toSorted((one, other) => one.at - other.at);
  const groups = Map.groupBy(sorted, ({ kind, test, name }) => JSON.stringify([kind, test, name]));
  return [...groups.values()].flatMap((group) => {
    const failed = group.filter(({ passed }) => !passed);
    return failed.length > 0 ? failed.slice(0, 3) : group.slice(-1);
  });
}

function judge(tests: readonly TestRecord[], results: readonly TestResult[], errors: readonly string[]): Verdict {
  if (errors.length > 0 || tests.some(({ outcome }) => outcome === "failed")) return "failed";
  return results.every(({ passed }) => passed) ? "passed" : "regressed";
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
