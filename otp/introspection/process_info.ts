import { checkOptions } from "../argument_error.ts";
import { ServerBehaviour } from "../behaviours/gen_server_loop.ts";
import { GroupsState } from "../behaviours/groups_state.ts";
import { RegistryState } from "../behaviours/registry_state.ts";
import { StateMachineBehaviour } from "../behaviours/state_machine_loop.ts";
import type { MessageForm } from "../events/event.ts";
import { type Envelope, FORM } from "../processes/envelope.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import { type Host, runtimeOf } from "../processes/host.ts";
import { ancestorsOf } from "../processes/lineage.ts";
import { listOf, Monitor } from "../processes/links.ts";
import { unshared } from "../processes/message_policy.ts";
import { type Pid, type Ref, ROOT_PID } from "../processes/pid.ts";
import { BUSY, DEAD, ENDING, type Placement, Process, READY, STARTING } from "../processes/process.ts";
import { Runtime } from "../processes/runtime.ts";
import { presentableMessage } from "../processes/status_parts.ts";
import { DynamicState } from "../supervision/dynamic_state.ts";
import { SupervisorState } from "../supervision/supervisor_state.ts";
import type { Told } from "./graft.ts";
import { graftedProcess, graftedProcesses } from "./grafted_processes.ts";
import { estimateBytes, MOST_VALUES } from "./memory.ts";

/**
 * What a process is doing: `waiting` for a message, `runnable` with one in the mailbox, `running` its code now, `busy`
 * in the middle of something asynchronous, `starting` in `init`, `ending` in `terminate`, `suspended`, `hibernated` until
 * its next message, or `dead`.
 */
export type ProcessStatus =
  | "starting"
  | "waiting"
  | "runnable"
  | "running"
  | "busy"
  | "ending"
  | "suspended"
  | "hibernated"
  | "dead";

/** A message as it is seen from outside. */
export interface MessageInfo {
  /** How it travelled. */
  readonly form: MessageForm;
  /** The kind of call or cast. */
  readonly kind: string | undefined;
  /** The message or payload itself, not copied. */
  readonly message: unknown;
}

/** A monitor that a process has set. */
export interface MonitorInfo {
  /** Its reference. */
  readonly ref: Ref;
  /** Who is watched. */
  readonly pid: Pid;
}

/** All that can be known of a process without its help. */
export interface ProcessInfo {
  /** Who. */
  readonly pid: Pid;
  /** Its registered name. */
  readonly name: string | undefined;
  /** What it is doing. */
  readonly status: ProcessStatus;
  /** `"GenServer"`, `"Supervisor"`, `"DynamicSupervisor"`, `"spawn"`, … */
  readonly behaviour: string;
  /** The user's module or function. */
  readonly module: string;
  /** Who started it; `<0.0.0>` for code outside any process. */
  readonly parent: Pid;
  /** Its parent, also a dead one, then of its parent's parent, … who lives; as names where they have names. */
  readonly ancestors: readonly (Pid | string)[];
  /** When it was started, in System time. */
  readonly startedAt: number;
  /** For how long it has lived, in milliseconds. */
  readonly uptimeMs: number;
  /** Messages that wait. */
  readonly mailboxLength: number;
  /** How many may wait; `undefined` where there is no limit. */
  readonly maxMailbox: number | undefined;
  /** Messages dropped or rejected so far, for which there was no room. */
  readonly dropped: number;
  /** Whether it loses messages now: from `mailbox.overloaded` to `mailbox.relieved`. */
  readonly overloaded: boolean;
  /** Messages taken so far; Erlang's reductions, as near as it gets. Never shrinks. */
  readonly handled: number;
  /** For how long its code has run, in milliseconds: estimated from timed samples of its turns. */
  readonly busyMs: number;
  /** Bytes of its state and mailbox: an estimate, since JavaScript has one heap for all. */
  readonly memory: number;
  /** Always true: `memory` is an estimate. */
  readonly estimated: true;
  /** Who it is linked to. */
  readonly links: readonly Pid[];
  /** Whom it watches. */
  readonly monitors: readonly MonitorInfo[];
  /** Who watches it. */
  readonly monitoredBy: readonly Pid[];
  /** Whether it traps exits. */
  readonly trapExit: boolean;
  /** Whether it is traced. */
  readonly traced: boolean;
  /** The message it is handling, if it is. */
  readonly currentMessage: MessageInfo | undefined;
  /** Timers that will send to it. */
  readonly timers: number;
  /** The kinds of calls it answers, of a GenServer. */
  readonly calls: readonly string[];
  /** The kinds of casts it handles, of a GenServer. */
  readonly casts: readonly string[];
  /** Why it died, of one that crashed and is kept for inspection. */
  readonly exitReason: ExitReason | undefined;
  /**
   * Where it runs; absent for a process of this isolate. Of any other, this is what is known here: `status` is `waiting` from its start on, and
   * its mailbox, memory and state are known there only (`inspect` of `@superlearner/otp/remote`).
   */
  readonly placement?: Placement;
  /** That all this was told by another System, and when; absent for what this System sees itself. */
  readonly told?: Told;
}

/**
 * What is known of a process, without asking it: a stuck or busy one answers as well, and so does one of the last that
 * crashed. `undefined` for any other that is dead.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { processInfo, System } from "@superlearner/otp";
 *
 * await using system = new System();
 * const pid = system.spawn(() => new Promise(() => {}), { name: "stuck" });
 * assertEquals(processInfo(system, pid)?.name, "stuck");
 * ```
 */
export function processInfo(host: Host, pid: Pid): ProcessInfo | undefined {
  const process = findProcess(host, pid);
  const foreign = process === undefined || process.behaviour.elsewhere?.owned === false;
  const told = foreign ? graftedProcess(runtimeOf(host), pid) : undefined;
  return told ?? (process === undefined ? undefined : infoOf(process));
}

/** How much is told of each process. */
export interface ProcessListOptions {
  /** Whether memory is estimated, which walks through every state; where not, it is 0. @default {true} */
  memory?: boolean;
}

/** What is known of every living process, oldest first; then of those that other Systems have told of, see `graft`. */
export function listProcesses(host: Host, options: ProcessListOptions = {}): ProcessInfo[] {
  const { memory = true } = checkOptions("list processes", options);
  const runtime = runtimeOf(host);
  const own = [...runtime.processes.values()].map((process) => infoOf(process, memory));
  const told = graftedProcesses(runtime);
  return told.length === 0 ? own : own.concat(told);
}

/** How a mailbox is read. */
export interface MailboxReading {
  /** The most messages. @default {100} */
  limit?: number;
  /** Whether messages are shown as the `formatStatus` of the process has them. @default {false} */
  presentable?: boolean;
}

/** The first messages that wait in a mailbox, oldest first. */
export function mailboxOf(host: Host, pid: Pid, options: MailboxReading = {}): MessageInfo[] {
  const { limit = 100, presentable: shown = false } = checkOptions("read a mailbox", options);
  const process = findProcess(host, pid);
  const messages: MessageInfo[] = [];
  for (const each of process?.waiting() ?? []) {
    if (messages.length >= limit) break;
    const info = messageInfo(each);
    messages.push(shown ? { ...info, message: presentableMessage(process!, each.payload) } : info);
  }
  return messages;
}

/** A living process, or one of the last that crashed. */
export function findProcess(host: Host, pid: Pid): Process | undefined {
  const runtime = runtimeOf(host);
  return runtime.processes.known(pid) ?? runtime.crashes.find(pid);
}

/** What a process is doing. */
export function statusOf(process: Process): ProcessStatus {
  if (process.phase === DEAD) return "dead";
  if (process.phase === STARTING) return "starting";
  if (process.phase === ENDING) return "ending";
  if (process.runtime.current === process) return "running";
  if (process.suspended) return "suspended";
  if (process.phase === BUSY) return "busy";
  if (process.queued) return "runnable";
  return process.hibernated ? "hibernated" : "waiting";
}

/** Where a process runs, if not in this isolate, as a field of what is known of it. */
export function placementOf({ behaviour: { elsewhere } }: Process): { placement?: Placement } {
  return elsewhere === undefined ? {} : { placement: { node: elsewhere.node, kind: elsewhere.kind } };
}

/** The bytes a process keeps: its own fields, its state and its mailbox. */
export function memoryOf(process: Process): number {
  const messages: unknown[] = [];
  if (process.first !== null) {
    for (const { payload } of process.waiting()) if (messages.push(payload) >= MOST_VALUES) break;
  }
  const others = process.length - messages.length;
  return 400 + 8 * others + estimateBytes([process.state, messages], belongsToRuntime);
}

function belongsToRuntime(object: object): boolean {
  return object instanceof Process || object instanceof Runtime;
}

function messageInfo(envelope: Envelope): MessageInfo {
  return {
    form: FORM[envelope.type]!,
    kind: envelope.kind === "" ? undefined : envelope.kind,
    message: unshared(envelope.payload),
  };
}

function infoOf(process: Process, memory: boolean = true): ProcessInfo {
  const { pid, behaviour, runtime, parent, startedAt, length, handled, busyMs, trapExit, debug, current } = process;
  const serves = behaviour instanceof ServerBehaviour || behaviour instanceof StateMachineBehaviour;
  const handling = serves || process.phase !== READY;
  const kinds = behaviour instanceof ServerBehaviour && behaviour.name === "GenServer"
    ? behaviour.kinds
    : process.number < 0
    ? process.behaviour.kinds!
    : { calls: [], casts: [] };
  const watchers = listOf(process.watchers).filter((each) => each instanceof Monitor);
  return {
    pid,
    name: process.name ?? undefined,
    status: statusOf(process),
    behaviour: behaviour.name,
    module: behaviour.module,
    parent: parent?.pid ?? ROOT_PID,
    ancestors: ancestorsOf(parent),
    startedAt,
    uptimeMs: runtime.clock.now() - startedAt,
    mailboxLength: length,
    maxMailbox: process.limit?.facts?.max,
    dropped: process.limit?.facts?.dropped ?? 0,
    overloaded: process.limit?.facts?.overloaded ?? false,
    handled,
    busyMs,
    memory: memory ? memoryOf(process) : 0,
    estimated: true,
    links: listOf(process.links).map((each) => each.pid),
    monitors: listOf(process.monitors).map(({ ref, target }) => ({ ref, pid: target.pid })),
    monitoredBy: watchers.map(({ owner }) => owner.pid),
    trapExit,
    traced: debug !== null && debug.traces > 0,
    // A function that waits in its next receive is done with the message before.
    currentMessage: current === null || !handling ? undefined : messageInfo(current),
    timers: listOf(process.timers).length,
    ...kinds,
    exitReason: process.exitReason,
    ...placementOf(process),
  };
}

/** The state of a process as data for people: a supervisor's own objects are not for anybody else. */
export function visibleState(process: Process): unknown {
  const { state } = process;
  if (state instanceof SupervisorState) {
    const { settings, children, restarts } = state;
    return {
      ...settings,
      restarts,
      children: children.all.map(({ spec, process }) => ({ id: spec.id, pid: process?.pid })),
    };
  }
  if (state instanceof RegistryState) return { ...state.settings, meta: state.meta, entries: state.table.size };
  if (state instanceof GroupsState) return { groups: state.all() };
  if (state instanceof DynamicState) {
    const { settings, restarts, all } = state;
    return { ...settings, restarts, children: all.flatMap(({ process }) => process === null ? [] : process.pid) };
  }
  return state;
}
