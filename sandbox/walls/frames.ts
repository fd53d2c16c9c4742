/**
 * Messages on a stream of bytes: each begins with a mark that only the two sides know, then its length, then itself as JSON
 * in UTF-8. Nothing else belongs on the stream: what has no mark is somebody else's, and the stream is given up.
 */

/** How long a mark is. */
export const MARK_BYTES = 16;

const HEAD_BYTES = MARK_BYTES + 4;
/** The longest message that is read. */
const MOST_BYTES = 1 << 28;

/** What came in is no message. */
export class FrameError extends Error {
  /** Always `"FrameError"`. */
  override readonly name: string = "FrameError";
}

/** A message as bytes. Bytes in it are told as base64. */
export function encodeFrame(mark: Uint8Array, message: unknown): Uint8Array<ArrayBuffer> {
  const body = new TextEncoder().encode(JSON.stringify(message, bytesAsText));
  const bytes = new Uint8Array(HEAD_BYTES + body.length);
  bytes.set(mark, 0);
  new DataView(bytes.buffer).setUint32(MARK_BYTES, body.length);
  bytes.set(body, HEAD_BYTES);
  return bytes;
}

function bytesAsText(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? { base64: value.toBase64() } : value;
}

function textAsBytes(_key: string, value: unknown): unknown {
  const { base64 } = (value ?? {}) as { base64?: unknown };
  return typeof base64 === "string" ? Uint8Array.fromBase64(base64) : value;
}

/** Reads messages out of bytes as they come. */
export class FrameReader {
  readonly #mark: Uint8Array;
  readonly #take: (message: unknown) => void;
  readonly #mostBytes: number;
  #parts: Uint8Array[] = [];
  #length = 0;
  /** How much there must be before it is worth a look: a long message comes in many pieces. */
  #needed = HEAD_BYTES;

  /**
   * @param take Gets each message.
   * @param options `mostBytes`: how long one may be.
   */
  constructor(mark: Uint8Array, take: (message: unknown) => void, options: { readonly mostBytes?: number } = {}) {
    this.#mark = mark;
    this.#take = take;
    this.#mostBytes = Math.min(options.mostBytes ?? MOST_BYTES, MOST_BYTES);
  }

  /** Takes what has come. @throws {FrameError} If it is none of ours. */
  push(chunk: Uint8Array): void {
    this.#parts.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#needed) return;
    let bytes = joined(this.#parts, this.#length);
    while (bytes.length >= (this.#needed = this.#neededFor(bytes))) {
      const body = bytes.subarray(HEAD_BYTES, this.#needed);
      bytes = bytes.subarray(this.#needed);
      this.#take(read(body));
    }
    this.#parts = [bytes.slice()];
    this.#length = bytes.length;
  }

  #neededFor(bytes: Uint8Array): number {
    if (bytes.length < HEAD_BYTES) return HEAD_BYTES;
    for (let at = 0; at < MARK_BYTES; at++) {
      if (bytes[at] !== this.#mark[at]) throw new FrameError("a message has its mark");
    }
    const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MARK_BYTES);
    if (length > this.#mostBytes) throw new FrameError(`a message has at most ${this.#mostBytes} bytes`);
    return HEAD_BYTES + length;
  }
}

function read(body: Uint8Array): unknown {
  try {
    const text = new TextDecoder().decode(body);
    // To be asked for each value takes longer than all the rest, and few messages have any bytes.
    return text.includes('{"base64":') ? JSON.parse(text, textAsBytes) : JSON.parse(text);
  } catch {
    throw new FrameError("a message is JSON");
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
