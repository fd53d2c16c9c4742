import { encodeForHost } from "./codec.ts";
import type { FromGuest } from "./protocol.ts";

/** What there is room for in one turn, in messages of the longest kind. */
const ROOM = 8;

/**
 * What came of a turn, as text. It is only ever added to; and taking it out reads two fields and runs nothing that a guest
 * could have changed, so that this needs no limit of its own.
 */
export class Outbox {
  /** How long one message may be, in characters. */
  longest: number;
  #text = "";

  /** @param longest How long one message may be, in characters. */
  constructor(longest: number = Infinity) {
    this.longest = longest;
  }

  /** Whether so much has come of the turn that one more of the longest might be too much. */
  get isCrowded(): boolean {
    return this.#text.length > this.longest * (ROOM - 1);
  }

  /** Adds a message. @throws {CodecError} If it cannot be said. @throws {RangeError} If it is too long. */
  add(message: FromGuest): void {
    const text = encodeForHost(message);
    if (text.length > this.longest) this.#refuse(text.length);
    if (this.#text.length + text.length > this.longest * ROOM) this.#refuse(this.#text.length + text.length);
    this.#text += this.#text === "" ? text : `\n${text}`;
  }

  /** All of it, a line for each message; then it is empty. */
  take(): string {
    const text = this.#text;
    this.#text = "";
    return text;
  }

  #refuse(used: number): never {
    // In place of all the rest: whoever reads it ends the sandbox, and nothing else is of any use.
    this.#text = `["over","messageBytes",${used}]`;
    throw new RangeError(`Cannot send a message: at most ${this.longest} characters go over the wall`);
  }
}
