import type { Wall } from "./wall.ts";

/** What a guest loads. */
export interface Expected {
  /** What tells it from others. */
  readonly key: string;
  /** Its modules, by path. */
  readonly modules: readonly (readonly [string, string])[];
  /** The path of the entry. */
  readonly entry: string;
}

/** How much each wall of a pool reads ahead at the most, in characters. */
const MOST_EXPECTED = 2 ** 20;

/** What a pool is made of. */
export interface WallPoolOptions {
  /** How many walls wait, ready. */
  readonly warm: number;
  /** Makes one. */
  readonly open: () => Wall;
}

/** Walls that wait for a guest. One is used once: where a guest was, no other comes. */
export class WallPool {
  readonly #options: WallPoolOptions;
  /** Those that wait, each with what it was told to expect. */
  readonly #waiting = new Map<Wall, string | undefined>();
  #expected: Expected | undefined;
  #closed = false;

  /** Makes the walls. */
  constructor(options: WallPoolOptions) {
    this.#options = options;
    this.fill();
  }

  /** How many wait. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Gives one that waits, or else a new one. {@linkcode WallPool.fill} makes another in its place. */
  take(): Wall {
    const [first] = this.#waiting.keys();
    if (first === undefined) return this.#options.open();
    this.#waiting.delete(first);
    return first;
  }

  /**
   * Makes as many as are missing. Not while somebody starts: it would take him the machine away. Where none can be made, who takes
   * one is told.
   */
  fill(): void {
    try {
      while (!this.#closed && this.#waiting.size < this.#options.warm) this.#open();
    } catch { /* it is tried again for who takes one */ }
  }

  /** What the next guest is likely to load: those that wait make that ready as well, unless it is very much. */
  expect(expected: Expected): void {
    if (expected.modules.reduce((sum, [, code]) => sum + code.length, 0) > MOST_EXPECTED) return;
    this.#expected = expected;
    for (const wall of this.#waiting.keys()) this.#tell(wall);
  }

  #open(): void {
    const wall = this.#options.open();
    this.#waiting.set(wall, undefined);
    wall.post(["warm"]);
    this.#tell(wall);
  }

  #tell(wall: Wall): void {
    if (this.#expected === undefined || this.#waiting.get(wall) === this.#expected.key) return;
    const { key, modules, entry } = this.#expected;
    this.#waiting.set(wall, key);
    wall.post(["expect", modules, entry]);
  }

  /** Closes those that wait. */
  async close(): Promise<void> {
    this.#closed = true;
    const waiting = [...this.#waiting.keys()];
    this.#waiting.clear();
    await Promise.all(waiting.map((each) => each.close()));
  }
}
