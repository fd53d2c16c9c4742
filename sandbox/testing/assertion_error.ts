/** What does not hold in a test. */
export class AssertionError extends Error {
  /** Always `"AssertionError"`. */
  override readonly name: string = "AssertionError";
}

/** What may stand last among the arguments, as with `@std/assert`: what the message begins with. */
export type Message = [message?: string];

/** Fails. @throws {AssertionError} Always. */
export function fail(message: string = "The test failed"): never {
  throw new AssertionError(message);
}

/** A message with the one that was given before it. */
export function withMessage(message: string | undefined, found: string): string {
  return message === undefined ? found : `${message}: ${found}`;
}
