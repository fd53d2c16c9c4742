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

/** What V8 would write as an empty object, without a word. */
const UNWRITABLE = [ReadableStream, WritableStream, TransformStream, MessagePort, Blob, CryptoKey];

/** A value as bytes. @throws {Error} If it cannot be written: a function, a promise, and what is tied to this program. */
export function encodeFrame(mark: Uint8Array, value: unknown): Uint8Array<ArrayBuffer> {
  refuseUnwritable(value);
  const body = serialize(value);
  const bytes = new Uint8Array(HEAD_BYTES + body.length);
  bytes.set(mark, 0);
  new DataView(bytes.buffer).setUint32(MARK_BYTES, body.length);
  bytes.set(body, HEAD_BYTES);
  return bytes;
}

function refuseUnwritable(value: unknown): void {
  const seen = new Set<unknown>([value]);
  for (const each of seen) {
    if (typeof each !== "object" || each === null || ArrayBuffer.isView(each)) continue;
    if (UNWRITABLE.some((kind) => each instanceof kind)) {
      throw new DOMException(`A ${each.constructor.name} cannot leave its program`, "DataCloneError");
    }
    if (each instanceof Map) { for (const key of each.keys()) seen.add(key); }
    for (const part of each instanceof Map || each instanceof Set ? each.values() : Object.values(each)) {
      if (typeof part === "object") seen.add(part);
    }
  }
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
  /** What has come and was not read. */
  #parts: Uint8Array[] = [];
  #length = 0;
  /** How much there must be before it is worth a look: a long value comes in many pieces. */
  #needed = 0;

  constructor(mark: Uint8Array, listener: FrameListener) {
    this.#mark = mark;
    this.#listener = listener;
  }

  /** Takes what has come. */
  push(chunk: Uint8Array): void {
    this.#parts.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#needed) return;
    let bytes = joined(this.#parts, this.#length);
    this.#needed = 0;
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
      if (bytes.length < HEAD_BYTES + length) {
        this.#needed = HEAD_BYTES + length;
        break;
      }
      this.#listener.value(read(bytes.slice(HEAD_BYTES, HEAD_BYTES + length)));
      bytes = bytes.subarray(HEAD_BYTES + length);
    }
    this.#parts = [bytes.slice()];
    this.#length = bytes.length;
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

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
