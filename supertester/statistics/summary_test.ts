import { ArgumentError } from "@superlearner/otp";
import { assertEquals, assertThrows } from "@std/assert";
import { medianOf, quantileOf, summarize } from "./summary.ts";

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

Deno.test("summarize: gives every figure, and keeps the samples in their order", () => {
  assertEquals(summarize([3, 1, 2, 10]), {
    count: 4,
    min: 1,
    max: 10,
    mean: 4,
    median: 2.5,
    p95: 10,
    p99: 10,
    mad: 1,
    samples: [3, 1, 2, 10],
  });
});

Deno.test("summarize: one measurement is all of it", () => {
  const { count, min, max, mean, median, p95, p99, mad } = summarize([7]);
  assertEquals([count, min, max, mean, median, p95, p99, mad], [1, 7, 7, 7, 7, 7, 7, 0]);
});

Deno.test("summarize: refuses nothing, and what is no number", () => {
  assertThrows(() => summarize([]), ArgumentError, "Cannot sum up measurements: there is one at least, got 0");
  for (const wrong of [NaN, Infinity, "3" as unknown as number]) {
    assertThrows(() => summarize([1, wrong]), ArgumentError, "each is a finite number");
  }
});

Deno.test("quantileOf: is a measurement, by nearest rank", () => {
  assertEquals(quantileOf(upTo(100), 0.95), 95);
  assertEquals(quantileOf(upTo(100), 0.99), 99);
  assertEquals(quantileOf(upTo(20), 0.95), 19);
  assertEquals(quantileOf(upTo(30), 0.95), 29);
  assertEquals(quantileOf(upTo(30), 0.99), 30);
  assertEquals(quantileOf(upTo(10), 0), 1);
  assertEquals(quantileOf(upTo(10), 1), 10);
  assertEquals(quantileOf([], 0.5), NaN);
});

Deno.test("medianOf: does not change what it is given", () => {
  const samples = [3, 1, 2];
  assertEquals(medianOf(samples), 2);
  assertEquals(samples, [3, 1, 2]);
  assertEquals(medianOf([]), NaN);
});
