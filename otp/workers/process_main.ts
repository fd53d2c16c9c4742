/** The inside of a subprocess; imported by what `process_transport.ts` makes its main module. */
import type { Transport } from "../remote/transport.ts";
import { encodeFrame, FrameReader, MARK_BYTES } from "./frame_stream.ts";
import { serve, type ServeOptions } from "./serve.ts";

/**
 * Serves a module to the program that started this one, over its standard input and output. The first that comes is the mark
 * of its frames, the next what else it is told.
 */
export async function serveProcess(load: () => Promise<object>): Promise<void> {
  const { stdin, stdout, exit } = Deno;
  const input = stdin.readable.getReader();
  const mark = new Uint8Array(MARK_BYTES);
  let rest = new Uint8Array();
  for (let length = 0; length < MARK_BYTES;) {
    const { value, done } = await input.read();
    if (done) return exit(0);
    mark.set(value.subarray(0, MARK_BYTES - length), length);
    rest = value.slice(MARK_BYTES - length);
    length += value.length;
  }
  const values: unknown[] = [];
  let take = (value: unknown): void => void values.push(value);
  const frames = new FrameReader(mark, { value: (value) => take(value), noise() {} });
  frames.push(rest);
  const pump = async () => {
    const { value, done } = await input.read();
    if (done) exit(0); // whoever started it is gone
    else frames.push(value);
  };
  while (values.length === 0) await pump();
  const options = values.shift() as ServeOptions;
  const transport: Transport = {
    kind: "process",
    async open(listener) {
      await Promise.resolve(); // not before this call has returned
      take = (value) => listener.received(value);
      for (const value of values.splice(0)) listener.received(value);
      for (;;) await pump();
    },
    send(data) {
      const bytes = encodeFrame(mark, data);
      // At once and to the end: where the other side is slow, this one waits. Nothing is called after the last, so that a
      // turn cannot be stopped between that and the count of what was sent.
      let sent = stdout.writeSync(bytes);
      while (sent < bytes.length) sent += stdout.writeSync(bytes.subarray(sent));
    },
    close: () => exit(0),
  };
  await serve(load, { ...options, transport });
}
