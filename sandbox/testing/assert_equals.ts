import { shown } from "../guest/guest_console.ts";
import { AssertionError, type Message, withMessage } from "./assertion_error.ts";
import { equal } from "./equal.ts";

/** Asserts that something holds. @throws {AssertionError} If not. */
export function assert(holds: unknown, message: string = "It does not hold"): asserts holds {
  if (!holds) throw new AssertionError(message);
}

/** Asserts that something does not hold. @throws {AssertionError} If it does. */
export function assertFalse(holds: unknown, message: string = "It holds"): void {
  if (holds) throw new AssertionError(message);
}

/** Asserts that a value is there: neither `null` nor `undefined`. @throws {AssertionError} If not. */
export function assertExists<Value>(actual: Value, message?: string): asserts actual is NonNullable<Value> {
  if (actual === null || actual === undefined) throw new AssertionError(withMessage(message, `It is ${actual}`));
}

/** Asserts that two values are equal, however deep. @throws {AssertionError} If not. */
export function assertEquals<Value>(actual: Value, expected: Value, ...[message]: Message): void {
  if (equal(actual, expected)) return;
  throw new AssertionError(withMessage(message, `It is ${shown(part(actual))}, expected was ${shown(part(expected))}`));
}

/** Asserts that two values differ. @throws {AssertionError} If they are equal. */
export function assertNotEquals<Value>(actual: Value, expected: Value, ...[message]: Message): void {
  if (!equal(actual, expected)) return;
  throw new AssertionError(withMessage(message, `It is ${shown(part(actual))}, and should be anything else`));
}

/** Asserts that two values are the same, as `Object.is` has it. @throws {AssertionError} If not. */
export function assertStrictEquals<Value>(
  actual: unknown,
  expected: Value,
  ...[message]: Message
): asserts actual is Value {
  if (Object.is(actual, expected)) return;
  throw new AssertionError(
    withMessage(message, `It is ${shown(part(actual))}, expected was the same ${shown(part(expected))}`),
  );
}

/** A text in quotes: that it is one is seen in the message. */
function part(value: unknown): unknown {
  return typeof value === "string" ? JSON.stringify(value) : value;
}
