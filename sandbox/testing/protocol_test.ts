import { assertEquals } from "@std/assert";
import { ASKS } from "./protocol.ts";

Deno.test("ASKS: each once", () => {
  assertEquals(new Set(ASKS).size, ASKS.length);
});
