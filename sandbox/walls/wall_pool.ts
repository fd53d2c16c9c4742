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
    this.#fill();
  }

  /** How many wait. */
  get size(): number {
    return this.#waiting.length;
  }

  /** Gives one that waits, or else a new one. Another is made in its place, when whoever takes it has had his turn. */
  take(): Wall {
    const wall = this.#waiting.shift() ?? this.#options.open();
    queueMicrotask(() => this.#fill());
    return wall;
  }

  /** Closes those that wait. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#waiting.splice(0).map((each) => each.close()));
  }

  #fill(): void {
    while (!this.#closed && this.#waiting.length < this.#options.warm) this.#waiting.push(this.#options.open());
  }
}
