import { assertEquals, assertThrows } from "@std/assert";
import { SeededRandom } from "../environment.ts";
import { encodeFrame, FrameReader, MARK_BYTES } from "./frame_stream.ts";

const mark = Uint8Array.from({ length: MARK_BYTES }, (_, i) => i % 3);
const text = new TextEncoder();

/** What a reader makes of bytes that come in pieces. */
function read(bytes: Uint8Array, pieces: (left: number) => number): { values: unknown[]; noise: string } {
  const values: unknown[] = [];
  const noise: number[] = [];
  const reader = new FrameReader(mark, { value: (value) => values.push(value), noise: (some) => noise.push(...some) });
  for (let at = 0; at < bytes.length;) {
    const length = Math.max(1, Math.min(bytes.length - at, pieces(bytes.length - at)));
    reader.push(bytes.subarray(at, at += length));
  }
  return { values, noise: new TextDecoder().decode(Uint8Array.from(noise)) };
}

Deno.test("FrameReader finds values among output, however it is cut", () => {
  const values = [{ a: [1n, new Map([["k", undefined]])] }, "text", new Float64Array([1, 2]), null];
  const parts = values.flatMap((value, i) => [text.encode(`line ${i}\n`), mark.slice(0, 5), encodeFrame(mark, value)]);
  const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
  for (let seed = 0; seed < 30; seed++) {
    const random = new SeededRandom(seed);
    const { values: found, noise } = read(bytes, () => 1 + Math.floor(random.next() * 40));
    assertEquals(found, values, `seed ${seed}`);
    assertEquals(noise.replaceAll(/[^a-z0-9 \n]/g, ""), "line 0\nline 1\nline 2\nline 3\n");
  }
});

Deno.test("FrameReader gives undefined for what cannot be read, passes over what only looks like a mark, and goes on", () => {
  const broken = encodeFrame(mark, "broken");
  broken.fill(255, MARK_BYTES + 4);
  const tooLong = new Uint8Array(MARK_BYTES + 4).fill(255);
  tooLong.set(mark);
  const bytes = Uint8Array.from([...broken, ...tooLong, ...encodeFrame(mark, "well")]);
  assertEquals(read(bytes, (left) => left).values, [undefined, "well"]);
});

Deno.test("FrameReader puts a value together once, in however many pieces it comes", () => {
  const bytes = encodeFrame(mark, new Uint8Array(1_000_000).fill(7));
  let read = 0;
  const reader = new FrameReader(mark, { value: (value) => read += (value as Uint8Array).length, noise() {} });
  // What is copied for each piece would be 500 GB here; it would never end.
  for (let at = 0; at < bytes.length; at++) reader.push(bytes.subarray(at, at + 1));
  assertEquals(read, 1_000_000);
});

Deno.test("encodeFrame() throws for what cannot be written", () => {
  assertThrows(() => encodeFrame(mark, () => {}));
  const stream = new ReadableStream();
  const { port1, port2 } = new MessageChannel();
  for (const value of [stream, [new Map([[{ key: new Set([port1]) }, 1]])], { deep: [new File([], "name")] }]) {
    assertThrows(() => encodeFrame(mark, value), DOMException, "cannot leave its program");
  }
  port1.close();
  port2.close();
  const ring: unknown[] = [];
  ring.push(ring, new Uint8Array(2));
  assertEquals(encodeFrame(mark, ring).length > MARK_BYTES, true);
});
