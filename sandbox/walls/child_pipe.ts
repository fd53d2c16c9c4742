import { encodeFrame, FrameReader, MARK_BYTES } from "./frames.ts";

/** The way of a subprocess to who has started it. */
export interface ChildPipe {
  /** Says something, at once and to the end: where the other side is slow, this one waits, and so do the guests. */
  send(message: unknown): void;
  /** Hears what is said until the other side is gone. */
  hear(received: (message: unknown) => void): Promise<void>;
}

/** What it is made of. */
export interface ChildStreams {
  readonly stdin: {
    readonly readable: ReadableStream<Uint8Array<ArrayBuffer>>;
    /** Waits for some bytes; `null` at the end. */
    readSync(bytes: Uint8Array): number | null;
  };
  readonly stdout: { writeSync(bytes: Uint8Array): number };
}

/** The first message is long, and nothing can be done before it is there: to wait for it so takes a fifth of the time. */
const PIECE_BYTES = 1 << 16;

/** What comes first on standard input is the mark that all frames have, on both ways. */
export function childPipe({ stdin, stdout }: ChildStreams = Deno): ChildPipe {
  const mark = new Uint8Array(MARK_BYTES);
  return {
    send(message) {
      const bytes = encodeFrame(mark, message);
      for (let sent = 0; sent < bytes.length;) sent += stdout.writeSync(bytes.subarray(sent));
    },
    async hear(received) {
      let isBegun = false;
      const frames = new FrameReader(mark, (message) => {
        isBegun = true;
        received(message);
      });
      let marked = 0;
      const take = (chunk: Uint8Array) => {
        const missing = chunk.subarray(0, MARK_BYTES - marked);
        mark.set(missing, marked);
        marked += missing.length;
        if (missing.length < chunk.length) frames.push(chunk.slice(missing.length));
      };
      const piece = new Uint8Array(PIECE_BYTES);
      while (!isBegun) {
        const length = stdin.readSync(piece);
        if (length === null) return;
        take(piece.subarray(0, length));
      }
      for await (const chunk of stdin.readable) take(chunk);
    },
  };
}
