import type { Scenario } from "../scenarios/define_scenario.ts";

/** What is known of a counterexample. */
export interface ModelErrorDetails {
  /** The smallest scenario that fails. */
  readonly counterexample: Scenario;
  /** The seed that it was found from. */
  readonly seed: number;
  /** The way that leads from the seed to it. */
  readonly path: string;
  /** How it fails. */
  readonly cause: unknown;
}

/** A server that does not do what its model does, shown on the smallest example that was found. */
export class ModelError extends Error {
  /** Always `"ModelError"`. */
  override readonly name: string = "ModelError";
  /** The smallest scenario that fails. */
  readonly counterexample: Scenario;
  /** The seed that it was found from. */
  readonly seed: number;
  /** The way that leads from the seed to it: with the seed, it alone is run again. */
  readonly path: string;

  /** Makes the error of a counterexample. */
  constructor(message: string, details: ModelErrorDetails) {
    super(message, { cause: details.cause });
    this.counterexample = details.counterexample;
    this.seed = details.seed;
    this.path = details.path;
  }
}
