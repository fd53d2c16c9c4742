import type { Envelope } from "../processes/envelope.ts";

/** Envelopes in a row, as in a mailbox; any number moves from one row to the front of another at once. */
export class EnvelopeList {
  #first: Envelope | null = null;
  #last: Envelope | null = null;

  /** Whether none is in. */
  get empty(): boolean {
    return this.#first === null;
  }

  /** Adds one at the end. */
  push(envelope: Envelope): void {
    if (this.#last === null) this.#first = envelope;
    else this.#last.next = envelope;
    this.#last = envelope;
  }

  /** Takes the first. */
  take(): Envelope | null {
    const envelope = this.#first;
    if (envelope === null) return null;
    this.#first = envelope.next;
    if (this.#first === null) this.#last = null;
    envelope.next = null;
    return envelope;
  }

  /** Moves all of another row before those of this one. */
  putBefore(others: EnvelopeList): void {
    if (others.#last === null) return;
    others.#last.next = this.#first;
    this.#last ??= others.#last;
    this.#first = others.#first;
    others.#first = others.#last = null;
  }

  /** All, first to last. */
  *[Symbol.iterator](): Generator<Envelope, void, undefined> {
    for (let each = this.#first; each !== null; each = each.next) yield each;
  }
}
