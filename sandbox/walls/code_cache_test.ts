import { assertEquals } from "@std/assert";
import { codeCache, keepCodeCache } from "./code_cache.ts";

Deno.test("keepCodeCache() keeps the first, for all walls after it", () => {
  const first = new Uint8Array([1]);
  assertEquals(codeCache(), {});
  keepCodeCache(first);
  keepCodeCache(new Uint8Array([2]));
  assertEquals(codeCache(), { cache: first });
});
