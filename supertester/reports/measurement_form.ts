import { z } from "zod";
import type { BoundData, MetricData, PerformanceData, TrendData } from "../results/performance_data.ts";

const part = z.exactOptional;
const number = z.number();

const summary = z.object({
  count: number,
  min: number,
  max: number,
  mean: number,
  median: number,
  p95: number,
  p99: number,
  mad: number,
  samples: part(z.array(number)),
});

const measured = z.object({
  measurement: z.object({
    runs: number,
    warmup: number,
    timeMs: summary,
    messages: part(summary),
    memoryBytes: part(summary),
    heapBytes: part(summary),
  }),
  bounds: z.record(z.string(), number),
  violations: z.array(z.object({ bound: z.string(), actual: number })),
});

const checked = z.object({
  trend: z.object({
    metric: z.string(),
    verdict: z.string(),
    points: z.array(z.object({ commit: z.string(), at: number, value: number })),
    levels: z.array(z.object({ from: number, median: number, p: number })),
  }),
});

const mailbox = z.object({
  mailbox: z.object({ peak: number, received: number, taken: number, longestWaitMs: number }),
  bounds: z.object({ maxSize: number }),
});

const stable = z.object({
  memory: z.object({ samples: z.array(number), growthBytes: number }),
  bounds: z.object({ maxGrowthBytes: number }),
});

/** Reads what measuring publishes of itself; `undefined` if it is something else. */
export function readMeasurement(data: unknown): PerformanceData | undefined {
  const none = { metrics: {}, bounds: [], runs: 0, warmup: 0 };
  const run = measured.safeParse(data).data;
  if (run !== undefined) return ofMeasurement(run);
  const trend = checked.safeParse(data).data?.trend;
  if (trend !== undefined) return { ...none, trends: [trendOf(trend)] };
  const waited = mailbox.safeParse(data).data;
  if (waited !== undefined) {
    return { ...none, bounds: [boundOf("maxSize", { limit: waited.bounds.maxSize, actual: waited.mailbox.peak })] };
  }
  const grown = stable.safeParse(data).data;
  if (grown === undefined) return undefined;
  const { memory, bounds } = grown;
  const bound = boundOf("maxGrowthBytes", { limit: bounds.maxGrowthBytes, actual: memory.growthBytes });
  return { ...none, runs: memory.samples.length, bounds: [bound] };
}

function ofMeasurement({ measurement, bounds, violations }: z.infer<typeof measured>): PerformanceData {
  const { runs, warmup, ...found } = measurement;
  const metrics: Record<string, MetricData> = {};
  for (const [name, summary] of Object.entries(found)) if (summary) metrics[name] = { ...summary, unit: unitOf(name) };
  return {
    metrics,
    bounds: Object.entries(bounds).map(([name, limit]) => {
      const violated = violations.find(({ bound }) => bound === name);
      return boundOf(name, { limit, actual: violated?.actual ?? figureOf(name, metrics) });
    }),
    runs,
    warmup,
  };
}

/** The figure that a bound is about. */
function figureOf(bound: string, metrics: Readonly<Record<string, MetricData>>): number {
  const { timeMs, messages, memoryBytes, heapBytes } = metrics;
  const figures: Record<string, number | undefined> = {
    maxTimeMs: timeMs?.median,
    p95Ms: timeMs?.p95,
    p99Ms: timeMs?.p99,
    maxMessages: messages?.median,
    maxMemoryBytes: (memoryBytes ?? heapBytes)?.median,
  };
  return figures[bound] ?? 0;
}

function boundOf(name: string, { limit, actual }: { readonly limit: number; readonly actual: number }): BoundData {
  const unit = unitOf(name);
  return { name, limit, actual, unit: unit === "bytes" ? " bytes" : unit, passed: actual <= limit };
}

function trendOf({ metric, verdict, points, levels }: z.infer<typeof checked>["trend"]): TrendData {
  return {
    metric,
    unit: unitOf(metric),
    regressed: verdict === "regression",
    points,
    changes: levels.slice(1).map(({ from, median, p }, index) => {
      const before = levels[index]!.median;
      return { index: from, before, after: median, worse: median > before, pValue: p };
    }),
  };
}

function unitOf(name: string): string {
  return /Ms$/.test(name) ? "ms" : /Bytes$/.test(name) ? "bytes" : "";
}
