import { MockError } from "./spy.ts";

/** A function that returns the next of the values at each call, and throws those that are errors. */
export function returnsNext<Return, Self = unknown, Args extends unknown[] = unknown[]>(
  values: Iterable<Return>,
): (this: Self, ...args: Args) => Return {
  const iterator = values[Symbol.iterator]();
  let calls = 0;
  return () => {
    const next = iterator.next();
    if (next.done) throw new MockError(`Not expected to be called more than ${calls} time(s)`);
    calls++;
    if (next.value instanceof Error) throw next.value;
    return next.value;
  };
}
