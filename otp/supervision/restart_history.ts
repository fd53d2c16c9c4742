/** How many restarts are allowed in how long. */
export interface Intensity {
  readonly maxRestarts: number;
  readonly maxSeconds: number;
}

/** How many old entries are kept at most before they are cut off, next to as many that still count. */
const FEW = 32;

/** When a supervisor has restarted, as far back as its window goes. Adding costs the same however many are in it. */
export class RestartHistory {
  #times: number[] = [];
  /** Where the window begins; what is before it is too old. */
  #first = 0;

  /** Adds a restart. Returns whether it is one too many. One that is exactly `maxSeconds` old still counts. */
  add(nowMs: number, { maxRestarts, maxSeconds }: Intensity): boolean {
    this.#times.push(nowMs);
    return this.recent(nowMs, maxSeconds) > maxRestarts;
  }

  /** How many restarts there were within the window that ends now. Time never goes back. */
  recent(nowMs: number, maxSeconds: number): number {
    const oldest = nowMs - maxSeconds * 1000;
    while (this.#first < this.#times.length && this.#times[this.#first]! < oldest) this.#first++;
    if (this.#first > FEW && 2 * this.#first > this.#times.length) {
      this.#times = this.#times.slice(this.#first);
      this.#first = 0;
    }
    return this.#times.length - this.#first;
  }
}
