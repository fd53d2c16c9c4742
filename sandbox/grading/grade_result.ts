import type { Diagnostic } from "../limits/sandbox_error.ts";
import type { OutputLine } from "../host/life_options.ts";

/**
 * What became of a test.
 *
 * - `passed`: it came to its end.
 * - `failed`: something did not hold, or the submission lacks what it asked for.
 * - `timeout`: it did not come to its end in its time.
 * - `crashed`: the sandbox of the submission ended meanwhile: a limit was hit, or it left.
 * - `not_run`: the submission does not compile or load.
 */
export type TestStatus = "passed" | "failed" | "timeout" | "crashed" | "not_run";

/** The verdict on one test. */
export interface TestResult {
  /** Its name. */
  readonly name: string;
  /** What became of it. */
  readonly status: TestStatus;
  /** Why, unless it passed. Text that the submission may have had a part in, cut and without control characters. */
  readonly message?: string;
  /** How long it took, in milliseconds, without making the sandbox. */
  readonly timeMs: number;
  /** What it earned: all of `maxPoints`, or 0. */
  readonly points: number;
  /** What it counts. */
  readonly maxPoints: number;
}

/** A line that was printed while grading. */
export interface GradeLine extends OutputLine {
  /** Who printed it. */
  readonly from: "submission" | "tests";
  /** During which test; none while it was loaded. */
  readonly test?: string;
}

/** What came of grading a submission. */
export interface GradeResult {
  /** The points earned of those there are, as a whole number of hundredths: from 0 to 100. */
  readonly score: number;
  /** Every test that was planned, in its order. */
  readonly tests: readonly TestResult[];
  /** Why it does not compile or load; empty if it does. */
  readonly diagnostics: readonly Diagnostic[];
  /** What was printed, the first of it. */
  readonly output: readonly GradeLine[];
  /** How long all of it took, in milliseconds, without waiting for its turn. */
  readonly timeMs: number;
}

/** The points earned of those that were planned, in hundredths. What was not run counts as what failed. */
export function scoreOf(tests: readonly Pick<TestResult, "points" | "maxPoints">[]): number {
  const planned = tests.reduce((sum, { maxPoints }) => sum + maxPoints, 0);
  const earned = tests.reduce((sum, { points }) => sum + points, 0);
  return planned === 0 ? 0 : Math.round(100 * earned / planned);
}
