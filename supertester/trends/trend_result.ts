import type { PerformanceData } from "../results/performance_data.ts";
import type { TrendCheck } from "./trends.ts";

/** A judged series as it is published: each new level is a step. */
export function trendResult({ metric, machine, verdict, points, levels, notes }: TrendCheck): PerformanceData {
  return {
    metrics: {},
    bounds: [],
    trends: [{
      metric,
      unit: metric.endsWith("Ms") ? "ms" : metric.endsWith("Bytes") ? "bytes" : "",
      regressed: verdict === "regression",
      points,
      changes: levels.slice(1).map(({ from, median, p }, index) => {
        const before = levels[index]!.median;
        return { index: from, before, after: median, worse: median > before, pValue: p };
      }),
    }],
    runs: 0,
    warmup: 0,
    notes: [`machine: ${machine}`, ...notes],
  };
}
