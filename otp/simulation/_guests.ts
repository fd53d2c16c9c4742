import { nextTask } from "../processes/next_task.ts";

/**
 * Whoever waits beside the one that moves time: code that runs in virtual time and itself says `settle` or `advance`, or
 * waits for something outside. Until they have gone on, time stands still.
 */
export class Guests {
  #count = 0;
  readonly #waiting: (() => void)[] = [];

  /** Whether there are any. */
  get present(): boolean {
    return this.#count > 0;
  }

  /** Keeps time still until something is done, and whoever waited for it has gone on. */
  async host<Value>(work: () => PromiseLike<Value>): Promise<Value> {
    this.#count++;
    try {
      return await work();
    } finally {
      void nextTask().then(() => this.#leave());
    }
  }

  /** Comes when there are none. */
  async gone(): Promise<void> {
    while (this.#count > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    if (--this.#count > 0) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
