import { ArgumentError } from "@superlearner/otp";
import { assertEquals, assertThrows } from "@std/assert";
import { summarize } from "../statistics/summary.ts";
import { assertWithin, type PerformanceBounds } from "./bounds.ts";
import type { Measurement } from "./measure.ts";
import { PerformanceError } from "./performance_error.ts";

const of = (samples: number[], more: Partial<Measurement> = {}): Measurement => ({
  name: "checkout",
  at: 0,
  runs: samples.length,
  warmup: 5,
  timeMs: summarize(samples),
  ...more,
});
const steady = (value: number, count = 30) => Array.from({ length: count }, () => value);

Deno.test("case 23: a figure at its bound is within it, and one above is not", () => {
  const measurement = of(steady(100, 100));
  assertWithin(measurement, { maxTimeMs: 100, p95Ms: 100, p99Ms: 100 });
  for (const bounds of [{ maxTimeMs: 99.999 }, { p95Ms: 99.999 }, { p99Ms: 99.999 }]) {
    assertThrows(() => assertWithin(measurement, bounds), PerformanceError);
  }
});

Deno.test("case 23: one run of many above the bound decides nothing, whichever statistic is asked", () => {
  const noisy = of([...steady(50, 99), 5000]);
  assertWithin(noisy, { maxTimeMs: 60, p95Ms: 60, p99Ms: 60 });
  assertWithin(of([...steady(50, 29), 5000]), { maxTimeMs: 60, p95Ms: 60 });
  assertWithin(of([50, 5000, 50]), { maxTimeMs: 60 });
});

Deno.test("assertWithin: says what was exceeded, what decided, and all that was measured", () => {
  const measurement = of([...steady(150, 28), 149, 160]);
  const error = assertThrows(() => assertWithin(measurement, { maxTimeMs: 100, p95Ms: 200 }), PerformanceError);
  assertEquals(
    error.message,
    "max_time_ms exceeded (actual: 150ms)\n" +
      "  maxTimeMs of checkout is 100ms, by the median of 30 runs\n" +
      "  time of a run (after 5 to warm up): min 149ms, median 150ms, p95 150ms, p99 160ms, max 160ms, " +
      "median deviation 0ms",
  );
  assertEquals(error.violations, [
    { bound: "maxTimeMs", limit: 100, actual: 150, statistic: "median of 30 runs" },
  ]);
  assertEquals(error.measurement, measurement);
});

Deno.test("assertWithin: every bound that is exceeded is told, with its unit", () => {
  const measurement = of(steady(2, 100), {
    memoryBytes: summarize(steady(2048, 100)),
    messages: summarize(steady(12, 100)),
  });
  const bounds = { maxTimeMs: 1, p95Ms: 1, p99Ms: 1, maxMemoryBytes: 1024, maxMessages: 10 };
  const { message } = assertThrows(() => assertWithin(measurement, bounds), PerformanceError);
  assertEquals(message.split("\n").slice(0, 10), [
    "max_time_ms exceeded (actual: 2ms)",
    "p95_ms exceeded (actual: 2ms)",
    "p99_ms exceeded (actual: 2ms)",
    "max_memory_bytes exceeded (actual: 2048 bytes)",
    "max_messages exceeded (actual: 12)",
    "  maxTimeMs of checkout is 1ms, by the median of 100 runs",
    "  p95Ms of checkout is 1ms, by the p95 of 100 runs",
    "  p99Ms of checkout is 1ms, by the p99 of 100 runs",
    "  maxMemoryBytes of checkout is 1024 bytes, by the median of 100 runs",
    "  maxMessages of checkout is 10, by the median of 100 runs",
  ]);
});

Deno.test("assertWithin: an excess too small for three digits is shown in full", () => {
  const { message } = assertThrows(() => assertWithin(of(steady(100.00004)), { maxTimeMs: 100 }), PerformanceError);
  assertEquals(message.split("\n")[0], "max_time_ms exceeded (actual: 100.00004ms)");
});

Deno.test("assertWithin: memory is that of the processes, and of the heap only where none are watched", () => {
  const heapBytes = summarize(steady(1_000_000));
  assertWithin(of(steady(1), { heapBytes, memoryBytes: summarize(steady(10)) }), { maxMemoryBytes: 10 });
  assertThrows(() => assertWithin(of(steady(1), { heapBytes }), { maxMemoryBytes: 10 }), PerformanceError);
});

Deno.test("D18: a misspelt bound, or none, is an error", () => {
  const measurement = of(steady(1));
  const wrong = (bounds: object) => assertThrows(() => assertWithin(measurement, bounds), ArgumentError).message;
  assertEquals(
    wrong({ max_time_ms: 100 }),
    "Cannot check performance: there is no option of that name (did you mean maxTimeMs), " + 'got "max_time_ms"',
  );
  assertEquals(
    wrong({ maxTimeMS: 100 }).includes("(did you mean maxTimeMs)"),
    true,
  );
  const none = "there is a bound: maxTimeMs, p95Ms, p99Ms, maxMemoryBytes, maxMessages, got {}";
  assertEquals(wrong({}), `Cannot check performance: ${none}`);
  // @ts-expect-error the compiler sees it as well
  assertThrows(() => assertWithin(measurement, { maxTime: 100 }), ArgumentError);
});

Deno.test("D18: a bound whose metric was not measured is an error, and never passes or fails", () => {
  const measurement = of(steady(1));
  const missing = (bounds: PerformanceBounds) =>
    assertThrows(() => assertWithin(measurement, bounds), ArgumentError).message;
  assertEquals(
    missing({ maxMessages: 10 }),
    "Cannot check maxMessages of checkout: processes are watched (of), got undefined",
  );
  assertEquals(
    missing({ maxMemoryBytes: 10 }),
    "Cannot check maxMemoryBytes of checkout: the heap is told here, and not collected in every run, " +
      "or processes are watched (of), got undefined",
  );
});

Deno.test("assertWithin: refuses bounds that are no numbers, and runs too few for the statistic", () => {
  const rule = (bounds: object, count = 30) =>
    assertThrows(() => assertWithin(of(steady(1, count)), bounds), ArgumentError).rule;
  for (const wrong of [NaN, Infinity, -1, "100"]) {
    assertEquals(rule({ maxTimeMs: wrong }), "maxTimeMs is a finite number from 0 up");
  }
  assertEquals(rule({ p99Ms: 5 }), "p99Ms takes 100 runs at least, so that no single one decides");
  assertEquals(rule({ p95Ms: 5 }, 19), "p95Ms takes 20 runs at least, so that no single one decides");
  assertEquals(rule({ maxTimeMs: 5 }, 2), "maxTimeMs takes 3 runs at least, so that no single one decides");
});
