import type { MetricData } from "../results/performance_data.ts";
import type { Measurement } from "./measure.ts";

/** The summaries of a measurement by name, as they are published. */
export function metricData(
  { timeMs, messages, memoryBytes, heapBytes }: Measurement,
): Record<string, MetricData> {
  return {
    timeMs: { ...timeMs, unit: "ms" },
    ...(messages === undefined ? {} : { messages: { ...messages, unit: "" } }),
    ...(memoryBytes === undefined ? {} : { memoryBytes: { ...memoryBytes, unit: "bytes" } }),
    ...(heapBytes === undefined ? {} : { heapBytes: { ...heapBytes, unit: "bytes" } }),
  };
}
