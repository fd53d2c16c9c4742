/** How many packets may wait for one that is missing. */
const MOST_EARLY = 10_000;

/**
 * Puts numbered packets back into the order they were sent in: one that comes twice is dropped, one that comes early waits.
 * Nothing is ever skipped, so what comes out is the beginning of what was sent, without a gap.
 */
export class Sequencer<Item> {
  #next = 1;
  readonly #early = new Map<number, Item>();

  /** Whether a packet is missing that later ones wait for. */
  get gap(): boolean {
    return this.#early.size > 0;
  }

  /** Whether more wait than can be kept. */
  get overflowing(): boolean {
    return this.#early.size > MOST_EARLY;
  }

  /** Takes a packet, and gives those whose turn it is now. */
  *accept(number: number, item: Item): Generator<Item, void, undefined> {
    if (number < this.#next) return;
    if (number > this.#next) {
      if (!this.overflowing) this.#early.set(number, item);
      return;
    }
    this.#next++;
    yield item;
    while (this.#early.size > 0) {
      const waiting = this.#early.get(this.#next);
      if (waiting === undefined) return;
      this.#early.delete(this.#next);
      this.#next++;
      yield waiting;
    }
  }
}
