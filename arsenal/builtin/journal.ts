import type { Clock } from "../operations/host.ts";

/** An entry and its number. */
export interface Entry<Value> {
  /** Rises by one with each entry. */
  readonly number: number;
  /** What was written. */
  readonly value: Value;
}

/** How long to wait for an entry. */
export interface WaitOptions {
  /** Ends the wait. */
  signal: AbortSignal;
  /** What the time is measured by. */
  clock: Clock;
  /** The longest wait, in milliseconds. */
  timeoutMs: number;
}

/**
 * The last so many entries, numbered, for any number of readers who each go at their own pace. A reader that is too slow
 * misses entries and is told how many; nobody waits for it, and it costs no memory.
 */
export class Journal<Value> {
  readonly #capacity: number;
  #entries: Entry<Value>[] = [];
  #next: number;
  #ended = false;
  readonly #waiting = new Set<() => void>();

  /** Makes an empty journal; `first` is the number of its first entry. */
  constructor(capacity: number, first: number = 1) {
    this.#capacity = capacity;
    this.#next = first;
  }

  /** The number of the newest entry. */
  get newest(): number {
    return this.#next - 1;
  }

  /** How many entries are held. */
  get size(): number {
    return this.#entries.length;
  }

  /** Whether nothing will be written any more. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Writes an entry and wakes who waits. */
  write(value: Value): void {
    if (this.#ended) return;
    this.#entries.push({ number: this.#next++, value });
    // Cut in blocks: shifting with each entry would move the whole list each time.
    if (this.#entries.length >= 2 * this.#capacity) this.#entries = this.#entries.slice(-this.#capacity);
    this.#wake();
  }

  /** Says that nothing will be written any more, and wakes who waits. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** The entries after a number, at most `limit`; `lost` tells how many there were that are held no longer. */
  read(after: number, limit: number): { entries: Entry<Value>[]; lost: number } {
    const oldest = this.#entries[Math.max(0, this.#entries.length - this.#capacity)]?.number ?? this.#next;
    const from = Math.max(after + 1, oldest);
    const at = from - (this.#entries[0]?.number ?? from);
    return { entries: this.#entries.slice(at, at + limit), lost: Math.max(0, from - after - 1) };
  }

  /** Waits until there is an entry after a number, the journal has ended, or the wait is over. */
  async wait(
    after: number,
    { signal, clock, timeoutMs }: WaitOptions,
  ): Promise<"entry" | "ended" | "timeout" | "aborted"> {
    const state = () => signal.aborted ? "aborted" : this.newest > after ? "entry" : this.#ended ? "ended" : "timeout";
    if (state() !== "timeout") return state();
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = () => resolve();
    const alarm = clock.setAlarm(clock.now() + timeoutMs, wake);
    this.#waiting.add(wake);
    signal.addEventListener("abort", wake, { once: true });
    await promise;
    alarm.cancel();
    this.#waiting.delete(wake);
    signal.removeEventListener("abort", wake);
    return state();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }
}
