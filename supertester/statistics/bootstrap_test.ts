import { SeededRandom } from "@superlearner/otp";
import { assert, assertEquals, assertGreater } from "@std/assert";
import { bootstrapInterval } from "./bootstrap.ts";
import { medianOf } from "./summary.ts";
import { noise } from "./testdata/noise.ts";

Deno.test("bootstrapInterval: the same seed gives the same interval", () => {
  const samples = noise(new SeededRandom(1), { count: 30, spread: 10 });
  const of = (seed: number) => bootstrapInterval(samples, { statistic: medianOf, random: new SeededRandom(seed) });
  assertEquals(of(1), of(1));
  assert(of(1).low <= medianOf(samples) && medianOf(samples) <= of(1).high);
});

Deno.test("bootstrapInterval: what never varies has no width", () => {
  const { low, high } = bootstrapInterval([5, 5, 5], { statistic: medianOf, random: new SeededRandom(1) });
  assertEquals([low, high], [5, 5]);
});

Deno.test("bootstrapInterval: holds the truth about as often as it says", () => {
  const random = new SeededRandom(3);
  let held = 0;
  for (let trial = 0; trial < 400; trial++) {
    const samples = noise(random, { count: 30, spread: 1 });
    const { low, high } = bootstrapInterval(samples, { statistic: medianOf, random, resamples: 400 });
    if (low <= 0 && 0 <= high) held++;
  }
  assertGreater(held / 400, 0.9);
});

Deno.test("bootstrapInterval: a higher level is wider", () => {
  const samples = noise(new SeededRandom(2), { count: 30, spread: 10 });
  const [usual, surer] = [0.95, 0.999].map((level) =>
    bootstrapInterval(samples, { statistic: medianOf, random: new SeededRandom(1), level })
  );
  assertGreater(surer!.high - surer!.low, usual!.high - usual!.low);
});
