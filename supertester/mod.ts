/**
 * Tests of concurrent code that never flake: a System for each test, waiting by events instead of sleeping, chaos,
 * thousands of interleavings from a seed, performance. Tests are plain `Deno.test` cases; nothing is added to the code under
 * test. Runs in a browser as well.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, Supervisor } from "@superlearner/otp";
 * import { assertState, castAndSync, isolated, probeRestartStrategy, simulated } from "@superlearner/supertester";
 *
 * const Counter = GenServer.define({
 *   name: "Counter",
 *   init: (start: number = 0) => start,
 *   calls: { value: (count) => [count, count] },
 *   casts: { add: (count, n: number) => count + n },
 * });
 * const Counters = Supervisor.define({
 *   strategy: "one_for_all",
 *   children: ["a", "b"].map((id) => Counter.child({ id, name: id })),
 * });
 *
 * Deno.test("adds", isolated(async (t) => {
 *   const counter = await t.start(Counter, { args: [40] });
 *   await castAndSync(counter, "add", { payload: 2 });
 *   await assertState(counter, 42);
 * }));
 *
 * Deno.test("fall and rise together", isolated(async (t) => {
 *   const { restarted } = await probeRestartStrategy(await t.start(Counters), { kill: "b", expect: "one_for_all" });
 *   assertEquals(restarted, ["a", "b"]);
 * }));
 *
 * Deno.test("no addition is lost, in whatever order", simulated(async (sim) => {
 *   const counter = await sim.start(Counter, { name: "counter" });
 *   for (const n of [1, 2]) sim.spawn((self) => Counter.at(self, "counter").cast("add", n));
 *   await sim.settle();
 *   assertEquals(await counter.call("value"), 3);
 * }, { runs: 50 }));
 * ```
 *
 * The parts, in the order they are met:
 *
 * - **A world for each test**: {@linkcode isolated}, {@linkcode TestContext} (`t.start`, `t.settle`, `t.advance`,
 *   `t.events`, `t.log`, `t.lifecycle`), {@linkcode createContext} for other runners, {@linkcode assertNoLeaks}. Real time,
 *   or virtual, in which an hour takes a moment.
 * - **Waiting**: {@linkcode sync}, {@linkcode castAndSync}, {@linkcode settle}, {@linkcode exited}, {@linkcode restarted},
 *   {@linkcode named}, {@linkcode treeReady}, {@linkcode nextEvent}, {@linkcode eventually}; `timeoutMs` is in the time of the
 *   System, 0 looks once, `Infinity` waits for ever. What has happened already is not waited for.
 * - **Assertions**: {@linkcode assertState}, {@linkcode assertReply}, {@linkcode assertResponsive}, {@linkcode assertAlive},
 *   {@linkcode assertDead}, {@linkcode assertRestarted}, {@linkcode assertTree}, {@linkcode assertStrategy},
 *   {@linkcode assertChildCount}. A failure shows the last messages and exits of whom it is about.
 * - **Supervision**: {@linkcode probeRestartStrategy}, {@linkcode traceSupervision}.
 * - **Observing**: {@linkcode observeEvents}, {@linkcode captureEvents}, {@linkcode traceMessages}, {@linkcode TestLog}.
 * - **Chaos**: {@linkcode killChildren}, {@linkcode crash}, {@linkcode drop}, {@linkcode delay}, {@linkcode partition},
 *   {@linkcode slow}, {@linkcode exhaust}, {@linkcode chaosSuite}, {@linkcode assertResilient}.
 * - **Every order**: {@linkcode simulated}, {@linkcode explore}, {@linkcode SimContext}, {@linkcode drawSpaceTime}.
 * - **Several clients**: {@linkcode defineScenario}, {@linkcode runScenario}, {@linkcode checkLinearizable};
 *   {@linkcode tryCall}, {@linkcode concurrentCalls}, {@linkcode stress}, {@linkcode crashRecovery},
 *   {@linkcode invalidMessages} for one server.
 * - **Figures**: {@linkcode assertPerformance}, {@linkcode measure}, {@linkcode compare}, {@linkcode assertMailboxStable},
 *   {@linkcode assertNoMemoryLeak}, {@linkcode assertMemoryStable}.
 * - **Results**: {@linkcode addResultSink}: what tests find beside passing, as plain data, for reports.
 * - **Beside this entry**: `@superlearner/supertester/trends` (figures by commit), `/recording` (record and replay),
 *   `/properties` (tests by a model, with fast-check), `/profiling` (CPU profiles), `/deno` (temporary folders), `/reports` and `/cli` (`supertester test`, `report`,
 *   `replay`).
 *
 * Not for code without processes: there `@std/assert` is enough. What it cannot see is what a System does not know of:
 * promises, timers and requests of the code's own.
 *
 * @module
 */

export { version } from "./version.ts";
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
  TrendData,
  TrendPoint,
  TrendStep,
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
export type { StateOf } from "./waiting/read_state.ts";
export { exited } from "./waiting/exited.ts";
export { restarted, type RestartedOptions } from "./waiting/restarted.ts";
export { named, type NamedOptions } from "./waiting/named.ts";
export { treeReady, treeSettled } from "./waiting/tree_ready.ts";
export { type EventOfType, nextEvent, type NextEventOptions } from "./waiting/next_event.ts";
export { eventually } from "./waiting/eventually.ts";
export { Lifecycle, lifecycle, type LifeEvent } from "./waiting/lifecycle.ts";
export { assertNoLeaks, type NoLeaksOptions } from "./isolation/assert_no_leaks.ts";
export type { IsolationReport } from "./isolation/verify_isolation.ts";
export { createContext, isolated, TestTimeoutError } from "./isolation/isolated.ts";
export { type IsolationMode, isolationModes, type IsolationOptions } from "./isolation/isolation_options.ts";
export { type Leak, LeakError, type LeakKind } from "./isolation/leaks.ts";
export { type Runner, TestContext, type TestStartArguments, type TestStartOptions } from "./isolation/test_context.ts";
export { assertAlive, assertDead, assertRestarted, type DeadOptions } from "./assertions/process_assertions.ts";
export {
  assertReply,
  assertResponsive,
  assertState,
  type ExpectedState,
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
export { type ChaosScenarioReport, SuiteReport } from "./chaos/suite_report.ts";
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
} from "./linearizability/linearizability.ts";
export {
  type AnyOperation,
  type CallOperation,
  type CastOperation,
  type ClientContext,
  type CustomOperation,
  type MessageOperation,
  op,
  type Operation,
  type OperationMaker,
  type OperationMakerOf,
} from "./scenarios/operation.ts";
export type { ServerModel } from "./scenarios/model.ts";
export type { ScenarioEvent } from "./scenarios/history.ts";
export type { ScenarioBounds } from "./scenarios/scenario_bounds.ts";
export type { ScenarioSchedule, ScenarioSubject, ScenarioWorld } from "./scenarios/scenario_parts.ts";
export { defineScenario, Scenario } from "./scenarios/define_scenario.ts";
export type {
  Clients,
  ScenarioArguments,
  ScenarioChaos,
  ScenarioSetup,
  ScenarioSpec,
  SetUp,
} from "./scenarios/scenario_spec.ts";
export { ScenarioError, type ScenarioPhase } from "./scenarios/scenario_error.ts";
export type { ScenarioMetrics, ScenarioReport } from "./scenarios/scenario_report.ts";
export { runScenario, type RunScenarioOptions } from "./scenarios/run_scenario.ts";
export { simpleScenario, type SimpleScenarioOptions } from "./scenarios/simple_scenario.ts";
export { NotLinearizableError } from "./scenarios/violation.ts";
export { type Attempt, stateOf, tryCall, type TryCallArguments } from "./scenarios/attempt.ts";
export {
  type CallOf,
  type CallResult,
  concurrentCalls,
  type ConcurrentCallsOptions,
} from "./scenarios/concurrent_calls.ts";
export { type CrashRecovery, crashRecovery, type CrashRecoveryOptions } from "./scenarios/crash_recovery.ts";
export { invalidMessages, type MessageFate } from "./scenarios/invalid_messages.ts";
export { stress, type StressExit, type StressReport } from "./scenarios/stress.ts";
export type { StressOptions } from "./scenarios/stress_options.ts";
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
