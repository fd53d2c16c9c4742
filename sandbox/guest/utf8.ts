/** UTF-8 as the Encoding Standard has it, for a realm that has nothing of the platform's. */

/** The bytes of a text; half of a pair becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(3 * text.length);
  const { written } = encodeUtf8Into(text, bytes);
  return bytes.slice(0, written);
}

/** Puts as much of a text into bytes as there is room for, in whole characters. */
export function encodeUtf8Into(text: string, bytes: Uint8Array): { read: number; written: number } {
  let [read, written] = [0, 0];
  while (read < text.length) {
    const point = text.codePointAt(read)!;
    const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
    const length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (written + length > bytes.length) break;
    if (length === 1) bytes[written] = code;
    else {
      for (let at = length - 1, rest = code; at > 0; at--, rest >>= 6) bytes[written + at] = 0x80 | rest & 0x3f;
      bytes[written] = LEADS[length]! | code >> 6 * (length - 1);
    }
    written += length;
    read += point > 0xffff ? 2 : 1;
  }
  return { read, written };
}

const LEADS = [0, 0, 0xc0, 0xe0, 0xf0];

/** Reads UTF-8 piece by piece. */
export class Utf8Reader {
  readonly #isFatal: boolean;
  /** What is still to come of a character, what there is of it, and between what its next byte is. */
  #missing = 0;
  #point = 0;
  #lowest = 0x80;
  #highest = 0xbf;

  /** @param isFatal Whether bytes that are no UTF-8 are refused; otherwise each such sequence becomes U+FFFD. */
  constructor(isFatal: boolean) {
    this.#isFatal = isFatal;
  }

  /** What bytes say. @throws {TypeError} If they are no UTF-8, and that is fatal. */
  read(bytes: Uint8Array): string {
    let text = "";
    let units: number[] = [];
    for (let at = 0; at < bytes.length; at++) {
      const point = this.#take(bytes[at]!);
      if (point === AGAIN) at--;
      if (point === AGAIN || point === WRONG) units.push(this.#wrong());
      else if (point > 0xffff) units.push(0xd7c0 + (point >> 10), 0xdc00 | point & 0x3ff);
      else if (point >= 0) units.push(point);
      if (units.length < 4096) continue;
      text += String.fromCharCode(...units);
      units = [];
    }
    return text + String.fromCharCode(...units);
  }

  /** Nothing comes any more: what of a character that is not whole. @throws {TypeError} If that is fatal. */
  end(): string {
    if (this.#missing === 0) return "";
    this.#missing = 0;
    [this.#lowest, this.#highest] = [0x80, 0xbf];
    return String.fromCharCode(this.#wrong());
  }

  #wrong(): number {
    if (this.#isFatal) throw new TypeError("Cannot decode it: it is no UTF-8");
    return 0xfffd;
  }

  #take(byte: number): number {
    if (this.#missing === 0) return this.#begin(byte);
    const isNext = byte >= this.#lowest && byte <= this.#highest;
    [this.#lowest, this.#highest] = [0x80, 0xbf];
    if (!isNext) {
      this.#missing = 0;
      return AGAIN;
    }
    this.#point = this.#point << 6 | byte & 0x3f;
    return --this.#missing === 0 ? this.#point : MORE;
  }

  #begin(byte: number): number {
    if (byte < 0x80) return byte;
    if (byte < 0xc2 || byte > 0xf4) return WRONG;
    this.#missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    this.#point = byte & (0x3f >> this.#missing);
    // Neither more bytes than it takes, nor half of a pair, nor beyond the last character.
    if (byte === 0xe0) this.#lowest = 0xa0;
    else if (byte === 0xed) this.#highest = 0x9f;
    else if (byte === 0xf0) this.#lowest = 0x90;
    else if (byte === 0xf4) this.#highest = 0x8f;
    return MORE;
  }
}

/** No character yet; a byte that is none; and one that ends what was begun, and begins something itself. */
const MORE = -1;
const WRONG = -2;
const AGAIN = -3;
