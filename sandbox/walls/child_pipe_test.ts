import { assertEquals } from "@std/assert";
import { childPipe } from "./child_pipe.ts";
import { encodeFrame, FrameReader, MARK_BYTES } from "./frames.ts";

const mark = new Uint8Array(MARK_BYTES).fill(7);

/** Standard input: pieces are read one way or the other, each once. */
function inputOf(pieces: readonly Uint8Array<ArrayBuffer>[]) {
  const left = [...pieces];
  return {
    readSync(bytes: Uint8Array): number | null {
      const piece = left.shift();
      if (piece === undefined) return null;
      bytes.set(piece);
      return piece.length;
    },
    readable: new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        const piece = left.shift();
        if (piece === undefined) controller.close();
        else controller.enqueue(piece);
      },
    }, { highWaterMark: 0 }),
  };
}

Deno.test("childPipe() hears what comes after the mark, in whatever pieces, until the other side is gone", async () => {
  const bytes = [mark, encodeFrame(mark, ["one"]), encodeFrame(mark, ["two"])].flatMap((each) => [...each]);
  for (const size of [1, MARK_BYTES, MARK_BYTES + 3, bytes.length]) {
    const pieces = Array.from(
      { length: Math.ceil(bytes.length / size) },
      (_, at) => new Uint8Array(bytes.slice(at * size, (at + 1) * size)),
    );
    const heard: unknown[] = [];
    const pipe = childPipe({ stdin: inputOf(pieces), stdout: { writeSync: () => 0 } });
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
  const pipe = childPipe({ stdin: inputOf([mark]), stdout: { writeSync } });
  await pipe.hear(() => {});
  pipe.send(["hello", 1]);
  const heard: unknown[] = [];
  new FrameReader(mark, (message) => void heard.push(message)).push(new Uint8Array(written));
  assertEquals(heard, [["hello", 1]]);
});
