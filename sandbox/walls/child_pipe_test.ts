import { assertEquals } from "@std/assert";
import { childPipe } from "./child_pipe.ts";
import { encodeFrame, FrameReader, MARK_BYTES } from "./frames.ts";

const mark = new Uint8Array(MARK_BYTES).fill(7);

Deno.test("childPipe() hears what comes after the mark, in whatever pieces, until the other side is gone", async () => {
  const bytes = [mark, encodeFrame(mark, ["one"]), encodeFrame(mark, ["two"])].flatMap((each) => [...each]);
  for (const size of [1, MARK_BYTES, MARK_BYTES + 3, bytes.length]) {
    const pieces = Array.from(
      { length: Math.ceil(bytes.length / size) },
      (_, at) => new Uint8Array(bytes.slice(at * size, (at + 1) * size)),
    );
    const heard: unknown[] = [];
    const pipe = childPipe({ stdin: { readable: ReadableStream.from(pieces) }, stdout: { writeSync: () => 0 } });
    await pipe.hear((message) => void heard.push(message));
    assertEquals(heard, [["one"], ["two"]], `pieces of ${size}`);
  }
});

Deno.test("childPipe() says all of a message, however little is taken at a time", async () => {
  const written: number[] = [];
  const writeSync = (bytes: Uint8Array) => {
    written.push(...bytes.subarray(0, 3));
    return Math.min(3, bytes.length);
  };
  const pipe = childPipe({ stdin: { readable: ReadableStream.from([mark]) }, stdout: { writeSync } });
  await pipe.hear(() => {});
  pipe.send(["hello", 1]);
  const heard: unknown[] = [];
  new FrameReader(mark, (message) => void heard.push(message)).push(new Uint8Array(written));
  assertEquals(heard, [["hello", 1]]);
});
