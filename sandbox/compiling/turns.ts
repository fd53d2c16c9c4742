import { unlessAborted } from "./deadline.ts";

/** Work that is done one piece after the other, in the order in which it was asked for. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Settled when all that was asked for so far has ended. */
  get done(): Promise<unknown> {
    return this.#last;
  }

  /** Does a piece once those before it have ended. @throws The reason of the signal, also while it waits. @throws What it throws. */
  async take<Value>(body: () => Promise<Value>, signal?: AbortSignal): Promise<Value> {
    const before = this.#last;
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    this.#last = before.then(() => over);
    try {
      await unlessAborted(before, signal);
      return await body();
    } finally {
      end();
    }
  }
}
