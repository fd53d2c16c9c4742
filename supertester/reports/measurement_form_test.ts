import { assertEquals } from "@std/assert";
import { assertPerformance } from "../performance/assert_performance.ts";
import { addResultSink, type TestResult } from "../results/result.ts";
import { Trends } from "../trends/trends.ts";
import { boundText, trendText } from "./result_facts.ts";
import { readMeasurement } from "./measurement_form.ts";

const summary = { count: 30, min: 1, max: 9, mean: 4, median: 3, p95: 8, p99: 9, mad: 1, samples: [1, 3, 9] };

Deno.test("readMeasurement: a measurement with its bounds, kept and not", () => {
  const measurement = { name: "x", at: 1, runs: 30, warmup: 5, timeMs: summary, heapBytes: summary, messages: summary };
  const bounds = { maxTimeMs: 2, p95Ms: 8, maxMessages: 3, maxMemoryBytes: 2 };
  const violations = [{ bound: "maxTimeMs", limit: 2, actual: 3, statistic: "median of 30 runs" }, {
    bound: "maxMemoryBytes",
    limit: 2,
    actual: 3,
    statistic: "median",
  }];
  const data = readMeasurement({ measurement, bounds, violations })!;
  assertEquals(Object.entries(data.metrics).map(([name, { unit, median }]) => [name, unit, median]), [
    ["timeMs", "ms", 3],
    ["messages", "", 3],
    ["heapBytes", "bytes", 3],
  ]);
  assertEquals(data.bounds.map(boundText), [
    "max_time_ms exceeded (actual: 3ms, limit: 2ms)",
    "p95_ms kept (actual: 8ms, limit: 8ms)",
    "max_messages kept (actual: 3, limit: 3)",
    "max_memory_bytes exceeded (actual: 3 bytes, limit: 2 bytes)",
  ]);
  assertEquals([data.runs, data.warmup], [30, 5]);
});

Deno.test("readMeasurement: a trend with its levels as changes", () => {
  const points = [100, 101, 150, 151].map((value, at) => ({ commit: `c${at}`, at, value }));
  const levels = [{ from: 0, median: 100, p: 0 }, { from: 2, median: 150, p: 0.001 }];
  const trend = { name: "x", metric: "medianMs", machine: "m", verdict: "regression", points, levels, notes: [] };
  const [found] = readMeasurement({ trend })!.trends!;
  assertEquals(trendText(found!), "medianMs: worse since commit c2, 100 ms to 150 ms (+50 %)");
  assertEquals(found!.changes, [{ index: 2, before: 100, after: 150, worse: true, pValue: 0.001 }]);
});

Deno.test("readMeasurement: mailboxes and memory that grew; nothing else", () => {
  const mailbox = {
    process: "p",
    initial: 0,
    final: 0,
    peak: 7,
    mean: 1,
    longestWaitMs: 2,
    received: 9,
    taken: 9,
    durationMs: 5,
  };
  assertEquals(readMeasurement({ mailbox, bounds: { maxSize: 5 } })!.bounds.map(boundText), [
    "max_size exceeded (actual: 7, limit: 5)",
  ]);
  const memory = { samples: [1, 2, 3], growthBytes: 10 };
  assertEquals(readMeasurement({ memory, bounds: { maxGrowthBytes: 10 } })!.bounds.map(boundText), [
    "max_growth_bytes kept (actual: 10 bytes, limit: 10 bytes)",
  ]);
  for (const other of [undefined, {}, { trend: {} }, { mailbox, bounds: {} }]) {
    assertEquals(readMeasurement(other), undefined);
  }
});

Deno.test("readMeasurement: what assertPerformance and assertNoRegression publish themselves", async () => {
  const heard: TestResult[] = [];
  using _sink = addResultSink((result) => heard.push(result));
  const measurement = await assertPerformance(() => {}, { maxTimeMs: 10_000, name: "nothing" });
  using trends = new Trends({ path: ":memory:" });
  trends.record(measurement, { commit: "c1" });
  trends.assertNoRegression("nothing");
  const [measured, checked] = heard.map(({ data }) => readMeasurement(data));
  assertEquals(measured?.bounds.map(({ name, limit, passed }) => [name, limit, passed]), [["maxTimeMs", 10_000, true]]);
  assertEquals(measured?.metrics["timeMs"]?.count, measurement.timeMs.count);
  assertEquals(checked?.trends?.map(({ points }) => points.map(({ commit }) => commit)), [["c1"]]);
});
