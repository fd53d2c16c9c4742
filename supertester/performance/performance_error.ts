import type { Measurement } from "./measure.ts";

/** A bound that was not held. */
export interface Violation {
  /** The bound's option. */
  readonly bound: string;
  /** The figure that was allowed. */
  readonly limit: number;
  /** The figure that was found. */
  readonly actual: number;
  /** What the figure is, in words: `"median of 30 runs"`. */
  readonly statistic: string;
}

/** Something took more than it may. */
export class PerformanceError extends Error {
  /** Always `"PerformanceError"`. */
  override readonly name: string = "PerformanceError";
  /** The bounds that were not held, one at least. */
  readonly violations: readonly Violation[];
  /** What was found. */
  readonly measurement: Measurement;

  /** Makes the error; the message has its first line for each violation from whoever judges. */
  constructor(message: string, details: { violations: readonly Violation[]; measurement: Measurement }) {
    super(message);
    this.violations = details.violations;
    this.measurement = details.measurement;
  }
}
