import { AssertionError, suffix } from "./assertion_error.ts";
import { assertIsError, type ErrorClass, readExpectation } from "./is_error.ts";

/** Asserts that a function throws, and returns what it threw. */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
/** Asserts that a function throws an error of a class whose message includes a text, and returns the error. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  classOrMsg?: ErrorClass<E> | string,
  msgIncludes?: string,
  lastMsg?: string,
): unknown {
  const { ErrorClass, msgIncludes: text, msg } = readExpectation(classOrMsg, msgIncludes, lastMsg);
  try {
    fn();
  } catch (error) {
    if (!ErrorClass) return error;
    if (!(error instanceof Error)) throw new AssertionError(`A non-Error object was thrown${suffix(msg)}`);
    assertIsError(error, ErrorClass, text, msg);
    return error;
  }
  throw new AssertionError(`Expected function to throw${suffix(msg)}`);
}
