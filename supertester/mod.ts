/**
 * Tests of concurrent code that never flake: a System for each test, synchronisation by events instead of sleeping,
 * chaos, seeded simulation, record and replay, performance.
 *
 * @module
 */

export {
  addResultSink,
  publishResult,
  type ResultAttachment,
  type ResultKind,
  type ResultSink,
  type TestResult,
} from "./results/result.ts";
export type { ChaosData, ChaosEvent, ChaosEventKind, ChaosScenarioData, TimeSummary } from "./results/chaos_data.ts";
export type {
  BoundData,
  MetricData,
  PerformanceData,
  TrendChange,
  TrendData,
  TrendPoint,
} from "./results/performance_data.ts";
export type {
  ScheduleEvent,
  ScheduleSend,
  ScheduleStep,
  SimulationData,
  SimulationFailure,
} from "./results/simulation_data.ts";
