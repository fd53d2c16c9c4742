import type { TrendCheck } from "./trends.ts";

/** A figure has got worse, and it is known since when. */
export class RegressionError extends Error {
  /** Always `"RegressionError"`. */
  override readonly name: string = "RegressionError";
  /** What was found. */
  readonly check: TrendCheck;

  /** Makes the error of a check. */
  constructor(message: string, check: TrendCheck) {
    super(message);
    this.check = check;
  }
}
