import { assertEquals } from "@std/assert";
import { spareMs } from "./limit_periods.ts";

Deno.test("spareMs() is as long as the turn, within bounds", () => {
  assertEquals([1, 100, 5000].map(spareMs), [20, 100, 250]);
});
