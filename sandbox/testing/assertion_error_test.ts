import { assertEquals, assertThrows } from "@std/assert";
import { AssertionError, fail, withMessage } from "./assertion_error.ts";

Deno.test("fail: throws", () => {
  assertThrows(() => fail("no"), AssertionError, "no");
  assertEquals(new AssertionError("x").name, "AssertionError");
});

Deno.test("withMessage: what was given stands first", () => {
  assertEquals([withMessage("sum", "It is 1"), withMessage(undefined, "It is 1")], ["sum: It is 1", "It is 1"]);
});
