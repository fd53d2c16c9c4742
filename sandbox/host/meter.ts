/** Counts what happened in the stretch of time that goes on now. */
export class Meter {
  readonly #windowMs: number;
  #from = -Infinity;
  #used = 0;

  /** @param windowMs How long a stretch is, in milliseconds. */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** Adds, and gives how much it is now. */
  add(amount: number, now: number): number {
    if (now - this.#from >= this.#windowMs) {
      this.#from = now;
      this.#used = 0;
    }
    return this.#used += amount;
  }
}
