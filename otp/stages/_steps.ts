/** Work in steps, each of which may have to wait for a promise. */
export type Steps<Result> = Generator<Promise<unknown>, Result, unknown>;

/** Does the steps: at once where nothing waits, and without a promise then. */
export function drive<Result>(steps: Steps<Result>): Result | Promise<Result> {
  const first = steps.next();
  return first.done ? first.value : wait(steps, first.value);
}

/** A step: the value, or what the promise of it gives. */
export function* settled<Value>(value: Value | Promise<Value>): Steps<Value> {
  return value instanceof Promise ? (yield value) as Value : value;
}

async function wait<Result>(steps: Steps<Result>, first: Promise<unknown>): Promise<Result> {
  for (let waited = first;;) {
    let next: IteratorResult<Promise<unknown>, Result>;
    try {
      next = steps.next(await waited);
    } catch (error) {
      next = steps.throw(error);
    }
    if (next.done) return next.value;
    waited = next.value;
  }
}
