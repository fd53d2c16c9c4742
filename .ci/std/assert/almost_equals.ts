import { AssertionError, suffix } from "./assertion_error.ts";

/** Asserts that two numbers differ by at most `tolerance`, by default a ten-millionth of the expected one. */
export function assertAlmostEquals(actual: number, expected: number, tolerance?: number, msg?: string): void {
  if (Object.is(actual, expected)) return;
  const delta = Math.abs(expected - actual);
  const allowed = tolerance ?? (isFinite(expected) ? Math.abs(expected * 1e-7) : 1e-7);
  if (delta <= allowed) return;
  const print = (value: number) => Number.isInteger(value) ? value : value.toExponential();
  throw new AssertionError(
    `Expected actual: "${print(actual)}" to be close to "${print(expected)}": delta "${print(delta)}" is greater ` +
      `than "${print(allowed)}"${suffix(msg)}`,
  );
}
