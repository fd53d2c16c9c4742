/** What is known of a message, to know it again when it is taken. */
export interface MessageFacts {
  readonly form: string;
  readonly kind?: string | undefined;
  readonly message: unknown;
}

interface Waiting extends MessageFacts {
  readonly since: number;
}

/** Messages that wait, oldest first, and since when. */
export class WaitingList {
  readonly #items: Waiting[] = [];
  /** Where the oldest is: what lies before is gone, and cut off now and then. */
  #head = 0;

  /** How many wait. */
  get length(): number {
    return this.#items.length - this.#head;
  }

  /** One more. */
  add({ form, kind, message }: MessageFacts, since: number): void {
    this.#items.push({ form, kind, message, since });
  }

  /** The oldest is gone. */
  drop(): void {
    if (this.length > 0) this.#remove(this.#head);
  }

  /** One was taken: gives since when it had waited. One that is not known is nobody's. */
  take({ form, kind, message }: MessageFacts): number | undefined {
    const alike = (each: Waiting) => each.form === form && each.kind === kind;
    // What `formatStatus` shows of a message may be another object each time.
    const at = this.#find((each) => alike(each) && Object.is(each.message, message)) ?? this.#find(alike);
    if (at === undefined) return undefined;
    const { since } = this.#items[at]!;
    this.#remove(at);
    return since;
  }

  /** Since when the oldest waits. */
  get oldest(): number | undefined {
    return this.#items[this.#head]?.since;
  }

  #find(test: (each: Waiting) => boolean): number | undefined {
    for (let at = this.#head; at < this.#items.length; at++) if (test(this.#items[at]!)) return at;
    return undefined;
  }

  #remove(at: number): void {
    if (at !== this.#head) return void this.#items.splice(at, 1);
    this.#head++;
    if (this.#head < 1000 || this.#head * 2 < this.#items.length) return;
    this.#items.splice(0, this.#head);
    this.#head = 0;
  }
}
