import type { NondeterminismError, RunRecord, Suspect } from "@superlearner/otp/simulation";
import type { Leaving, Turn } from "./_guide.ts";
import type { RunFailure } from "./failure.ts";

export type { Leaving, Turn };

/** A run that has failed, made as small as it gets. */
export interface FoundFailure {
  /** What went wrong. */
  readonly failure: RunFailure;
  /** Which run it was, from 1 up. */
  readonly run: number;
  /** The run as it was found. */
  readonly found: RunRecord;
  /** The smallest that fails in the same way. */
  readonly shrunk: RunRecord;
  /** How many runs it took to make it smaller. */
  readonly shrinkRuns: number;
  /** Whether no choice and no fault can be left out of it any more. */
  readonly minimal: boolean;
  /** How many turns come out of their order of arrival in it. */
  readonly preemptions: number;
  /** Runs it again: `SUPERTESTER_REPLAY`, or the option `replay`. Absent where it cannot be had again. */
  readonly token: string | undefined;
  /** Its turns, in order. */
  readonly turns: readonly Turn[];
  /** The names of its processes, by place. */
  readonly names: ReadonlyMap<string, string>;
  /** Set where the same choices gave another run: what differs first, and the likely source. */
  readonly nondeterminism: NondeterminismError | undefined;
  /** What it used that may make runs differ. */
  readonly suspects: readonly Suspect[];
  /** Where a replayed run left its record. */
  readonly left: Leaving | undefined;
}

/** What an exploration has come to. */
export interface Exploration {
  /** Whether every run was as it should be, and an exhaustive search complete. */
  readonly passed: boolean;
  /** The seed of the first run. */
  readonly seed: number;
  /** How many runs were led, for an exhaustive search those that came to the same included. */
  readonly runs: number;
  /** How many runs could be told apart; of an exhaustive search. */
  readonly schedules: number | undefined;
  /** Whether there are no other runs; of an exhaustive search. */
  readonly complete: boolean;
  /** On one line: `"1000 runs"`, `"all 412 schedules"`, `"bound 2, 10 000 of ≥ 1 000 000 schedules"`. */
  readonly summary: string;
  /** The most turns that a run had. */
  readonly steps: number;
  /** What was found. */
  readonly found: FoundFailure | undefined;
}

/** A number with its thousands apart. */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, " ");
}

/** So many of something: `"1 run"`, `"2 000 runs"`. */
export function counted(count: number, what: string): string {
  return `${grouped(count)} ${what}${count === 1 ? "" : "s"}`;
}

/** How far a search has come, in words. */
export function searchSummary(
  search: { schedules: number; complete: boolean; atLeast: number; runs: number },
  bound: number | undefined,
): string {
  const { schedules, complete, atLeast, runs } = search;
  const within = bound === undefined ? "" : `bound ${bound}, `;
  const many = complete
    ? schedules === 1 ? "the only schedule" : `all ${grouped(schedules)} schedules`
    : `${grouped(schedules)} of ≥ ${grouped(atLeast)} schedules`;
  return within + many + (runs > schedules ? ` in ${counted(runs, "run")}` : "");
}
