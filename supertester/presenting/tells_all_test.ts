import { assertEquals, assertStrictEquals } from "@std/assert";
import { isTellingAll, tellsAll } from "./tells_all.ts";

Deno.test("tellsAll: marks this error, and no other", () => {
  const error = new RangeError("by 7");
  assertStrictEquals(tellsAll(error), error);
  assertEquals([error, new RangeError("by 7"), "by 7", null].map(isTellingAll), [true, false, false, false]);
});
