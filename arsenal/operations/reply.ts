/** One event of a stream; see server-sent events. */
export interface StreamEvent {
  /** Where to go on from: what a client that was cut off sends as `Last-Event-ID`. */
  readonly id?: string;
  /** The kind of event. @default {"message"} */
  readonly event?: string;
  /** The data, as JSON. Left out together with `event`: a comment that only keeps the connection open. */
  readonly data?: unknown;
}

/**
 * An answer that is text of its own media type instead of JSON.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { TextReply } from "@superlearner/arsenal";
 *
 * assertEquals(new TextReply("text/plain", "up 1").contentType, "text/plain");
 * ```
 */
export class TextReply {
  /** The media type, as the answer's `Content-Type`. */
  readonly contentType: string;
  /** The text. */
  readonly text: string;

  /** Makes the answer. */
  constructor(contentType: string, text: string) {
    this.contentType = contentType;
    this.text = text;
  }
}

/**
 * A list that is made row by row while it is sent, so that a long one neither fills the memory nor holds the System up.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { RowsReply } from "@superlearner/arsenal";
 *
 * const rows = RowsReply.of([1, 2, 3], (each) => ({ square: each * each }));
 * assertEquals(rows.slice(1, 3), [{ square: 4 }, { square: 9 }]);
 * ```
 */
export class RowsReply<Row> {
  /** How many rows there are. */
  readonly length: number;
  readonly #make: (from: number, to: number) => Row[];

  /** Makes the list from its length and a function that makes the rows from one index up to, not including, another. */
  constructor(length: number, make: (from: number, to: number) => Row[]) {
    this.length = length;
    this.#make = make;
  }

  /** The list with one row for each item. */
  static of<Item, Row>(items: readonly Item[], view: (item: Item) => Row): RowsReply<Row> {
    return new RowsReply(items.length, (from, to) => items.slice(from, to).map(view));
  }

  /** Some of the rows, made now. @default all */
  slice(from: number = 0, to: number = this.length): Row[] {
    return this.#make(from, to);
  }
}
