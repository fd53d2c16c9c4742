import { assertEquals } from "@std/assert";
import { numbersAfter } from "./life_numbers.ts";

Deno.test("numbersAfter() is well beyond what a life has given out, and never more than a pid may have", () => {
  const lasts = [0, 7, 499_999, 500_000, 999_999, 1_000_000, 1_000_007, Number.MAX_SAFE_INTEGER];
  assertEquals(lasts.map(numbersAfter), [1e6, 1e6, 1e6, 2e6, 2e6, 2e6, 2e6, 9e14 + 1e6]);
});
