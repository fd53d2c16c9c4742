import type { Exploration, FoundFailure } from "./exploration.ts";

/** A simulated test that has failed: how, in which smallest run, and how to have that again. */
export class SimulationError extends Error {
  /** Always `"SimulationError"`, or `"ForeignAwaitError"`. */
  override readonly name: string = "SimulationError";
  /** What was explored. */
  readonly exploration: Exploration;
  /** What was found. */
  readonly found: FoundFailure;

  /** Makes the error of an exploration that has found something. */
  constructor(exploration: Exploration, message: string) {
    const { found } = exploration;
    super(message, found?.failure.error === undefined ? {} : { cause: found.failure.error });
    this.exploration = exploration;
    this.found = found!;
  }
}

/** A test, or what it tests, waits for something outside the simulation that was not declared. */
export class ForeignAwaitError extends SimulationError {
  /** Always `"ForeignAwaitError"`. */
  override readonly name: string = "ForeignAwaitError";
}
