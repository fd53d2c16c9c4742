/** So many at a time; who comes when all are taken waits, first come first served. */
export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** @param most How many there are. */
  constructor(most: number) {
    this.#free = most;
  }

  /** Takes one, and gives it back when the function has come to its end. */
  async within<Value>(body: () => Promise<Value>): Promise<Value> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await body();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
