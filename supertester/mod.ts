/**
 * Tests of concurrent code that never flake: a System for each test, synchronisation by events instead of sleeping,
 * chaos, seeded simulation, record and replay, performance.
 *
 * @module
 */

export { addResultSink, publishResult, type ResultKind, type ResultSink, type TestResult } from "./results/result.ts";
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
export type { ChaosData, ChaosEvent, ChaosEventKind, ChaosScenarioData, TimeSummary } from "./results/chaos_data.ts";
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
