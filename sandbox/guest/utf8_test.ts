import { assertEquals, assertThrows } from "@std/assert";
import { encodeUtf8, encodeUtf8Into, Utf8Reader } from "./utf8.ts";

const whole = (bytes: readonly number[], isFatal = false): string => {
  const reader = new Utf8Reader(isFatal);
  return reader.read(Uint8Array.from(bytes)) + reader.end();
};
const expected = (bytes: readonly number[]): string =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(bytes));

/** Sequences at each edge of what is UTF-8. */
const EDGES = [0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef];
EDGES.push(0xf0, 0xf1, 0xf4, 0xf5, 0xff);

Deno.test("Utf8Reader says of every sequence of edges what the platform says, whole and in pieces", () => {
  const sequences: number[][] = [[]];
  for (const one of EDGES) {
    for (const two of EDGES) {
      for (const three of EDGES) sequences.push([one, two, three], [0xf0, 0x90, one, two, three]);
    }
  }
  for (const bytes of sequences) {
    if (whole(bytes) !== expected(bytes)) assertEquals([bytes, whole(bytes)], [bytes, expected(bytes)]);
    const reader = new Utf8Reader(false);
    const pieces = bytes.map((byte) => reader.read(Uint8Array.of(byte))).join("") + reader.end();
    if (pieces !== expected(bytes)) assertEquals([bytes, pieces], [bytes, expected(bytes)]);
  }
  const long = "aä€😀".repeat(3000);
  assertEquals(whole([...new TextEncoder().encode(long)]), long);
});

Deno.test("Utf8Reader refuses what is no UTF-8, where that is fatal", () => {
  for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80]]) {
    assertThrows(() => whole(bytes, true), TypeError);
  }
  assertEquals(whole([0xc3, 0xa4], true), "ä");
});

Deno.test("encodeUtf8() says what the platform says, with room or without", () => {
  const text = "a\u0000\u007f\u0080\u07ff\u0800\uffff😀\u{10ffff}\ud800x\udc00\ud83d";
  assertEquals(encodeUtf8(text), new TextEncoder().encode(text));
  for (let room = 0; room < 30; room++) {
    const [one, other] = [new Uint8Array(room), new Uint8Array(room)];
    assertEquals([encodeUtf8Into(text, one), one], [new TextEncoder().encodeInto(text, other), other] as unknown);
  }
});
