import { AssertionError, suffix } from "./assertion_error.ts";
import { equal } from "./equal.ts";
import { format } from "./format.ts";

type ArrayLikeArg<T> = ArrayLike<T> & object;

/** Asserts that a list has every item of another, by deep equality and in any order. */
export function assertArrayIncludes<T>(actual: ArrayLikeArg<T>, expected: ArrayLikeArg<T>, msg?: string): void {
  const present = Array.from(actual);
  const missing = Array.from(expected).filter((item) => !present.some((other) => equal(item, other)));
  if (missing.length === 0) return;
  throw new AssertionError(
    `Expected actual: "${format(present)}" to include: "${format(Array.from(expected))}"${suffix(msg)}\n` +
      `missing: ${format(missing)}`,
  );
}
