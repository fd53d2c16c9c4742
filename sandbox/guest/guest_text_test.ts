import { assertEquals, assertThrows } from "@std/assert";
import { decodeUtf8 } from "./guest_text.ts";

Deno.test("decodeUtf8() reads UTF-8, and refuses what is none", () => {
  for (const text of ["", "a", "grüezi 🎉", "%41\0"]) assertEquals(decodeUtf8(new TextEncoder().encode(text)), text);
  const { name } = assertThrows(() => decodeUtf8(new Uint8Array([0xff]))) as Error;
  assertEquals(name, "EncodingError");
});
