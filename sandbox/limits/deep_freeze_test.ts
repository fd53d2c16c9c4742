import { assertEquals } from "@std/assert";
import { deepFreeze } from "./deep_freeze.ts";

Deno.test("deepFreeze() freezes what is inside", () => {
  const value = deepFreeze({ a: [{ b: 1 }] });
  assertEquals([value, value.a, value.a[0]].every(Object.isFrozen), true);
  assertEquals([deepFreeze(7), deepFreeze(null)], [7, null]);
});
