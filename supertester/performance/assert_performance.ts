import { ArgumentError } from "@superlearner/otp";
import { publishResult } from "../results/result.ts";
import { atCaller } from "../presenting/at_caller.ts";
import type { PerformanceData } from "../results/performance_data.ts";
import {
  BOUND_NAMES,
  checkBounds,
  judgeBounds,
  type PerformanceBounds,
  performanceError,
  violationsOf,
} from "./bounds.ts";
import { metricData } from "./_metrics.ts";
import { platformHeap } from "./heap_meter.ts";
import { checkMeasure, measure, MEASURE_OPTIONS, type Measurement, type MeasureOptions } from "./measure.ts";
import { checkKeys } from "./_options.ts";
import { testNameOf } from "./watched.ts";

/** Bounds, and how they are measured. */
export interface PerformanceOptions extends PerformanceBounds, MeasureOptions {
  /** How often it is run and measured. @default 30, or 100 with `p99Ms` */
  runs?: number;
  /** The test that asks, for reports. @default that of the world of what is watched, as `isolated` makes one */
  test?: string;
}

const KNOWN = [...BOUND_NAMES, ...MEASURE_OPTIONS, "test"];

/**
 * Runs something again and again and holds it against bounds. Decided by the median or a percentile, which the failure
 * names, and never by one run; warm-up runs do not count. The result is published for reports either way.
 *
 * @throws {PerformanceError} If a bound is exceeded: `max_time_ms exceeded (actual: 150ms)`, and what it was decided by.
 * @throws {ArgumentError} If an option is unknown or wrong, or what is bounded cannot be measured here.
 *
 * @example
 * ```ts
 * import { GenServer, System } from "@superlearner/otp";
 * import { assertPerformance } from "@superlearner/supertester";
 *
 * const Api = GenServer.define({ name: "Api", init: () => 0, calls: { request: (served) => ["ok", served + 1] } });
 *
 * await using system = new System();
 * const api = await system.start(Api);
 * await assertPerformance(() => api.call("request"), { maxTimeMs: 100, p95Ms: 200, maxMessages: 1, of: system });
 * ```
 */
export async function assertPerformance(fn: () => unknown, options: PerformanceOptions): Promise<Measurement> {
  const action = "assert performance";
  checkKeys(action, options, KNOWN);
  const { test, maxTimeMs: _m, p95Ms: _p, p99Ms, maxMemoryBytes, maxMessages, ...how } = options;
  const { runs = p99Ms === undefined ? 30 : 100, heap = platformHeap() } = how;
  checkMeasure(action, fn, { ...how, runs });
  checkBounds(action, options, { runs });
  if (maxMessages !== undefined && how.of === undefined) {
    throw new ArgumentError(action, { rule: "maxMessages is of processes that are watched (of)", value: undefined });
  }
  if (maxMemoryBytes !== undefined && how.of === undefined && heap.usedBytes() === undefined) {
    throw new ArgumentError(action, {
      rule: "maxMemoryBytes is of processes that are watched (of) where the platform does not tell its heap",
      value: undefined,
    });
  }
  const measurement = await measure(fn, { ...how, runs, heap });
  const bounds = judgeBounds(measurement, options);
  const violations = violationsOf(bounds);
  const data: PerformanceData = { metrics: metricData(measurement), bounds, runs, warmup: measurement.warmup };
  publishResult({
    kind: "performance",
    test: test ?? testNameOf(options.of),
    name: measurement.name,
    passed: violations.length === 0,
    at: measurement.at,
    data,
  });
  if (violations.length > 0) throw atCaller(performanceError(measurement, violations), assertPerformance);
  return measurement;
}
