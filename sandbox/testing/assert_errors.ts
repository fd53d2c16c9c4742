import { refuse } from "./check_asked.ts";
import { AssertionError, type Message } from "./assertion_error.ts";

/** A class of errors. */
export type ErrorClass<Thrown extends Error> = abstract new (...args: never[]) => Thrown;

/** Asserts that a function throws, an error of a class and with a text in its message if those are given; and gives it. */
export function assertThrows<Thrown extends Error = Error>(
  body: () => unknown,
  Class?: ErrorClass<Thrown>,
  ...[message = ""]: Message
): Thrown {
  checkBody(body, Class);
  try {
    body();
  } catch (error) {
    return checked(error, Class, message);
  }
  throw new AssertionError("It did not throw");
}

/** Asserts that a promise is rejected, as {@linkcode assertThrows} does. */
export async function assertRejects<Thrown extends Error = Error>(
  body: () => PromiseLike<unknown>,
  Class?: ErrorClass<Thrown>,
  ...[message = ""]: Message
): Promise<Thrown> {
  checkBody(body, Class);
  try {
    await body();
  } catch (error) {
    return checked(error, Class, message);
  }
  throw new AssertionError("It was not rejected");
}

/** What is no function cannot be called, which must not be taken for the error that was to come. */
function checkBody(body: unknown, Class: unknown): void {
  if (typeof body !== "function") refuse("what is to fail is a function", body);
  if (Class !== undefined && typeof Class !== "function") refuse("what is to be thrown is a class of errors", Class);
}

function checked<Thrown extends Error>(error: unknown, Class: ErrorClass<Thrown> | undefined, message: string): Thrown {
  if (!(error instanceof Error)) throw new AssertionError(`What was thrown is no error: ${String(error)}`);
  if (Class !== undefined && !(error instanceof Class)) {
    throw new AssertionError(`It threw ${error.name}, expected was ${Class.name}: ${error.message}`);
  }
  if (!error.message.includes(message)) {
    throw new AssertionError(`It threw "${error.message}", expected was "${message}" in it`);
  }
  return error as Thrown;
}
