/**
 * Turns of the event loop in a rest. A request needs several to come in and go out; fewer, and it would wait through as
 * many slices.
 */
const TURNS = 6;

/**
 * How long a rest is at most, in milliseconds. An operation is done by another thread, which on a busy machine may have to
 * wait for its own turn; the event loop waits as well then, and whatever comes in is served at once.
 */
const LONGEST_MS = 4;

/** What an asynchronous operation that takes next to no time works on. */
const BYTE = new Uint8Array(1);

/**
 * Lets the event loop have its turn: timers, requests. It does so by real asynchronous operations, and by a native time-out
 * alone where there are none: what is quicker, `setImmediate` or a message port, starves them.
 */
export class Rest {
  readonly #over: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The operation under way; one at a time, also where a rest ends before it. */
  #operation: Promise<void> | undefined;

  /** Says what is called when a rest is over. */
  constructor(over: () => void) {
    this.#over = over;
  }

  /** Begins one; the one before is over, or has been stopped. */
  begin(): void {
    const operations = globalThis.crypto?.subtle !== undefined;
    const timer = this.#timer = setTimeout(() => this.#end(), operations ? LONGEST_MS : 0);
    if (operations) void this.#count(timer);
  }

  /** Ends it without a word. Nothing native is left behind when what it returns is settled. */
  stop(): Promise<void> | undefined {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#operation;
  }

  /** Promises may have been lost. */
  heal(): void {
    this.#operation = undefined;
  }

  async #count(timer: unknown): Promise<void> {
    for (let turn = 0; turn < TURNS && this.#timer === timer; turn++) await (this.#operation ??= this.#operate());
    if (this.#timer !== timer) return; // its time was up
    clearTimeout(this.#timer);
    this.#end();
  }

  async #operate(): Promise<void> {
    await crypto.subtle.digest("SHA-1", BYTE);
    this.#operation = undefined;
  }

  #end(): void {
    this.#timer = undefined;
    this.#over();
  }
}
