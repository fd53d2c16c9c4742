import { assertEquals } from "@std/assert";
import { scoreOf } from "./grade_result.ts";

Deno.test("scoreOf: hundredths of what was planned, rounded", () => {
  assertEquals(scoreOf([{ points: 2, maxPoints: 2 }, { points: 0, maxPoints: 1 }]), 67);
  assertEquals(scoreOf([{ points: 17, maxPoints: 17 }, { points: 0, maxPoints: 3 }]), 85);
});

Deno.test("scoreOf: case 23: without points there is nothing to earn", () => {
  assertEquals([scoreOf([]), scoreOf([{ points: 0, maxPoints: 0 }])], [0, 0]);
});
