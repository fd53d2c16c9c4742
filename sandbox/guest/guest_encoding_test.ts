import { assertEquals, assertThrows } from "@std/assert";
import { GuestTextDecoder, GuestTextEncoder } from "./guest_encoding.ts";

const BOM = [0xef, 0xbb, 0xbf];

Deno.test("GuestTextDecoder: a byte order mark at the beginning is no part of the text, unless that was asked for", () => {
  const bytes = Uint8Array.from([...BOM, 97, ...BOM]);
  for (const options of [{}, { ignoreBOM: true }]) {
    assertEquals(new GuestTextDecoder("utf-8", options).decode(bytes), new TextDecoder("utf-8", options).decode(bytes));
  }
});

Deno.test("GuestTextDecoder: a stream is read in any pieces, and the next one begins anew", () => {
  const bytes = Uint8Array.from([...BOM, 0xe2, 0x82, 0xac, ...BOM]);
  const decoder = new GuestTextDecoder();
  for (let time = 0; time < 2; time++) {
    const pieces = [...bytes].map((byte) => decoder.decode(Uint8Array.of(byte), { stream: true }));
    assertEquals(pieces.join("") + decoder.decode(), "€\ufeff");
  }
  assertEquals(decoder.decode(Uint8Array.of(0xe2), { stream: true }) + decoder.decode(), "\ufffd");
});

Deno.test("GuestTextDecoder: after a refusal it begins anew", () => {
  const decoder = new GuestTextDecoder("UTF8 ", { fatal: true });
  assertThrows(() => decoder.decode(Uint8Array.of(0xe2, 0x41), { stream: true }), TypeError);
  assertEquals([decoder.decode(Uint8Array.of(0x41)), decoder.fatal, decoder.encoding], ["A", true, "utf-8"]);
});

Deno.test("GuestTextDecoder takes buffers and views, and nothing else; and no other encoding", () => {
  const { buffer } = Uint8Array.of(97, 98, 99, 100);
  const decoder = new GuestTextDecoder();
  assertEquals([decoder.decode(buffer), decoder.decode(new DataView(buffer, 1, 2)), decoder.decode()], [
    "abcd",
    "bc",
    "",
  ]);
  assertThrows(() => decoder.decode("a" as never), TypeError);
  assertThrows(() => new GuestTextDecoder("utf-16le"), RangeError, "UTF-8 alone");
});

Deno.test("GuestTextEncoder: bytes of whatever is a text, and into bytes only", () => {
  const encoder = new GuestTextEncoder();
  assertEquals([[...encoder.encode("ä")], [...encoder.encode()], [...encoder.encode(5)]], [[0xc3, 0xa4], [], [0x35]]);
  assertThrows(() => encoder.encodeInto("a", [] as never), TypeError);
});
