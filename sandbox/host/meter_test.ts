import { assertEquals } from "@std/assert";
import { Meter } from "./meter.ts";

Deno.test("Meter counts what happened in one stretch of time, and begins anew", () => {
  const meter = new Meter(100);
  assertEquals([meter.add(2, 0), meter.add(3, 99), meter.add(1, 100), meter.add(1, 150), meter.add(5, 1000)], [
    2,
    5,
    1,
    2,
    5,
  ]);
});
