import type { ToWall } from "./wall_protocol.ts";

/**
 * A shorter way to the one cell of a thread: as long as that gives turns in one stretch, what is put into memory that both
 * share reaches it without its event loop. What does not fit, or comes when the cell is away, takes the port; and what was said
 * first is heard first, whichever way it takes. Only the host writes messages there, and only texts.
 */

/** What the cell does: it is at its port, */
const STATE = 0;
const AWAY = 0;
/** or looks here before it goes there again, */
const OPEN = 1;
/** and has found something, */
const FULL = 2;
/** or is to look at its port. */
const CALLED = 3;
/** How many messages have taken the port, and how many of them were heard. */
const POSTED = 1;
const HEARD = 2;
/** How many outputs were dealt with, and whether the cell has turns again only when it is told so by the port. */
const TAKEN = 3;
const STUCK = 4;
/** How long the message is, in bytes. */
const LENGTH = 5;

const HEAD_BYTES = 24;
/** The longest text that takes this way, in bytes. */
const TEXT_BYTES = 1 << 14;

/** Memory for one. */
export function newMailbox(): SharedArrayBuffer {
  return new SharedArrayBuffer(HEAD_BYTES + TEXT_BYTES);
}

/** The side that talks. */
export class MailSender {
  readonly #cells: Int32Array;
  readonly #text: Uint8Array;
  readonly #post: (message: ToWall) => void;
  readonly #encoder = new TextEncoder();
  #posted = 0;
  /** The only cell; none where there are several. */
  #cell: number | undefined;
  #isFirst = true;

  /** @param post Has a message take the port. */
  constructor(memory: SharedArrayBuffer, post: (message: ToWall) => void) {
    this.#cells = new Int32Array(memory, 0, HEAD_BYTES / 4);
    this.#text = new Uint8Array(memory, HEAD_BYTES);
    this.#post = post;
  }

  /** Says something. */
  say(message: ToWall): void {
    const [kind, cell] = message;
    if (kind === "in" && cell === this.#cell && this.#put(message[2])) return;
    if (kind === "taken" && cell === this.#cell) {
      Atomics.add(this.#cells, TAKEN, message[2]);
      if (Atomics.load(this.#cells, STUCK) === 1) this.#postOne(["taken", cell, 0]);
      return;
    }
    if (kind === "create") {
      this.#cell = this.#isFirst ? cell : undefined;
      this.#isFirst = false;
    }
    this.#postOne(message);
  }

  /** Has the cell look at its port. */
  call(): void {
    if (Atomics.compareExchange(this.#cells, STATE, OPEN, CALLED) === OPEN) Atomics.notify(this.#cells, STATE);
  }

  #put(messages: readonly string[]): boolean {
    const cells = this.#cells;
    if (Atomics.load(cells, STATE) !== OPEN || Atomics.load(cells, HEARD) !== (this.#posted | 0)) return false;
    const text = messages.length === 1 ? messages[0]! : messages.join(",");
    if (text.length * 3 > TEXT_BYTES) return false;
    cells[LENGTH] = this.#encoder.encodeInto(text, this.#text).written;
    if (Atomics.compareExchange(cells, STATE, OPEN, FULL) !== OPEN) return false;
    Atomics.notify(cells, STATE);
    return true;
  }

  #postOne(message: ToWall): void {
    Atomics.store(this.#cells, POSTED, ++this.#posted | 0);
    this.#post(message);
    this.call();
  }
}

/** The side of the cell. */
export class MailReader {
  readonly #cells: Int32Array;
  readonly #text: Uint8Array;
  readonly #decoder = new TextDecoder();
  #heard = 0;

  /** It is away. */
  constructor(memory: SharedArrayBuffer) {
    this.#cells = new Int32Array(memory, 0, HEAD_BYTES / 4);
    this.#text = new Uint8Array(memory, HEAD_BYTES);
  }

  /** A message has come by the port. */
  heard(): void {
    Atomics.store(this.#cells, HEARD, ++this.#heard | 0);
  }

  /** A stretch begins. */
  open(): void {
    Atomics.store(this.#cells, STATE, OPEN);
  }

  /**
   * Waits for messages so long, in milliseconds, while the thread stands still: as the inside of a JSON list. None if none
   * come, or something waits at the port; then {@linkcode MailReader.close} is to follow.
   */
  wait(ms: number): string | undefined {
    const cells = this.#cells;
    if (Atomics.load(cells, STATE) === OPEN) {
      if (Atomics.load(cells, POSTED) !== (this.#heard | 0)) return undefined;
      Atomics.wait(cells, STATE, OPEN, ms);
    }
    return Atomics.load(cells, STATE) === FULL ? this.#take(OPEN) : undefined;
  }

  /** The stretch is over. Gives what came at the last moment. */
  close(): string | undefined {
    if (Atomics.compareExchange(this.#cells, STATE, OPEN, AWAY) === FULL) return this.#take(AWAY);
    Atomics.store(this.#cells, STATE, AWAY);
    return undefined;
  }

  /** How many outputs were dealt with since it was last asked. */
  taken(): number {
    return Atomics.exchange(this.#cells, TAKEN, 0);
  }

  /** Whether the cell has no turn before it hears by the port that outputs were dealt with. */
  set stuck(isStuck: boolean) {
    Atomics.store(this.#cells, STUCK, isStuck ? 1 : 0);
  }

  #take(next: typeof OPEN | typeof AWAY): string {
    const text = this.#decoder.decode(this.#text.slice(0, this.#cells[LENGTH]!));
    Atomics.store(this.#cells, STATE, next);
    return text;
  }
}
