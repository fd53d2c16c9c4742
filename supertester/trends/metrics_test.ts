import { assertEquals } from "@std/assert";
import { summarize } from "../statistics/summary.ts";
import { metricsOf, metricText, parseMetrics } from "./metrics.ts";

const timeMs = summarize([1, 2, 3]);
const plain = { medianMs: 2, p95Ms: 3, p99Ms: 3, madMs: 1, runs: 3 };

Deno.test("metricsOf: keeps the figures that were measured, and no others", () => {
  const measurement = { name: "a", at: 0, runs: 3, warmup: 0, timeMs };
  assertEquals(metricsOf(measurement), plain);
  const more = { messages: summarize([4]), memoryBytes: summarize([5]), heapBytes: summarize([6]) };
  assertEquals(metricsOf({ ...measurement, ...more }), { ...plain, messages: 4, memoryBytes: 5, heapBytes: 6 });
});

Deno.test("parseMetrics: reads what was written, and nothing else", () => {
  assertEquals(parseMetrics(JSON.stringify(plain)), plain);
  const broken = ["", "{", "null", "[]", "5", '{"medianMs":2}', JSON.stringify({ ...plain, medianMs: "2" }), undefined];
  for (const each of broken) assertEquals(parseMetrics(each), undefined);
});

Deno.test("metricText: names a metric as a bound is named", () => {
  assertEquals(metricText("medianMs", 150.123456), { label: "median_ms", shown: "150.1ms" });
  assertEquals(metricText("p95Ms", 2), { label: "p95_ms", shown: "2ms" });
  assertEquals(metricText("memoryBytes", 2048), { label: "memory_bytes", shown: "2048 bytes" });
  assertEquals(metricText("messages", 3), { label: "messages", shown: "3" });
});
