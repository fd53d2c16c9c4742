import { AssertionError, suffix } from "./assertion_error.ts";
import { assertIsError, type ErrorClass, readExpectation } from "./is_error.ts";

/** Asserts that the promise of a function rejects, and resolves to what it rejected with. */
export function assertRejects(fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
/** Asserts that the promise rejects with an error of a class whose message includes a text. */
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  classOrMsg?: ErrorClass<E> | string,
  msgIncludes?: string,
  lastMsg?: string,
): Promise<unknown> {
  const { ErrorClass, msgIncludes: text, msg } = readExpectation(classOrMsg, msgIncludes, lastMsg);
  const promise = start(fn, msg);
  try {
    await promise;
  } catch (error) {
    if (!ErrorClass) return error;
    if (!(error instanceof Error)) throw new AssertionError(`A non-Error object was rejected${suffix(msg)}`);
    assertIsError(error, ErrorClass, text, msg);
    return error;
  }
  throw new AssertionError(`Expected function to reject${suffix(msg)}`);
}

/** A synchronous throw, or no promise at all, is a mistake of its own: the caller would never see a rejection. */
function start(fn: () => PromiseLike<unknown>, msg: string | undefined): PromiseLike<unknown> {
  try {
    const promise: unknown = fn();
    if (promise && typeof promise === "object" && typeof (promise as PromiseLike<unknown>).then === "function") {
      return promise as PromiseLike<unknown>;
    }
  } catch {
    // Reported below, as the real package does.
  }
  throw new AssertionError(`Function throws when expected to reject${suffix(msg)}`);
}
