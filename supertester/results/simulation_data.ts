/** The `data` of a {@linkcode TestResult} of kind `"simulation"`. */
export interface SimulationData {
  /** What repeats the failed run exactly, made as small as it gets: `supertester replay LINE`. Empty if there is none. */
  readonly line: string;
  /** The seed of the first run: `supertester replay SEED`. */
  readonly seed: number;
  /** What chose: `portfolio`, `exhaustive`, `pct` … */
  readonly strategy: string;
  /** Interleavings that were run. */
  readonly runs: number;
  /** What the search covered, in words: `all 412 schedules`, `bound 2, 10 000 of at least 1 000 000`. */
  readonly coverage?: string;
  /** How it failed. Without it all runs passed. */
  readonly failure?: SimulationFailure;
  /** The failed schedule, in order. Empty when all passed. */
  readonly steps: readonly ScheduleStep[];
  /** How many times the schedule left the plain order: what the shrinker makes small. */
  readonly preemptions: number;
}

/** How a simulation failed. */
export interface SimulationFailure {
  /** What kind of failure it is: `thrown`, `invariant`, `deadlock` … */
  readonly kind: string;
  /** The class of what was thrown, `AssertionError`; of a failure that is none the kind again. */
  readonly class: string;
  /** Its message, in full. */
  readonly message: string;
  /** Which run it was, from 1 up. */
  readonly run: number;
  /** How many runs it took to make it smaller. */
  readonly shrinkRuns: number;
  /** Whether no choice and no fault can be left out of it any more. */
  readonly minimal: boolean;
  /** Whether the same choices gave the same run again. */
  readonly deterministic: boolean;
  /** What it used that may make runs differ, and where: `Date.now at shop.ts:7:3`. */
  readonly suspects: readonly string[];
  /** What runs it again in a shell. Absent where it cannot be had again. */
  readonly command?: string;
}

/** One step of a schedule: a process handles one thing. A space-time diagram is drawn from these. */
export interface ScheduleStep {
  /** Whose turn it was, as text: the same process has the same text in every step. */
  readonly process: string;
  /** What it was. */
  readonly event: ScheduleEvent;
  /** The time of the simulation. */
  readonly atMs: number;
  /** What was handled, as text: the message, the timer's message, the exit reason, the fault. */
  readonly message?: string;
  /** Who sent it, where a process did. */
  readonly from?: string;
  /** Which step sent it, counted from 0: where known, the arrow is drawn from there. */
  readonly sentAt?: number;
  /** What it sent in turn, in order. */
  readonly sends: readonly ScheduleSend[];
  /** Whether the step was taken out of the plain order: a pre-emption. */
  readonly preempts?: boolean;
}

/** What a {@linkcode ScheduleStep} is. */
export type ScheduleEvent = "start" | "message" | "timer" | "exit" | "fault";

/** What a step sent. */
export interface ScheduleSend {
  /** To whom, as text. */
  readonly to: string;
  /** What, as text. */
  readonly message: string;
  /**
   * What became of it where a fault struck: `lost`, `delayed`, `duplicated`, `reordered`. `answered`: it answers a call,
   * and who asked goes on with it without a step of its own.
   */
  readonly fate?: string;
}
