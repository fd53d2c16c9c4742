import type { Wall } from "./wall.ts";

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
  readonly #waiting: Wall[] = [];
  #closed = false;

  /** Makes the walls. */
  constructor(options: WallPoolOptions) {
    this.#options = options;
    this.fill();
  }

  /** How many wait. */
  get size(): number {
    return this.#waiting.length;
  }

  /** Gives one that waits, or else a new one. {@linkcode WallPool.fill} makes another in its place. */
  take(): Wall {
    return this.#waiting.shift() ?? this.#options.open();
  }

  /**
   * Makes as many as are missing. Not while somebody starts: it would take him the machine away. Where none can be made, who takes
   * one is told.
   */
  fill(): void {
    try {
      while (!this.#closed && this.#waiting.length < this.#options.warm) this.#waiting.push(this.#open());
    } catch { /* it is tried again for who takes one */ }
  }

  #open(): Wall {
    const wall = this.#options.open();
    wall.post(["warm"]);
    return wall;
  }

  /** Closes those that wait. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#waiting.splice(0).map((each) => each.close()));
  }
}
