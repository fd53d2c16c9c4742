/** Which events stay where a buffer is full. */
export type Keep = "first" | "last";

/** A message that is due when the events before it have left the buffer. */
interface Mark {
  /** How many events have ever left when it is due. */
  readonly at: number;
  readonly message: unknown;
}

/** Events that nobody has asked for yet, oldest first: a ring that grows, up to a size. */
export class EventBuffer<Event> {
  readonly #size: number;
  readonly #keep: Keep;
  #events: Event[] = [];
  /** Where the oldest is. */
  #head = 0;
  /** How many have ever left, those dropped from the front included. */
  #left = 0;
  readonly #marks: Mark[] = [];

  constructor({ size, keep }: { size: number; keep: Keep }) {
    this.#size = size;
    this.#keep = keep;
  }

  /** How many events it holds. */
  get length(): number {
    return this.#events.length - this.#head;
  }

  /** Adds events. Returns how many were dropped, of the new ones or the oldest. */
  push(events: readonly Event[]): number {
    const room = this.#size - this.length;
    const excess = Math.max(0, events.length - room);
    if (excess === 0 || this.#keep === "last") { for (const event of events) this.#events.push(event); }
    else for (let i = 0; i < room; i++) this.#events.push(events[i]!);
    if (excess > 0 && this.#keep === "last") this.#advance(excess);
    return excess;
  }

  /** Takes out the oldest events, at most so many. */
  take(count: number): Event[] {
    const events = this.#events.slice(this.#head, this.#head + count);
    this.#advance(events.length);
    return events;
  }

  /** Puts back at the front what was taken just now. */
  putBack(events: readonly Event[]): void {
    if (events.length === 0) return;
    this.#events = [...events, ...this.#events.slice(this.#head)];
    this.#head = 0;
    this.#left -= events.length;
  }

  /** Keeps a message until all events that are here now have left. */
  mark(message: unknown): void {
    this.#marks.push({ at: this.#left + this.length, message });
  }

  /** The messages that are due, each given once. */
  due(): unknown[] {
    let count = 0;
    while (count < this.#marks.length && this.#marks[count]!.at <= this.#left) count++;
    return count === 0 ? [] : this.#marks.splice(0, count).map(({ message }) => message);
  }

  #advance(count: number): void {
    this.#head += count;
    this.#left += count;
    if (this.#head * 2 < this.#events.length) return;
    this.#events = this.#events.slice(this.#head); // each event is moved a bounded number of times
    this.#head = 0;
  }
}
