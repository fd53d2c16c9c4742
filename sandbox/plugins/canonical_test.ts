import { assertEquals, assertNotEquals } from "@std/assert";
import { canonical } from "./canonical.ts";

Deno.test("canonical() is the same for the same fields in any order, and not for another list", () => {
  assertEquals(canonical({ b: [{ d: 1, c: 2 }], a: 1 }), canonical({ a: 1, b: [{ c: 2, d: 1 }] }));
  assertEquals(canonical({ a: 1, b: undefined }), canonical({ a: 1 }));
  assertNotEquals(canonical(["a", "b"]), canonical(["b", "a"]));
  assertEquals([canonical(undefined), canonical(null)], ["", "null"]);
});
