import { assertEquals, assertRejects } from "@std/assert";
import { OutputPipe } from "./output_pipe.ts";

const pipeOf = (...pieces: number[][]) =>
  new OutputPipe(ReadableStream.from(pieces.map((each) => new Uint8Array(each))));

Deno.test("OutputPipe gives what comes in pieces of a size, and then its end", async () => {
  const pipe = pipeOf([1, 2, 3], [4]);
  const read = async () => [...await pipe.read(2) ?? ["end"]];
  assertEquals([await read(), await read(), await read(), pipe.isOver], [[1, 2], [3], [4], false]);
  assertEquals([await read(), await read(), pipe.isOver], [["end"], ["end"], true]);
  assertEquals(await new OutputPipe(undefined).read(1), undefined);
});

Deno.test("OutputPipe: who cancels gets no more, and who was failed is told why", async () => {
  const cancelled = pipeOf([1, 2, 3]);
  await cancelled.read(1);
  await cancelled.cancel();
  assertEquals([await cancelled.read(1), cancelled.isOver], [undefined, true]);
  const failed = pipeOf([1, 2, 3]);
  failed.fail(new Error("too much"));
  await assertRejects(() => failed.read(1), Error, "too much");
  assertEquals(failed.isOver, true);
});
