import { assertEquals, assertThrows } from "@std/assert";
import { encodeFrame, FrameError, FrameReader, MARK_BYTES } from "./frames.ts";

const MARK = new Uint8Array(MARK_BYTES).fill(7);
const MESSAGES = [["in", 0, ["[1]", "ä\u{1F600}"]], { cache: new Uint8Array([1, 2, 255]) }, [], "x".repeat(5000)];

function bytesOf(messages: readonly unknown[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(messages.flatMap((each) => [...encodeFrame(MARK, each)]));
}

Deno.test("FrameReader gives each message, however the bytes come in pieces", () => {
  const bytes = bytesOf(MESSAGES);
  for (const size of [1, 7, 20, 21, 1000, bytes.length]) {
    const seen: unknown[] = [];
    const reader = new FrameReader(MARK, (message) => seen.push(message));
    for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
    assertEquals(seen, MESSAGES);
  }
});

Deno.test("FrameReader refuses what has no mark, too long a length and what is no JSON", () => {
  const reads = (bytes: Uint8Array) => new FrameReader(MARK, () => {}).push(bytes);
  const good = bytesOf([1]);
  assertThrows(() => reads(new TextEncoder().encode("printed by somebody else\n")), FrameError, "has its mark");
  assertThrows(() => reads(good.with(MARK_BYTES, 255)), FrameError, "has at most");
  assertThrows(() => new FrameReader(MARK, () => {}, { mostBytes: 0 }).push(good), FrameError, "has at most 0");
  assertThrows(() => reads(good.with(good.length - 1, 123)), FrameError, "is JSON");
});
