import { assertEquals } from "@std/assert";
import { CompileCache } from "./compile_cache.ts";
import type { Transpiled } from "./transpiled.ts";

const result = (code: string): Transpiled => ({ code, imports: [], importMeta: false, exports: [], diagnostics: [] });

Deno.test("CompileCache gives back what it was given", () => {
  const cache = new CompileCache();
  cache.set("a", result("1"));
  cache.set("a", result("2"));
  assertEquals([cache.get("a")?.code, cache.get("b"), cache.size], ["2", undefined, 1]);
});

Deno.test("CompileCache lets go of what was used longest ago", () => {
  const cache = new CompileCache({ maxChars: 2 * 200 + 20 });
  for (const key of ["a", "b"]) cache.set(key, result("x".repeat(10)));
  cache.get("a");
  cache.set("c", result("x".repeat(10)));
  assertEquals(["a", "b", "c"].map((key) => cache.get(key) !== undefined), [true, false, true]);
  cache.set("huge", result("x".repeat(1000)));
  assertEquals(cache.size, 0);
});
