/**
 * Erlang/OTP for TypeScript: processes that share nothing and talk by messages, servers, and supervisors that start again
 * what has died. Runs unchanged in Deno, in a worker, in a browser and on Deno Deploy.
 *
 * A {@linkcode System} is a world of processes. In it live servers ({@linkcode GenServer}), under supervisors
 * ({@linkcode Supervisor}, {@linkcode DynamicSupervisor}), or plain functions (`system.spawn`). Everything that happens
 * is an event of the System, and every process can be looked at without its help.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, Supervisor, System } from "@superlearner/otp";
 *
 * const Counter = GenServer.define({
 *   name: "Counter",
 *   init: (start: number = 0) => ({ count: start }),
 *   calls: {
 *     value: (state) => [state.count, state],
 *     add: (state, n: number) => [state.count + n, { count: state.count + n }],
 *   },
 *   casts: { increment: (state, by: number = 1) => ({ count: state.count + by }) },
 * });
 *
 * await using system = new System();
 * const tree = await system.start(Supervisor.define({
 *   strategy: "one_for_one",
 *   maxRestarts: 3,
 *   maxSeconds: 5,
 *   children: [Counter.child({ id: "counter", args: [10], name: "counter", restart: "permanent" })],
 * }));
 * const counter = system.whereis(Counter, "counter");
 * counter.cast("increment", 2);
 * assertEquals(await counter.call("value"), 12);
 * assertEquals(tree.alive, true);
 * ```
 *
 * The parts, in the order they are met:
 *
 * - **Processes**: {@linkcode System} `spawn` and `attach`, {@linkcode Self}, {@linkcode Receiver}.
 * - **Behaviours**: {@linkcode GenServer}, {@linkcode GenStateMachine}, {@linkcode Agent}, {@linkcode Task}.
 * - **Supervision**: {@linkcode Supervisor}, {@linkcode DynamicSupervisor}, {@linkcode PartitionSupervisor},
 *   {@linkcode TaskSupervisor}, and the {@linkcode Application} around a tree.
 * - **Names and groups**: a `name` at the start, {@linkcode Registry} and its `via` names, {@linkcode ProcessGroups}.
 * - **Overload**: {@linkcode MailboxOptions} of any process.
 * - **Looking in**: {@linkcode sys}, {@linkcode listProcesses}, {@linkcode processInfo}, {@linkcode supervisionTree},
 *   `system.events` ({@linkcode EventStream}), loggers ({@linkcode makeConsoleLogger}, {@linkcode otelLogger}).
 * - **Beside this entry**: `@superlearner/otp/preemption` (stops a handler that never comes back), `/stages` (pipelines
 *   driven by demand), `/simulation` (a System in virtual time, from a seed), `/workers` (processes in a thread or program
 *   of their own), `/remote` (processes in another System).
 *
 * Not for code that only wants to be organised: where nothing runs at the same time and nothing has to survive, a function
 * is better. What JavaScript cannot do: a handler that never returns stops the isolate (in Deno,
 * `@superlearner/otp/preemption` stops the handler instead), messages are shared objects unless the System copies or
 * freezes them, and the memory of a process is an estimate.
 *
 * @module
 */

export { type Alarm, type Clock, type Random, RealClock, RealRandom, SeededRandom } from "./environment.ts";
export * from "./events/event.ts";
export { type EventFilter, EventStream, type Subscription, type SubscriptionInfo } from "./events/event_stream.ts";
export { isPid, parsePid, type Pid, type Ref, ROOT_PID } from "./processes/pid.ts";
export type { ProcessRef } from "./processes/process_ref.ts";
export {
  type ErrorData,
  type ErrorReason,
  type ExitReason,
  formatReason,
  isNormalExit,
} from "./processes/exit_reason.ts";
export {
  ArgumentError,
  type ArgumentErrorOptions,
  type CallDetails,
  CallError,
  Exit,
  NoProcessError,
  OverloadError,
  StartError,
} from "./processes/errors.ts";
export type { Down, ExitMessage, IdleTimeout, TimerMessage } from "./processes/messages.ts";
export type { MonitorAliasMode } from "./processes/monitor_alias.ts";
export type { MailboxOptions, Overload } from "./processes/mailbox_limit.ts";
export type { MessagePolicy } from "./processes/message_policy.ts";
export type { TimerOptions } from "./processes/message_timer.ts";
export { REDACTED, Redaction, type RedactOptions } from "./presenting/redaction.ts";
export { type Json, type JsonLimits, toJson } from "./presenting/json_value.ts";
export { type CrashReport, type Logger, silentLogger, type SupervisionReport } from "./processes/reporter.ts";
export { noteThrown, type ThrownNote } from "./processes/note_thrown.ts";
export type { LogLimit } from "./processes/report_limit.ts";
export type { StatusParts } from "./processes/status_parts.ts";
export type { DebugEvent, LogEntry, MessageIn, MessageOut, ReplyOut, StateAfter } from "./processes/debug.ts";
export { consoleLogger, type ConsoleLoggerOptions, makeConsoleLogger } from "./reports/console_logger.ts";
export { formatCrash, type FormatCrashOptions } from "./reports/crash_text.ts";
export { formatLogEntry } from "./reports/debug_event_text.ts";
export { type StackFrames, stackFrames } from "./reports/stack_frames.ts";
export { formatSupervision } from "./reports/supervision_text.ts";
export { type OtelEmitter, otelLogger, type OtelLoggerOptions, type OtelLogRecord } from "./reports/otel_logger.ts";
export type { Guard, GuardedScheduler } from "./processes/guard.ts";
export {
  FairScheduler,
  type FairSchedulerOptions,
  type Runnable,
  type Scheduler,
  type SchedulerHost,
} from "./processes/scheduler.ts";
export { type AliasOptions, type DemonitorOptions, type MonitorOptions, Self } from "./processes/self.ts";
export { type Matcher, type Matching, type Pattern, type ReceiveOptions, Receiver } from "./processes/receive.ts";
export type { Spawned, SpawnOptions } from "./processes/spawn.ts";
export { type StartedBody, type StartFunctionOptions, StartingReceiver } from "./processes/acknowledged_start.ts";
export type { Placement } from "./processes/process.ts";
export type { Host } from "./processes/host.ts";
export type { ProcessName, Registrar, ViaName } from "./processes/via.ts";
export type { RegistrarMakers } from "./registrars.ts";
export type {
  Awaitable,
  CallArguments,
  CallHandlers,
  CallOptions,
  CastArguments,
  CastHandlers,
  PayloadOf,
  Replied,
  ReplyOf,
  ServerSpec,
} from "./behaviours/gen_server_types.ts";
export {
  error,
  ignore,
  noreply,
  ok,
  Outcome,
  type OutcomeOptions,
  reply,
  stop,
  type StopOptions,
} from "./behaviours/outcome.ts";
export { CallContext, From } from "./behaviours/server_self.ts";
export { type RequestAnswer, RequestId, type WaitOptions } from "./behaviours/request_id.ts";
export { type LabelledAnswer, RequestIds } from "./behaviours/request_ids.ts";
export { ServerRef, type StopServerOptions } from "./behaviours/server_ref.ts";
export type {
  ChildArguments,
  ChildOptions,
  ChildSpec,
  Definition,
  StartArguments,
  StartFunction,
  StartOptions,
} from "./behaviours/definition.ts";
export { type StartedMonitor, startMonitor, type StartMonitorOptions } from "./behaviours/start_monitor.ts";
export { ProcessDefinition } from "./behaviours/process_definition.ts";
export { GenServer, ServerDefinition } from "./behaviours/gen_server.ts";
export { GenStateMachine, StateMachineDefinition } from "./behaviours/gen_state_machine.ts";
export { StateMachineRef } from "./behaviours/state_machine_ref.ts";
export { StateMachineStop, StateTransition, type TransitionKind } from "./behaviours/state_machine_result.ts";
export type { CarriedBy, FieldOf, MachinePart, RepliedBy } from "./behaviours/state_machine_parts.ts";
export type {
  ActionOf,
  CallbacksAction,
  CallEvent,
  CastEvent,
  ContentOf,
  EnterAction,
  EnterResult,
  EventHandler,
  EventOf,
  EventTimeoutEvent,
  HibernateAction,
  InfoEvent,
  InitResult,
  InternalEvent,
  MachineArgs,
  MachineCallbacks,
  MachineCalls,
  MachineCasts,
  MachineStatus,
  MachineTypes,
  NamedTimeoutEvent,
  NewCallbacks,
  NextEventAction,
  PostponeAction,
  ReplyAction,
  ReplyTo,
  StateFunction,
  StateFunctions,
  StateHandlers,
  StateMachineBase,
  StateMachineSpec,
  StateResult,
  StateTimeoutEvent,
  TimeoutAction,
  TimeoutSetting,
} from "./behaviours/state_machine_types.ts";
export { Registry, RegistryDefinition, type RegistrySpec } from "./behaviours/registry.ts";
export { RegistryError } from "./behaviours/registry_error.ts";
export { RegistryRef, type UniqueRegistryRef } from "./behaviours/registry_ref.ts";
export type {
  DispatchOptions,
  KeyedEntry,
  RegisterMessage,
  RegistryEntry,
  RegistryKeys,
  UnregisterMessage,
  ValueArguments,
} from "./behaviours/registry_types.ts";
export { ProcessGroups, ProcessGroupsDefinition, type ProcessGroupsSpec } from "./behaviours/process_groups.ts";
export { type GroupChange, type GroupMembers, ProcessGroupsRef } from "./behaviours/groups_ref.ts";
export type { TaskMessage, TaskResult } from "./behaviours/task_end.ts";
export { type TaskFunction, TaskSelf } from "./behaviours/task_process.ts";
export { type TaskDetails, TaskError } from "./behaviours/task_error.ts";
export { type AwaitOptions, TaskRef, type TaskShutdownOptions } from "./behaviours/task_ref.ts";
export type { TaskList, TaskResults, TaskValues, YieldManyOptions } from "./behaviours/task_many.ts";
export { TaskDefinition, TaskProcess, type TaskSpec } from "./behaviours/task_definition.ts";
export { type AsyncStreamOptions, type Elements, type StreamResult, TaskStream } from "./behaviours/async_stream.ts";
export { Task, type TaskOptions } from "./behaviours/task.ts";
export { Agent, AgentDefinition, type AgentOptions, AgentRef, type AgentSpec } from "./behaviours/agent.ts";
export type { AutoShutdown, Restart, Strategy } from "./supervision/restart_policy.ts";
export type { Shutdown } from "./supervision/shutdown.ts";
export { type Answer, ChildError } from "./supervision/errors.ts";
export type { ChildCounts, ChildInfo } from "./supervision/supervisor_server.ts";
export { AnySupervisorRef, SupervisorRef } from "./supervision/supervisor_ref.ts";
export { type CheckOptions, Supervisor, SupervisorDefinition, type SupervisorSpec } from "./supervision/supervisor.ts";
export {
  DynamicSupervisor,
  DynamicSupervisorDefinition,
  DynamicSupervisorRef,
  type DynamicSupervisorSpec,
} from "./supervision/dynamic_supervisor.ts";
export { Application, ApplicationDefinition } from "./supervision/application.ts";
export { ApplicationError } from "./supervision/application_error.ts";
export type {
  AnyApplication,
  ApplicationContext,
  ApplicationInfo,
  ApplicationSpec,
  ApplicationStartArguments,
  ApplicationStartOptions,
  ApplicationTree,
  ApplicationType,
  RunningApplication,
  StartPhase,
} from "./supervision/application_types.ts";
export {
  PartitionSupervisor,
  PartitionSupervisorDefinition,
  type PartitionSupervisorSpec,
  type WithArguments,
} from "./supervision/partition_supervisor.ts";
export { type PartitionInfo, PartitionSupervisorRef } from "./supervision/partition_supervisor_ref.ts";
export {
  type SupervisedStreamOptions,
  type SupervisedTaskOptions,
  type TaskChildOptions,
  TaskSupervisor,
  TaskSupervisorDefinition,
  TaskSupervisorRef,
  type TaskSupervisorSpec,
} from "./supervision/task_supervisor.ts";
export {
  listProcesses,
  mailboxOf,
  type MailboxReading,
  type MessageInfo,
  type MonitorInfo,
  type ProcessInfo,
  processInfo,
  type ProcessListOptions,
  type ProcessStatus,
} from "./introspection/process_info.ts";
export {
  type MailboxFacts,
  supervisionTree,
  type SupervisorFacts,
  type TreeNode,
  type TreeOptions,
} from "./introspection/supervision_tree.ts";
export { type Graft, graft, type GraftReport, type GraftSource, type Told } from "./introspection/graft.ts";
export { listTimers, type TimerInfo } from "./introspection/timer_info.ts";
export { whenIdle } from "./introspection/idle.ts";
export { sys } from "./introspection/sys.ts";
export type { SysOptions } from "./introspection/sys_request.ts";
export type { Trace } from "./introspection/sys_control.ts";
export type { ReplaceStateOptions } from "./introspection/sys_state.ts";
export type { DebugStatus, ServerStatus } from "./introspection/sys_status.ts";
export type {
  ChangeCodeOptions,
  ChangeStartsOptions,
  PrepareCodeOptions,
  PreparedCode,
} from "./introspection/sys_code.ts";
export type { LogControl, LogReading } from "./introspection/sys_log.ts";
export type { Statistics, StatisticsControl, StatisticsReading } from "./introspection/sys_statistics.ts";
export type { DebugFunction } from "./introspection/sys_install.ts";
export { System, type SystemOptions, type SystemStopOptions } from "./system.ts";
