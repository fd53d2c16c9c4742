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
export { Chronicle, type ChronicleOptions, type ExitRecord, type StartRecord } from "./chronicle/chronicle.ts";
export { settle } from "./chronicle/settling.ts";
export { processRef, type Target } from "./waiting/target.ts";
export type { TimeoutOptions } from "./waiting/deadline.ts";
export { type WaitDetails, WaitError } from "./waiting/wait_error.ts";
export { castAndSync, type CastAndSyncArguments, type CastAndSyncOptions, sync } from "./waiting/sync.ts";
export { exited } from "./waiting/exited.ts";
export { restarted, type RestartedOptions } from "./waiting/restarted.ts";
export { named, type NamedOptions } from "./waiting/named.ts";
export { treeReady, treeSettled } from "./waiting/tree_ready.ts";
export { type EventOfType, nextEvent, type NextEventOptions } from "./waiting/next_event.ts";
export { eventually } from "./waiting/eventually.ts";
export { createContext, isolated, TestTimeoutError } from "./isolation/isolated.ts";
export { type IsolationMode, isolationModes, type IsolationOptions } from "./isolation/isolation_options.ts";
export { type Leak, LeakError } from "./isolation/leaks.ts";
export { type Runner, TestContext, type TestStartArguments, type TestStartOptions } from "./isolation/test_context.ts";
export { assertAlive, assertDead, assertRestarted, type DeadOptions } from "./assertions/process_assertions.ts";
export {
  assertReply,
  assertResponsive,
  assertState,
  type ReplyArguments,
  type ReplyOptions,
} from "./assertions/server_assertions.ts";
export {
  type AllAliveOptions,
  assertAllChildrenAlive,
  assertChildCount,
  assertStrategy,
  assertTree,
  type ChildCountOptions,
  type ChildKind,
  type TreeShape,
} from "./assertions/supervisor_assertions.ts";
export type { EventPattern } from "./observing/event_pattern.ts";
export {
  type Captured,
  captureEvents,
  EventHarness,
  observeEvents,
  type ObserveOptions,
} from "./observing/event_harness.ts";
export { type CaptureOptions, type LogLevel, type LogRecord, TestLog } from "./observing/test_log.ts";
export { type MessageTrace, type Traced, type TracedHandled, traceMessages } from "./observing/message_trace.ts";
export { type ProbeOptions, probeRestartStrategy, type StrategyReport } from "./supervision/probe_restart_strategy.ts";
export {
  type SupervisionEvent,
  type SupervisionTrace,
  type SupervisionTraceOptions,
  traceSupervision,
} from "./supervision/supervision_trace.ts";
export { ChaosReport } from "./chaos/chaos_report.ts";
export type { ChaosFigures, PublishOptions } from "./chaos/chaos_report.ts";
export { killChildren, type KillChildrenOptions } from "./chaos/kill_children.ts";
export { assertResilient, type RecoveryReport, type ResilientOptions } from "./chaos/assert_resilient.ts";
export { chaosSuite, type ChaosSuiteOptions } from "./chaos/suite_run.ts";
export type { ChaosScenario, ScenarioContext } from "./chaos/scenario_run.ts";
export { type ScenarioReport, SuiteReport } from "./chaos/suite_report.ts";
export type { ChaosTarget } from "./chaos/chaos_target.ts";
export type { Recovered } from "./chaos/recovery.ts";
export {
  checkLinearizable,
  type HistoryEntry,
  historyText,
  type LinearizabilityOptions,
  type LinearizabilityReport,
  type Model,
  UndecidedError,
} from "./scenarios/linearizability.ts";
export { crash, type CrashOptions, type CrashReport } from "./chaos/crash.ts";
export { failStarts, type FailStartsOptions } from "./chaos/fail_starts.ts";
export type { ChaosFault } from "./chaos/fault.ts";
export { jumpClock } from "./chaos/jump_clock.ts";
export {
  type Chosen,
  delay,
  type DelayOptions,
  drop,
  duplicate,
  type DuplicateOptions,
  type MessageFilter,
  reorder,
  type ReorderOptions,
} from "./chaos/message_faults.ts";
export { nodeDown, type NodeDownOptions } from "./chaos/node_down.ts";
export { heal, partition, type PartitionOptions } from "./chaos/partition.ts";
export { pause, slow, type SlowOptions } from "./chaos/slow_process.ts";
export {
  exhaust,
  type ExhaustMailbox,
  type ExhaustMemory,
  type ExhaustNames,
  type ExhaustOptions,
  type ExhaustProcesses,
  type ExhaustTimers,
  type Pressure,
} from "./chaos/exhaust.ts";

export { summarize, type Summary } from "./statistics/summary.ts";
export type { Interval } from "./statistics/bootstrap.ts";
export { assertPerformance, type PerformanceOptions } from "./performance/assert_performance.ts";
export { assertWithin, type PerformanceBounds } from "./performance/bounds.ts";
export { type HeapMeter, platformHeap } from "./performance/heap_meter.ts";
export { measure, type Measurement, type MeasureOptions } from "./performance/measure.ts";
export { PerformanceError, type Violation } from "./performance/performance_error.ts";
export type { WatchedBy } from "./performance/watched.ts";
export { type MailboxDeath, type MailboxReport, measureMailbox } from "./performance/mailbox.ts";
export { assertMailboxStable, MailboxError, type MailboxStableOptions } from "./performance/mailbox_stable.ts";
export { compare, type CompareOptions, type Comparison, type Difference } from "./performance/compare.ts";
export {
  assertNoMemoryLeak,
  MemoryLeakError,
  type MemoryLeakOptions,
  type MemoryLeakReport,
  type MemoryTrend,
} from "./performance/memory_leak.ts";
export {
  assertMemoryStable,
  MemoryGrowthError,
  type MemoryStableOptions,
  type MemoryStableReport,
} from "./performance/memory_stable.ts";
export { ContaminationError } from "./isolation/contamination.ts";
export { addHostPart, type Change, type HostPart, type WatchedPart } from "./isolation/host_parts.ts";
export { explore } from "./simulation/explore.ts";
export type { Exploration, FoundFailure, Leaving, Turn } from "./simulation/exploration.ts";
export type { FailureKind, RunFailure } from "./simulation/failure.ts";
export { type Check, SimContext, type SimulatedBody } from "./simulation/sim_context.ts";
export type { Allowance, ExplorationStrategy, SimulatedOptions } from "./simulation/simulated_options.ts";
export { simulated, type SimulatedRunner } from "./simulation/simulated.ts";
export { ForeignAwaitError, SimulationError } from "./simulation/simulation_error.ts";
export {
  drawSpaceTime,
  mermaidOf,
  type SpaceTime,
  spaceTime,
  type SpaceTimeStep,
  type Story,
} from "./simulation/space_time.ts";
