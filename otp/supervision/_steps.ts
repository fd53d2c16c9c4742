/**
 * Work in steps, each of which may or may not have to wait. Where none has to, all of it is done when `drive` returns,
 * without a promise: that is the usual case of a restart, and what makes it cheap.
 */
export type Steps<Result> = Generator<Promise<unknown>, Result, unknown>;

/** Within steps: the value, waited for if it is a promise. */
export function* wait<Value>(value: Value | Promise<Value>): Generator<Promise<unknown>, Value, unknown> {
  return value instanceof Promise ? (yield value) as Value : value;
}

/** Runs steps to their end; gives a promise only if one of them had to wait. */
export function drive<Result>(steps: Steps<Result>): Result | Promise<Result> {
  const next = steps.next();
  return next.done ? next.value : goOn(steps, next.value);
}

async function goOn<Result>(steps: Steps<Result>, waiting: Promise<unknown>): Promise<Result> {
  for (let promise = waiting;;) {
    const next = steps.next(await promise);
    if (next.done) return next.value;
    promise = next.value;
  }
}
