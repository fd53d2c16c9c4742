import { SeededRandom } from "@superlearner/otp";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { splitOf, stretchOf } from "./_cusum.ts";
import { noise } from "./testdata/noise.ts";

/** The same by its definition. */
function distanceAt(values: number[], at: number): number {
  const mean = (part: number[]) => part.reduce((sum, each) => sum + each, 0) / part.length;
  const [left, right] = [values.slice(0, at), values.slice(at)];
  return Math.sqrt(left.length * right.length / values.length) * Math.abs(mean(left) - mean(right));
}

Deno.test("splitOf: is the greatest distance of all splits, by its definition", () => {
  const random = new SeededRandom(1);
  for (let trial = 0; trial < 50; trial++) {
    const values = noise(random, { count: 7 + trial % 9, spread: 1 });
    const { at, distance } = splitOf(values, 3)!;
    assertAlmostEquals(distance, distanceAt(values, at), 1e-9);
    const all = values.map((_, index) => index).slice(3, -2).map((split) => distanceAt(values, split));
    assertAlmostEquals(distance, Math.max(...all), 1e-9);
  }
});

Deno.test("splitOf: finds a step where it is", () => {
  assertEquals(splitOf([1, 1, 1, 1, 1, 9, 9, 9], 3)?.at, 5);
  assertEquals(splitOf([1, 1, 1, 1, 1, 1, 9, 9], 3)?.at, 5); // the parts have three at least
});

Deno.test("splitOf: a series too short for two parts has none", () => {
  assertEquals(splitOf([1, 1, 9, 9, 9], 3), undefined);
  assertEquals(splitOf([], 1), undefined);
});

Deno.test("stretchOf: finds where something begins that is taken back again", () => {
  const values = [...[1, 1, 1, 1, 1], ...[9, 9, 9, 9], ...[1, 1, 1, 1, 1, 1]];
  const { at, distance } = stretchOf(values, 3)!;
  assertEquals(at, 5);
  assertAlmostEquals(distance, Math.sqrt(4 * 11 / 15) * 8, 1e-9);
  assertEquals(stretchOf(values.slice(0, 8), 3), undefined);
});
