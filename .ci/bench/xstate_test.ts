import { assertEquals, assertThrows } from "@std/assert";
import { xstateCasts } from "./xstate.ts";

Deno.test("xstateCasts is a peer that wants to be installed first", () => {
  assertEquals(xstateCasts.name, "xstate");
  assertThrows(() => xstateCasts.run(), Error, "it is installed first");
});
