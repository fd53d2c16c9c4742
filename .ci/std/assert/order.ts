import { AssertionError, suffix } from "./assertion_error.ts";
import { format } from "./format.ts";

type Sides<T> = { actual: T; sign: string; expected: T; msg: string | undefined };

function failed<T>({ actual, sign, expected, msg }: Sides<T>): never {
  throw new AssertionError(`Expect ${format(actual)} ${sign} ${format(expected)}${suffix(msg)}`);
}

/** Asserts `actual > expected`. */
export function assertGreater<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual > expected)) failed({ actual, sign: ">", expected, msg });
}

/** Asserts `actual >= expected`. */
export function assertGreaterOrEqual<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual >= expected)) failed({ actual, sign: ">=", expected, msg });
}

/** Asserts `actual < expected`. */
export function assertLess<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual < expected)) failed({ actual, sign: "<", expected, msg });
}

/** Asserts `actual <= expected`. */
export function assertLessOrEqual<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual <= expected)) failed({ actual, sign: "<=", expected, msg });
}
