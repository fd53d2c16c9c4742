import { SeededRandom } from "@superlearner/otp";
import { assertEquals, assertFalse, assertGreater, assertLess } from "@std/assert";
import { noise } from "../statistics/testdata/noise.ts";
import { trendOf, trendText } from "./_memory_trend.ts";

const STEPS = 13;
const judge = (samples: number[], maxBytesPerIteration = 32) =>
  trendOf("heap", samples, { iterationsPerStep: 10, maxBytesPerIteration });
const rising = (perIteration: number) => Array.from({ length: STEPS }, (_, step) => 1e6 + 10 * perIteration * step);

Deno.test("trendOf: what grows by more than is allowed leaks, and what grows by as much does not", () => {
  assertEquals([judge(rising(33)).leaks, judge(rising(32)).leaks, judge(rising(-50)).leaks], [true, false, false]);
  const { bytesPerIteration, low, high } = judge(rising(40));
  assertEquals([bytesPerIteration, low, high], [40, 40, 40]);
});

Deno.test("trendOf: a cache that fills and then is full does not leak", () => {
  const filling = rising(5000).map((each) => Math.min(each, 1e6 + 200_000));
  assertFalse(judge(filling).leaks);
});

Deno.test("trendOf: one jump, however high, does not leak", () => {
  for (let at = 1; at < STEPS; at++) {
    assertFalse(judge(rising(0).map((each, step) => each + (step >= at ? 1e6 : 0))).leaks);
  }
});

Deno.test("trendOf: one sample that is far off, wherever it is, hides no leak", () => {
  for (const off of [-400_000, 400_000]) {
    for (let at = 0; at < STEPS; at++) {
      assertEquals([at, judge(rising(5000).map((each, step) => each + (step === at ? off : 0))).leaks], [at, true]);
    }
  }
});

Deno.test("trendOf: noise alone hardly ever leaks, and one that is above it is found", () => {
  const random = new SeededRandom(1);
  let wrong = 0;
  for (let trial = 0; trial < 2000; trial++) if (judge(noise(random, { count: STEPS, spread: 50_000 })).leaks) wrong++;
  assertLess(wrong, 5);
  let found = 0;
  for (let trial = 0; trial < 200; trial++) {
    const noises = noise(random, { count: STEPS, spread: 50_000 });
    if (judge(rising(10_000).map((each, step) => each + noises[step]!)).leaks) found++; // 100 kB a step
  }
  assertGreater(found, 180);
});

Deno.test("trendOf: a sawtooth of garbage is no leak", () => {
  const sawtooth = Array.from({ length: STEPS }, (_, step) => 1e6 + (step % 4) * 500_000);
  assertFalse(judge(sawtooth).leaks);
  assertGreater(judge(sawtooth).high, 0);
});

Deno.test("trendText: says what grows, by how much, and how sure that is", () => {
  const text = trendText(judge(rising(1000)));
  assertEquals(
    text,
    "  heap grows by 1000 bytes with each iteration (99 % sure: 1000 bytes to 1000 bytes; 32 bytes allowed), " +
      "from 1000 kB to 1120 kB",
  );
});
