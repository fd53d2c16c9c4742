/** Lets something through once in a while; what comes sooner after it is left out. */
export class Interval {
  readonly #ms: number;
  #next = -Infinity;

  /** @param ms How long a while is, in milliseconds. */
  constructor(ms: number) {
    this.#ms = ms;
  }

  /** Whether it may be now; then a while begins. */
  begins(now: number): boolean {
    if (now < this.#next) return false;
    this.#next = now + this.#ms;
    return true;
  }
}
