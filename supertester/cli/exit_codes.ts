/** What the command's exit code says. */
export interface ExitCodes {
  /** All is as it should be: 0. */
  readonly passed: number;
  /** A test failed, or something outside of tests, or no test was run: 1. */
  readonly failed: number;
  /** The command was called wrongly, or its configuration is wrong; nothing was run: 2. */
  readonly usage: number;
  /** All tests passed, and a result did not: a performance regression, chaos that was not survived: 3. */
  readonly regressed: number;
  /** Interrupted by Ctrl+C: 130. */
  readonly interrupted: number;
}

/** What the command's exit code says. */
export const EXIT: ExitCodes = { passed: 0, failed: 1, usage: 2, regressed: 3, interrupted: 130 };
