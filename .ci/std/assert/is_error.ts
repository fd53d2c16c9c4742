import { AssertionError, suffix } from "./assertion_error.ts";
import { stripVTControlCharacters as strip } from "node:util";

// Only `any` accepts the constructor of every class: `unknown[]` refuses those with typed parameters.
// deno-lint-ignore no-explicit-any
export type ErrorClass<E extends Error> = new (...args: any[]) => E;

/** Asserts that a value is an error, of a class if one is given and with a message that includes or matches. */
export function assertIsError<E extends Error = Error>(
  error: unknown,
  // deno-lint-ignore no-explicit-any
  ErrorClass?: abstract new (...args: any[]) => E,
  msgMatches?: string | RegExp,
  msg?: string,
): asserts error is E {
  if (!(error instanceof Error)) {
    throw new AssertionError(`Expected "error" to be an Error object${suffix(msg)}`);
  }
  if (ErrorClass && !(error instanceof ErrorClass)) {
    const found = (error as Error).constructor?.name;
    throw new AssertionError(
      `Expected error to be instance of "${ErrorClass.name}", but was "${found}"${suffix(msg)}`,
    );
  }
  if (!msgMatches) return;
  const message = strip(error.message);
  const matches = msgMatches instanceof RegExp ? msgMatches.test(message) : message.includes(strip(msgMatches));
  if (matches) return;
  const wanted = msgMatches instanceof RegExp ? String(msgMatches) : JSON.stringify(msgMatches);
  throw new AssertionError(
    `Expected error message to include ${wanted}, but got ${JSON.stringify(error.message)}${suffix(msg)}`,
  );
}

/** What was asked of an error that something threw, from either form of the arguments. */
export interface Expectation<E extends Error> {
  ErrorClass: ErrorClass<E> | undefined;
  msgIncludes: string | undefined;
  msg: string | undefined;
}

/** Sorts the arguments of `assertThrows` and `assertRejects`, which take either a message or a class first. */
export function readExpectation<E extends Error>(
  classOrMsg: ErrorClass<E> | string | undefined,
  msgIncludes: string | undefined,
  msg: string | undefined,
): Expectation<E> {
  if (typeof classOrMsg === "string") return { ErrorClass: undefined, msgIncludes: undefined, msg: classOrMsg };
  return { ErrorClass: classOrMsg, msgIncludes, msg };
}
