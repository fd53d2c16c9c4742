import { assert, assertEquals } from "@std/assert";
import { scaleOf } from "./scale.ts";

Deno.test("scaleOf: round figures enclose the values", () => {
  assertEquals(scaleOf([102, 154], { from: 0, to: 100 }).ticks, [100, 120, 140, 160]);
  assertEquals(scaleOf([0, 0.07], { from: 0, to: 100 }).ticks, [0, 0.02, 0.04, 0.06, 0.08]);
  assertEquals(scaleOf([-3, 4], { from: 0, to: 100 }).ticks, [-4, -2, 0, 2, 4]);
  assertEquals(scaleOf([1e9, 3e9], { from: 0, to: 1, count: 2 }).ticks, [1e9, 2e9, 3e9]);
});

Deno.test("scaleOf: from the first tick to the last, upside down too", () => {
  const { place, ticks } = scaleOf([102, 154], { from: 200, to: 20 });
  assertEquals([place(ticks[0]!), place(ticks.at(-1)!), place(130)], [200, 20, 110]);
});

Deno.test("scaleOf: nothing, one value, what is no number", () => {
  for (const values of [[], [0], [5, 5], [-2], [NaN, Infinity, 3]]) {
    const { place, ticks } = scaleOf(values, { from: 0, to: 10 });
    assert(ticks.length >= 2 && ticks.every(Number.isFinite), `${values}`);
    const at = place(values.find(Number.isFinite) ?? 0);
    assert(at >= 0 && at <= 10, `${values}`);
  }
});
