import { assertEquals, assertNotEquals } from "@std/assert";
import { seedOf } from "./seeds.ts";

Deno.test("seedOf: another test, or another seed, has another", () => {
  assertEquals(seedOf(1, "adds"), seedOf(1, "adds"));
  assertNotEquals(seedOf(1, "adds"), seedOf(2, "adds"));
  assertNotEquals(seedOf(1, "adds"), seedOf(1, "subtracts"));
  assertEquals(Number.isSafeInteger(seedOf(0.5, "ä")), true);
});
