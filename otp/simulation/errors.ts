import type { Departure } from "./simulation_scheduler.ts";

/** A run before cannot be repeated: the code has changed since, or is not deterministic. */
export class ReplayError extends Error {
  /** Always `"ReplayError"`. */
  override readonly name: string = "ReplayError";
  /** Where the recorded run was left, and why. */
  readonly departure: Departure;

  /** Makes the error of a departure. */
  constructor(departure: Departure) {
    const { at, choice, options } = departure;
    super(
      `Cannot replay the run: it was left at choice ${at}, which is ${choice} of ${options}. ` +
        "The code has changed since, or is not deterministic: checkDeterminism tells",
    );
    this.departure = departure;
  }
}

/** Nothing is left to do, and what is waited for has not come. */
export class DeadlockError extends Error {
  /** Always `"DeadlockError"`. */
  override readonly name: string = "DeadlockError";
  /** Which processes are in the middle of something, and of what. */
  readonly waiting: readonly string[];
  /** Where time is moved by hand: when the next timer is due, in virtual milliseconds. */
  readonly nextTimerMs: number | undefined;

  /** Makes the error of those who wait. */
  constructor(waiting: readonly string[], { nextTimerMs }: { readonly nextTimerMs?: number | undefined } = {}) {
    super(
      "Cannot go on: nothing is left to do, " +
        (nextTimerMs === undefined
          ? "at any time, "
          : `time is moved by hand (the next timer is due at ${nextTimerMs} ms), `) +
        "and what is waited for has not come; " +
        (waiting.length === 0 ? "no process is in the middle of anything" : `in the middle are ${waiting.join(", ")}`),
    );
    this.waiting = waiting;
    this.nextTimerMs = nextTimerMs;
  }
}
