import type { FromWall } from "../walls/wall_protocol.ts";

/** How long the host deals with what one guest says before all else has its turn, in milliseconds. */
const SLICE_MS = 4;

/** What an intake works with. */
export interface IntakeParts {
  /** Deals with one message of a guest, as text. */
  readonly line: (text: string) => void;
  /** A whole output was dealt with. */
  readonly taken: () => void;
  /** Deals with what the wall itself tells. */
  readonly told: (message: FromWall) => void;
}

/**
 * What comes from a wall, in order. A guest may say a great deal at once: the host deals with it bit by bit, and lets timers,
 * files and requests have their turn in between; the guest waits meanwhile, since only so much may be under way.
 */
export class Intake {
  readonly #parts: IntakeParts;
  #waiting: FromWall[] = [];
  /** How much of the text of the first one was dealt with. */
  #at = 0;
  #isWorking = false;
  #rest: ReturnType<typeof setTimeout> | undefined;

  /** Makes one that is empty. */
  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** Something has come. */
  add(message: FromWall): void {
    this.#waiting.push(message);
    if (!this.#isWorking && this.#rest === undefined) this.#work();
  }

  /** Nothing more is dealt with. */
  close(): void {
    this.#waiting = [];
    clearTimeout(this.#rest);
  }

  #work(): void {
    this.#isWorking = true;
    const end = performance.now() + SLICE_MS;
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      if (performance.now() >= end) {
        this.#rest = setTimeout(() => {
          this.#rest = undefined;
          this.#work();
        }, 0);
        break;
      }
      if (first[0] === "out") this.#next(first[2]);
      else {
        this.#waiting.shift();
        this.#parts.told(first);
      }
    }
    this.#isWorking = false;
  }

  #next(text: string): void {
    const from = this.#at;
    const found = text.indexOf("\n", from);
    const to = found < 0 ? text.length : found;
    this.#at = to + 1;
    if (this.#at >= text.length) {
      this.#at = 0;
      this.#waiting.shift();
      this.#parts.taken();
    }
    this.#parts.line(text.slice(from, to));
  }
}
