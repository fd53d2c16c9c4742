import { AssertionError, suffix } from "./assertion_error.ts";
import { equal } from "./equal.ts";
import { format, formatDiff } from "./format.ts";

/** Asserts that two values are deeply equal. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  if (equal(actual, expected)) return;
  const bothText = typeof actual === "string" && typeof expected === "string";
  const [left, right] = bothText ? [actual, expected] : [format(actual), format(expected)];
  throw new AssertionError(`Values are not equal${suffix(msg)}${formatDiff(left, right)}`);
}

/** Asserts that two values are not deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  if (!equal(actual, expected)) return;
  throw new AssertionError(`Expected actual: ${format(actual)} not to be: ${format(expected)}${suffix(msg)}`);
}

/** Asserts that two values are the same value (`Object.is`). */
export function assertStrictEquals<T>(actual: unknown, expected: T, msg?: string): asserts actual is T {
  if (Object.is(actual, expected)) return;
  const [left, right] = [format(actual), format(expected)];
  if (left === right) {
    throw new AssertionError(
      `Values have the same structure but are not reference-equal${suffix(msg)}\n\n    ${left}\n`,
    );
  }
  throw new AssertionError(`Values are not strictly equal${suffix(msg)}${formatDiff(left, right)}`);
}

/** Asserts that two values are not the same value (`Object.is`). */
export function assertNotStrictEquals<T>(actual: T, expected: T, msg?: string): void {
  if (!Object.is(actual, expected)) return;
  throw new AssertionError(`Expected "actual" to not be strictly equal to: ${format(actual)}${suffix(msg)}\n`);
}
