/** Events to be handled together, and how many more to ask for when that is done. */
export interface Batch<Event> {
  readonly events: readonly Event[];
  readonly ask: number;
}

/**
 * What a consumer has asked one producer for. It asks for `max` at first, and when no more than `min` are left, for as many
 * as makes it `max` again: so never more than `max` are on their way or in its hands.
 */
export class DemandWindow {
  readonly max: number;
  readonly min: number;
  /** Asked for, and not handled yet. */
  #pending: number;

  constructor({ max, min }: { max: number; min: number }) {
    this.max = max;
    this.min = min;
    this.#pending = max;
  }

  /** How events that came are handled: in batches of at most `max - min`, with what is to be asked for after each. */
  split<Event>(events: readonly Event[]): Batch<Event>[] {
    const size = this.max - this.min;
    const batches: Batch<Event>[] = [];
    for (let from = 0; from < events.length; from += size) {
      const batch = events.slice(from, from + size);
      this.#pending = Math.max(0, this.#pending - batch.length); // a producer may send what nobody asked for
      const ask = this.#pending <= this.min ? this.max - this.#pending : 0;
      this.#pending += ask;
      batches.push({ events: batch, ask });
    }
    return batches;
  }
}
