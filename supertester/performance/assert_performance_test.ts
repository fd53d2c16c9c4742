import { ArgumentError, System } from "@superlearner/otp";
import { assertEquals, assertRejects } from "@std/assert";
import type { PerformanceData } from "../results/performance_data.ts";
import { addResultSink, type TestResult } from "../results/result.ts";
import { assertPerformance } from "./assert_performance.ts";
import { PerformanceError } from "./performance_error.ts";
import { Keeper } from "./testdata/servers.ts";
import { allocating, NO_HEAP, taking } from "./testdata/taking.ts";

Deno.test("assertPerformance: gives the measurement where all bounds hold", async () => {
  const it = taking(100);
  const { timeMs } = await assertPerformance(it.fn, { maxTimeMs: 100, clock: it.clock });
  assertEquals([timeMs.median, it.calls], [100, 35]);
});

Deno.test("assertPerformance: fails by the statistic, in the words of the SLA", async () => {
  const it = taking(150);
  const error = await assertRejects(
    () => assertPerformance(it.fn, { name: "request", maxTimeMs: 100, clock: it.clock }),
    PerformanceError,
  );
  assertEquals(error.message.split("\n").slice(0, 2), [
    "max_time_ms exceeded (actual: 150ms)",
    "  maxTimeMs of request is 100ms, by the median of 30 runs",
  ]);
});

Deno.test("D17: a cold first run, and a slow one among many, are not what it takes", async () => {
  const cold = taking(900, 800, 700, 600, 500, ...Array.from({ length: 30 }, () => 20));
  await assertPerformance(cold.fn, { maxTimeMs: 20, p95Ms: 20, clock: cold.clock });
  const spiked = taking(...Array.from({ length: 35 }, (_, run) => run === 20 ? 900 : 20));
  await assertPerformance(spiked.fn, { maxTimeMs: 20, p95Ms: 20, clock: spiked.clock });
});

Deno.test("case 23: noise above the bound in a few runs passes, in most runs fails", async () => {
  const some = taking(90, 90, 110);
  await assertPerformance(some.fn, { maxTimeMs: 100, clock: some.clock });
  const most = taking(90, 110, 110);
  await assertRejects(() => assertPerformance(most.fn, { maxTimeMs: 100, clock: most.clock }), PerformanceError);
});

Deno.test("assertPerformance: p99Ms runs 100 times, and refuses to be decided by one run", async () => {
  const it = taking(1);
  const { timeMs } = await assertPerformance(it.fn, { p99Ms: 1, clock: it.clock });
  assertEquals(timeMs.count, 100);
  const error = await assertRejects(() => assertPerformance(it.fn, { p99Ms: 1, runs: 30 }), ArgumentError);
  assertEquals(
    error.message,
    "Cannot assert performance: p99Ms takes 100 runs at least, so that no single one decides, got 30",
  );
});

Deno.test("assertPerformance: bounds messages and memory of processes", async () => {
  await using system = new System();
  const keeper = await system.start(Keeper);
  const run = async () => {
    await keeper.call("next");
    await keeper.call("keep", 1000);
  };
  await assertPerformance(run, { maxMessages: 2, maxMemoryBytes: 1100, of: keeper });
  const error = await assertRejects(
    () => assertPerformance(run, { maxMessages: 1, maxMemoryBytes: 500, of: system }),
    PerformanceError,
  );
  assertEquals(error.violations.map(({ bound }) => bound), ["maxMemoryBytes", "maxMessages"]);
  assertEquals(error.message.split("\n")[1], "max_messages exceeded (actual: 2)");
});

Deno.test("assertPerformance: bounds the heap where no process is watched", async () => {
  const { fn, heap } = allocating(2048);
  await assertPerformance(fn, { maxMemoryBytes: 2048, heap });
  const error = await assertRejects(() => assertPerformance(fn, { maxMemoryBytes: 2000, heap }), PerformanceError);
  assertEquals(error.message.split("\n")[0], "max_memory_bytes exceeded (actual: 2048 bytes)");
});

Deno.test("D18: what cannot be measured is an error before anything runs", async () => {
  const it = taking(1);
  const messages = await assertRejects(() => assertPerformance(it.fn, { maxMessages: 1 }), ArgumentError);
  assertEquals(messages.rule, "maxMessages is of processes that are watched (of)");
  const memory = await assertRejects(
    () => assertPerformance(it.fn, { maxMemoryBytes: 1, heap: NO_HEAP }),
    ArgumentError,
  );
  assertEquals(
    memory.rule,
    "maxMemoryBytes is of processes that are watched (of) where the platform does not tell its heap",
  );
  await assertRejects(() => assertPerformance(it.fn, {}), ArgumentError, "there is a bound");
  // @ts-expect-error the compiler sees it as well
  await assertRejects(() => assertPerformance(it.fn, { maxTimeMs: 1, max_reductions: 5 }), ArgumentError, "no option");
  assertEquals(it.calls, 0);
});

Deno.test("D18: a heap that was collected in every run is an error, and never passes", async () => {
  const { fn, heap } = allocating(-1);
  await assertRejects(
    () => assertPerformance(fn, { maxMemoryBytes: 1, heap }),
    ArgumentError,
    "not collected in every",
  );
});

Deno.test("assertPerformance: its result is published, passed or not", async () => {
  const results: TestResult[] = [];
  using _sink = addResultSink((result) => results.push(result));
  const it = taking(10);
  const how = { name: "request", test: "SLA", clock: it.clock };
  await assertPerformance(it.fn, { ...how, maxTimeMs: 10 });
  await assertRejects(() => assertPerformance(it.fn, { ...how, maxTimeMs: 9 }), PerformanceError);
  assertEquals(results.map(({ kind, test, name, passed }) => [kind, test, name, passed]), [
    ["performance", "SLA", "request", true],
    ["performance", "SLA", "request", false],
  ]);
  const data = results[1]!.data as PerformanceData;
  assertEquals(data.bounds, [
    { name: "maxTimeMs", limit: 9, actual: 10, unit: "ms", statistic: "median of 30 runs", passed: false },
  ]);
  assertEquals([data.metrics["timeMs"]?.median, data.runs, data.warmup], [10, 30, 5]);
  assertEquals(structuredClone(data), JSON.parse(JSON.stringify(data)));
});
