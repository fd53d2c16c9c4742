import type { ExitReason } from "@superlearner/otp";
import type { Summary } from "../statistics/summary.ts";
import type { ScenarioEvent } from "./history.ts";

/** The figures of one run of a scenario. */
export interface ScenarioMetrics {
  /** Steps that clients began. */
  readonly operations: number;
  /** Steps that failed. */
  readonly errors: number;
  /** How many clients there were. */
  readonly clients: number;
  /** From the first step to the rest after the last, in milliseconds of System time. */
  readonly durationMs: number;
  /** How long calls took that were answered, in milliseconds of System time; absent where none was. */
  readonly callMs?: Summary;
  /** The most messages that ever waited for the server at once, by count; absent where nobody was there. */
  readonly mailboxPeak?: number;
  /** What the server died of, if it did. */
  readonly died?: ExitReason;
}

/** What came of a scenario. */
export interface ScenarioReport {
  /** Its name. */
  readonly name: string;
  /** Whether all was as it should be. */
  readonly passed: boolean;
  /** Whose time it was. */
  readonly clock: "virtual" | "real";
  /** Where chance came from. */
  readonly seed: number;
  /** How many runs there were. */
  readonly runs: number;
  /** On one line: `"300 runs"`, `"all 12 schedules"`, `"run 4 failed"`. */
  readonly summary: string;
  /** What happened, in one order: in the run that has failed (in virtual time, the smallest), or else in the first. */
  readonly events: readonly ScenarioEvent[];
  /** The figures of that run. */
  readonly metrics: ScenarioMetrics;
  /** Runs the failed run again: `SUPERTESTER_REPLAY`, or the option `replay`. */
  readonly token?: string;
}

/** What one run has come to, before it is said in how many it was. */
export type RunReport = Pick<ScenarioReport, "events" | "metrics">;
