import type { TestResult } from "../results/result.ts";
import type { TestHistory } from "./test_history.ts";

/** All that a report shows, whatever its form. */
export interface Report {
  /** The version of this form: 1. */
  readonly version: 1;
  /** What it is called. */
  readonly title: string;
  /** When the tests began, milliseconds since 1970. */
  readonly at: number;
  /** The commit that was tested; empty where not known. */
  readonly commit: string;
  /** How long all runs together took. */
  readonly durationMs: number;
  /** How many times the tests were run. */
  readonly runs: number;
  /** What is to be said in one word. */
  readonly verdict: Verdict;
  /** Every test and step, in the order of files and of their lines. */
  readonly tests: readonly TestRecord[];
  /**
   * What tests have found out beside passing or failing. What a test published in several runs under one name is here
   * once; if it failed, the first three times that it did.
   */
  readonly results: readonly TestResult[];
  /** Tests that did not always end the same way, the least steady first. */
  readonly histories: readonly TestHistory[];
  /** What went wrong outside of tests, and what of the results could not be read. */
  readonly problems: readonly string[];
}

/**
 * Failed: a test, or something outside of tests. Regressed: all tests passed, and a result (a trend, a bound, chaos) did
 * not.
 */
export type Verdict = "passed" | "failed" | "regressed";

/** A test, or a step of one, over all its runs. */
export interface TestRecord {
  /** What tells it from every other: file, name, and a number where a file has the name twice. */
  readonly id: string;
  /** The file, as a path from where the tests were run. */
  readonly file: string;
  /** Its name; of a step the names of all above it and its own, put together with ` > `. */
  readonly name: string;
  /** How many names there are above: 0 for a test. */
  readonly depth: number;
  /** Where it stands, counted from 1. */
  readonly line?: number;
  /** Where in the line, counted from 1. */
  readonly column?: number;
  /** How it ended; with several runs the worst. */
  readonly outcome: Outcome;
  /** How long it took; with several runs the median. */
  readonly durationMs: number;
  /** How many of its runs passed, failed and were skipped. */
  readonly counts: Readonly<Record<Outcome, number>>;
  /** What the first run that failed said. */
  readonly failure?: TestFailure;
}

/** How a test may end. */
export type Outcome = "passed" | "failed" | "skipped";

/** What a failed test said. */
export interface TestFailure {
  /** The first line. */
  readonly message: string;
  /** All of it, with where it comes from. */
  readonly text: string;
}

/** Whether a test both passed and failed in this report. */
export function isFlaky({ counts }: TestRecord): boolean {
  return counts.passed > 0 && counts.failed > 0;
}

/** How many tests, steps not counted, ended in each way. */
export function countOutcomes(tests: readonly TestRecord[]): Record<Outcome, number> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { depth, outcome } of tests) if (depth === 0) counts[outcome]++;
  return counts;
}
