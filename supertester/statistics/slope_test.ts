import { SeededRandom } from "@superlearner/otp";
import { assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import { slopeOf } from "./slope.ts";
import { noise } from "./testdata/noise.ts";

Deno.test("slopeOf: a straight line has its slope, and no doubt", () => {
  assertEquals(slopeOf([0, 3, 6, 9, 12, 15]), { perStep: 3, low: 3, high: 3 });
});

Deno.test("slopeOf: what stands still has none", () => {
  assertEquals(slopeOf([4, 4, 4, 4, 4, 4, 4, 4]), { perStep: 0, low: 0, high: 0 });
});

Deno.test("slopeOf: too few points are sure of nothing", () => {
  assertEquals(slopeOf([]), { perStep: 0, low: -Infinity, high: Infinity });
  assertEquals(slopeOf([1, 100, 200]), { perStep: 99.5, low: -Infinity, high: Infinity });
});

Deno.test("slopeOf: outliers do not make a trend, and do not hide one", () => {
  const flat = Array.from({ length: 20 }, (_, i) => i % 5 === 4 ? 1e9 + i : 10);
  assertEquals(slopeOf(flat).perStep, 0);
  const rising = Array.from({ length: 20 }, (_, i) => i === 0 || i === 9 ? 1e6 : 100 * i);
  assertAlmostEquals(slopeOf(rising).perStep, 100, 5);
  assertGreater(slopeOf(rising).low, 50);
});

Deno.test("slopeOf: noise alone is called a trend less than once in a hundred times", () => {
  const random = new SeededRandom(5);
  let wrong = 0;
  for (let trial = 0; trial < 1000; trial++) if (slopeOf(noise(random, { count: 20, spread: 1 })).low > 0) wrong++;
  assertLess(wrong, 10); // 0.5 % expected
});

Deno.test("slopeOf: who is content with 80 % is wrong in one case of ten on each side", () => {
  const random = new SeededRandom(7);
  let [above, below] = [0, 0];
  for (let trial = 0; trial < 1000; trial++) {
    const { low, high } = slopeOf(noise(random, { count: 20, spread: 1 }), 80);
    if (low > 0) above++;
    if (high < 0) below++;
  }
  for (const wrong of [above, below]) assertAlmostEquals(wrong, 100, 30);
});

Deno.test("slopeOf: a trend of half the noise is found in 20 points", () => {
  const random = new SeededRandom(6);
  let found = 0;
  for (let trial = 0; trial < 200; trial++) {
    const values = noise(random, { count: 20, spread: 1 }).map((each, index) => each + index / 2);
    if (slopeOf(values).low > 0) found++;
  }
  assertGreater(found, 195);
});
