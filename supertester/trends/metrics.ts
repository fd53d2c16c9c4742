import type { Measurement } from "../performance/measure.ts";

/** The figures that are kept of a measurement; less is better of each. */
export interface Metrics {
  /** Median time of a run, in milliseconds. */
  readonly medianMs: number;
  /** Time that 95 % of the runs did not exceed, in milliseconds. */
  readonly p95Ms: number;
  /** Time that 99 % of the runs did not exceed, in milliseconds. */
  readonly p99Ms: number;
  /** How much the runs scatter: their median distance from the median, in milliseconds. */
  readonly madMs: number;
  /** How many runs there were. */
  readonly runs: number;
  /** Messages that the watched processes took in a run, by the median. */
  readonly messages?: number;
  /** Bytes that a run added to the watched processes, by the median. */
  readonly memoryBytes?: number;
  /** Bytes that a run allocated on the heap, by the median. */
  readonly heapBytes?: number;
}

/** A figure whose changes can be looked for. */
export type Metric = "medianMs" | "p95Ms" | "p99Ms" | "messages" | "memoryBytes" | "heapBytes";

/** All of them. */
export const METRICS: readonly Metric[] = ["medianMs", "p95Ms", "p99Ms", "messages", "memoryBytes", "heapBytes"];

const REQUIRED = ["medianMs", "p95Ms", "p99Ms", "madMs", "runs"];

/** What is kept of a measurement. */
export function metricsOf({ timeMs, messages, memoryBytes, heapBytes, runs }: Measurement): Metrics {
  return {
    medianMs: timeMs.median,
    p95Ms: timeMs.p95,
    p99Ms: timeMs.p99,
    madMs: timeMs.mad,
    runs,
    ...(messages === undefined ? {} : { messages: messages.median }),
    ...(memoryBytes === undefined ? {} : { memoryBytes: memoryBytes.median }),
    ...(heapBytes === undefined ? {} : { heapBytes: heapBytes.median }),
  };
}

/** Metrics as they were written; `undefined` for anything else. */
export function parseMetrics(text: unknown): Metrics | undefined {
  let found: unknown;
  try {
    found = JSON.parse(String(text));
  } catch {
    return undefined;
  }
  if (typeof found !== "object" || found === null) return undefined;
  const sound = Object.values(found).every(Number.isFinite) && REQUIRED.every((key) => key in found);
  return sound ? found as Metrics : undefined;
}

/** A metric's name and value for people, as `median_ms` and `150ms`. */
export function metricText(metric: Metric, value: number): { label: string; shown: string } {
  const label = metric.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const unit = metric.endsWith("Ms") ? "ms" : metric.endsWith("Bytes") ? " bytes" : "";
  return { label, shown: `${Number(value.toPrecision(4))}${unit}` };
}
