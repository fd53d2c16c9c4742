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
  readonly stdin: { readonly readable: ReadableStream<Uint8Array<ArrayBuffer>> };
  readonly stdout: { writeSync(bytes: Uint8Array): number };
}

/** What comes first on standard input is the mark that all frames have, on both ways. */
export function childPipe({ stdin, stdout }: ChildStreams = Deno): ChildPipe {
  const mark = new Uint8Array(MARK_BYTES);
  return {
    send(message) {
      const bytes = encodeFrame(mark, message);
      for (let sent = 0; sent < bytes.length;) sent += stdout.writeSync(bytes.subarray(sent));
    },
    async hear(received) {
      const frames = new FrameReader(mark, received);
      let marked = 0;
      for await (const chunk of stdin.readable) {
        const missing = chunk.subarray(0, MARK_BYTES - marked);
        mark.set(missing, marked);
        marked += missing.length;
        if (missing.length < chunk.length) frames.push(chunk.slice(missing.length));
      }
    },
  };
}
