import { AssertionError, suffix } from "./assertion_error.ts";

// Only `any` accepts the constructor of every class: `unknown[]` refuses those with typed parameters.
// deno-lint-ignore no-explicit-any
type AnyConstructor<T = any> = abstract new (...args: any[]) => T;

/** Asserts that a value is an instance of a class. */
export function assertInstanceOf<T extends AnyConstructor>(
  actual: unknown,
  expectedType: T,
  msg = "",
): asserts actual is InstanceType<T> {
  if (actual instanceof expectedType) return;
  const [wanted, found] = [expectedType.name, nameType(actual)];
  const but = wanted === found ? "" : found === "function" ? " but was not an instanced object" : ` but was "${found}"`;
  throw new AssertionError(`Expected object to be an instance of "${wanted}"${but}${suffix(msg)}`);
}

/** Asserts that a value is not an instance of a class. */
export function assertNotInstanceOf<A, T>(
  actual: A,
  unexpectedType: AnyConstructor<T>,
  msg?: string,
): asserts actual is Exclude<A, T> {
  if (!(actual instanceof unexpectedType)) return;
  throw new AssertionError(`Expected object to not be an instance of "${typeof unexpectedType}"${suffix(msg)}`);
}

function nameType(value: unknown): string {
  if (value === null || typeof value !== "object") return value === null ? "null" : typeof value;
  return value.constructor?.name ?? "Object";
}
