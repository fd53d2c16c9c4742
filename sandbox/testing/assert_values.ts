import { AssertionError, type Message, withMessage } from "./assertion_error.ts";

/** Asserts that a number is as good as another. @throws {AssertionError} If it is further off than `tolerance`, by default 1e-7. */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  ...[tolerance = 1e-7]: [tolerance?: number]
): void {
  if (Object.is(actual, expected) || Math.abs(actual - expected) <= tolerance) return;
  throw new AssertionError(`It is ${actual}, expected was ${expected} ± ${tolerance}`);
}

/** Asserts that a value is above another. @throws {AssertionError} If not. */
export function assertGreater<Value>(actual: Value, than: Value, ...[message]: Message): void {
  if (!(actual > than)) {
    throw new AssertionError(withMessage(message, `${String(actual)} is not above ${String(than)}`));
  }
}

/** Asserts that a value is below another. @throws {AssertionError} If not. */
export function assertLess<Value>(actual: Value, than: Value, ...[message]: Message): void {
  if (!(actual < than)) {
    throw new AssertionError(withMessage(message, `${String(actual)} is not below ${String(than)}`));
  }
}

/** Asserts that a text matches. @throws {AssertionError} If not. */
export function assertMatch(actual: string, pattern: RegExp, ...[message]: Message): void {
  const matches = typeof actual === "string" && pattern.test(actual);
  if (!matches) throw new AssertionError(withMessage(message, `"${String(actual)}" does not match ${pattern}`));
}

/** Asserts that a text has another in it. @throws {AssertionError} If not. */
export function assertStringIncludes(actual: string, part: string, ...[message]: Message): void {
  const includes = typeof actual === "string" && actual.includes(part);
  if (!includes) throw new AssertionError(withMessage(message, `"${String(actual)}" does not have "${part}" in it`));
}
