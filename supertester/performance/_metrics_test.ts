import { assertEquals } from "@std/assert";
import { summarize } from "../statistics/summary.ts";
import { metricData } from "./_metrics.ts";

Deno.test("metricData: what was measured, each with its unit, and nothing else", () => {
  const summary = summarize([1, 2, 3]);
  const base = { name: "x", at: 1, runs: 3, warmup: 0, timeMs: summary };
  assertEquals(metricData(base), { timeMs: { ...summary, unit: "ms" } });
  const units = Object.entries(metricData({ ...base, messages: summary, memoryBytes: summary, heapBytes: summary }))
    .map(([name, { unit }]) => [name, unit]);
  assertEquals(units, [["timeMs", "ms"], ["messages", ""], ["memoryBytes", "bytes"], ["heapBytes", "bytes"]]);
});
