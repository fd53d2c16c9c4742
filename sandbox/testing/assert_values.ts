import { refuse } from "./check_asked.ts";
import { AssertionError, type Message, withMessage } from "./assertion_error.ts";

/** Asserts that a number is as good as another. @throws {AssertionError} If it is further off than `tolerance`, by default 1e-7. */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  ...[tolerance = 1e-7]: [tolerance?: number]
): void {
  if (typeof expected !== "number") refuse("what is expected is a number", expected);
  // What is compared with a number becomes one: nothing at all would be as good as 0.
  const isNear = typeof actual === "number" && Math.abs(actual - expected) <= tolerance;
  if (Object.is(actual, expected) || isNear) return;
  throw new AssertionError(`It is ${String(actual)}, expected was ${expected} ± ${tolerance}`);
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
  if (!(pattern instanceof RegExp)) refuse("the pattern is a RegExp", pattern);
  const matches = typeof actual === "string" && pattern.test(actual);
  if (!matches) throw new AssertionError(withMessage(message, `"${String(actual)}" does not match ${pattern}`));
}

/** Asserts that a text has another in it. @throws {AssertionError} If not. */
export function assertStringIncludes(actual: string, part: string, ...[message]: Message): void {
  if (typeof part !== "string") refuse("the part is a text", part);
  const includes = typeof actual === "string" && actual.includes(part);
  if (!includes) throw new AssertionError(withMessage(message, `"${String(actual)}" does not have "${part}" in it`));
}
