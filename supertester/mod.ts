/**
 * Tests of concurrent code that never flake: a System for each test, synchronisation by events instead of sleeping,
 * chaos, seeded simulation, record and replay, performance.
 *
 * @module
 */

export { addResultSink, publishResult, type ResultKind, type ResultSink, type TestResult } from "./results/result.ts";

export { summarize, type Summary } from "./statistics/summary.ts";
export type { Interval } from "./statistics/bootstrap.ts";
export { assertPerformance, type PerformanceOptions } from "./performance/assert_performance.ts";
export { assertWithin, type PerformanceBounds } from "./performance/bounds.ts";
export { type HeapMeter, platformHeap } from "./performance/heap_meter.ts";
export { measure, type Measurement, type MeasureOptions } from "./performance/measure.ts";
export { PerformanceError, type Violation } from "./performance/performance_error.ts";
export type { WatchedBy } from "./performance/watched.ts";
