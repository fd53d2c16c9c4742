/**
 * Values over a stream of bytes that others may write to as well: each begins with a mark that only the two sides know, then
 * its length, then the value as V8 writes it. What stands between is somebody's output, and is handed on.
 */
import { deserialize, serialize } from "node:v8";

/** How long a mark is. */
export const MARK_BYTES = 16;

const HEAD_BYTES = MARK_BYTES + 4;

/** The longest value that is read; a length beyond is no length. */
const MOST_BYTES = 1 << 30;

/** A value as bytes. @throws {Error} If it cannot be written. */
export function encodeFrame(mark: Uint8Array, value: unknown): Uint8Array<ArrayBuffer> {
  const body = serialize(value);
  const bytes = new Uint8Array(HEAD_BYTES + body.length);
  bytes.set(mark, 0);
  new DataView(bytes.buffer).setUint32(MARK_BYTES, body.length);
  bytes.set(body, HEAD_BYTES);
  return bytes;
}

/** What comes out of a stream. */
export interface FrameListener {
  /** A value. */
  value(value: unknown): void;
  /** What was no value: output of somebody. */
  noise(bytes: Uint8Array): void;
}

/** Reads values out of bytes as they come. */
export class FrameReader {
  readonly #mark: Uint8Array;
  readonly #listener: FrameListener;
  #rest: Uint8Array = new Uint8Array();

  constructor(mark: Uint8Array, listener: FrameListener) {
    this.#mark = mark;
    this.#listener = listener;
  }

  /** Takes what has come. */
  push(chunk: Uint8Array): void {
    let bytes = joined(this.#rest, chunk);
    for (;;) {
      const at = this.#find(bytes);
      if (at > 0) this.#listener.noise(bytes.slice(0, at));
      bytes = bytes.subarray(at);
      if (bytes.length < HEAD_BYTES) break;
      const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MARK_BYTES);
      if (length > MOST_BYTES) {
        bytes = bytes.subarray(1); // it only looked like a mark
        continue;
      }
      if (bytes.length < HEAD_BYTES + length) break;
      this.#listener.value(read(bytes.slice(HEAD_BYTES, HEAD_BYTES + length)));
      bytes = bytes.subarray(HEAD_BYTES + length);
    }
    this.#rest = bytes.slice();
  }

  /** Where the mark stands, or may yet stand when more has come; the end if it cannot. */
  #find(bytes: Uint8Array): number {
    for (let at = 0; at < bytes.length; at++) {
      let same = 0;
      while (same < MARK_BYTES && at + same < bytes.length && bytes[at + same] === this.#mark[same]) same++;
      if (same === MARK_BYTES || at + same === bytes.length) return at;
    }
    return bytes.length;
  }
}

/** A value that cannot be read is none: whoever gets it refuses it. */
function read(body: Uint8Array): unknown {
  try {
    return deserialize(body);
  } catch {
    return undefined;
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (one.length === 0) return other;
  const both = new Uint8Array(one.length + other.length);
  both.set(one, 0);
  both.set(other, one.length);
  return both;
}
