import { DEAD, type Process } from "../processes/process.ts";

/**
 * Work of a process in steps, each of which may or may not have to wait. Where none has to, all of it is done when `drive`
 * returns, without a promise: that is the usual case of a restart, and what makes it cheap.
 */
export type Steps<Result> = Generator<Promise<unknown>, Result, unknown>;

/** Within steps: the value, waited for if it is a promise. */
export function* wait<Value>(value: Value | Promise<Value>): Generator<Promise<unknown>, Value, unknown> {
  return value instanceof Promise ? (yield value) as Value : value;
}

/**
 * Runs steps to their end; gives a promise only if one of them had to wait. When the process dies while it waits, the
 * steps that are left are never taken, and the promise never settles: a dead supervisor starts nothing.
 */
export function drive<Result>(process: Process, steps: Steps<Result>): Result | Promise<Result> {
  const next = steps.next();
  return next.done ? next.value : goOn(process, steps, next.value);
}

async function goOn<Result>(process: Process, steps: Steps<Result>, waiting: Promise<unknown>): Promise<Result> {
  const { runtime } = process;
  for (let promise = waiting;;) {
    const value = await promise;
    if (process.phase === DEAD) return await new Promise<never>(() => {});
    const outer = runtime.current;
    runtime.current = process;
    const next = steps.next(value);
    runtime.current = outer;
    if (next.done) return next.value;
    promise = next.value;
  }
}
