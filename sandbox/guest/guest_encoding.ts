import { encodeUtf8, encodeUtf8Into, Utf8Reader } from "./utf8.ts";

/** Texts as bytes, in UTF-8. */
export class GuestTextEncoder {
  /** Always `"utf-8"`. */
  get encoding(): string {
    return "utf-8";
  }

  /** The bytes of a text. */
  encode(text: unknown = ""): Uint8Array<ArrayBuffer> {
    return encodeUtf8(`${text as string}`);
  }

  /** Puts as much of a text into bytes as there is room for. */
  encodeInto(text: unknown, bytes: Uint8Array): { read: number; written: number } {
    if (!(bytes instanceof Uint8Array)) throw new TypeError("Cannot encode a text: it goes into a Uint8Array");
    return encodeUtf8Into(`${text as string}`, bytes);
  }
}

/** How a {@linkcode GuestTextDecoder} decodes. */
export interface GuestDecoderOptions {
  /** Whether bytes that are no UTF-8 are refused. @default {false} */
  readonly fatal?: boolean;
  /** Whether a byte order mark is a part of the text. @default {false} */
  readonly ignoreBOM?: boolean;
}

const LABELS = ["utf-8", "utf8", "unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "x-unicode20utf8"];

/** Bytes as texts, in UTF-8: the one encoding that there is here. */
export class GuestTextDecoder {
  /** Whether bytes that are no UTF-8 are refused. */
  readonly fatal: boolean;
  /** Whether a byte order mark is a part of the text. */
  readonly ignoreBOM: boolean;
  #reader: Utf8Reader;
  #isBegun = false;

  /** Makes one. @throws {RangeError} For an encoding that there is not. */
  constructor(label: unknown = "utf-8", { fatal = false, ignoreBOM = false }: GuestDecoderOptions = {}) {
    const name = `${label as string}`.trim().toLowerCase();
    if (!LABELS.includes(name)) throw new RangeError(`Cannot decode ${name.slice(0, 50)}: a sandbox has UTF-8 alone`);
    this.fatal = Boolean(fatal);
    this.ignoreBOM = Boolean(ignoreBOM);
    this.#reader = new Utf8Reader(this.fatal);
  }

  /** Always `"utf-8"`. */
  get encoding(): string {
    return "utf-8";
  }

  /**
   * What bytes say; with `stream` more of them come, and what is not whole waits for that.
   *
   * @throws {TypeError} If they are no UTF-8, and that is fatal; the next bytes begin anew then.
   */
  decode(bytes?: ArrayBuffer | ArrayBufferView, { stream = false }: { readonly stream?: boolean } = {}): string {
    try {
      const text = this.#reader.read(viewOf(bytes)) + (stream ? "" : this.#reader.end());
      const isMarked = !this.#isBegun && !this.ignoreBOM && text.startsWith("\ufeff");
      this.#isBegun = stream && (this.#isBegun || text !== "");
      return isMarked ? text.slice(1) : text;
    } catch (error) {
      this.#reader = new Utf8Reader(this.fatal);
      this.#isBegun = false;
      throw error;
    }
  }
}

function viewOf(bytes: ArrayBuffer | ArrayBufferView | undefined): Uint8Array {
  if (bytes === undefined) return new Uint8Array();
  if (bytes instanceof ArrayBuffer) return new Uint8Array(bytes);
  if (ArrayBuffer.isView(bytes)) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  throw new TypeError("Cannot decode it: it is neither a buffer nor a view of one");
}
