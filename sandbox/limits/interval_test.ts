import { assertEquals } from "@std/assert";
import { Interval } from "./interval.ts";

Deno.test("Interval lets the first through, and then one in a while", () => {
  const interval = new Interval(100);
  assertEquals([5, 6, 104, 105, 106, 300].map((now) => interval.begins(now)), [true, false, false, true, false, true]);
});
