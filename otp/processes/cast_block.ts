import { BLOCK, CAST, Envelope } from "./envelope.ts";

/** How many casts share a block. */
const CASTS = 128;

/**
 * Many casts in one link of a mailbox that is deep already: two words each in place of an object each. What waits long is
 * copied by the garbage collector, twice, and in a flood that is half of what a cast costs.
 */
export class CastBlock extends Envelope {
  /** Kind and payload, in turn. */
  readonly items: unknown[] = new Array(2 * CASTS);
  /** Where the next one goes. */
  filled = 0;
  /** Where the oldest is. */
  taken = 0;

  constructor(kind: string, payload: unknown) {
    super(BLOCK, "", undefined);
    this.add(kind, payload);
  }

  /** How many wait in it. */
  get size(): number {
    return (this.filled - this.taken) / 2;
  }

  /** Adds a cast behind the others. False if it is full. */
  add(kind: string, payload: unknown): boolean {
    const at = this.filled;
    if (at === 2 * CASTS) return false;
    this.items[at] = kind;
    this.items[at + 1] = payload;
    this.filled = at + 2;
    return true;
  }

  /** The oldest, to be taken; there is one. */
  oldest(): Envelope {
    return new Envelope(CAST, this.items[this.taken] as string, this.items[this.taken + 1]);
  }

  /** All that wait in it, oldest first. */
  *casts(): Generator<Envelope, void, undefined> {
    for (let at = this.taken; at < this.filled; at += 2) {
      yield new Envelope(CAST, this.items[at] as string, this.items[at + 1]);
    }
  }
}
