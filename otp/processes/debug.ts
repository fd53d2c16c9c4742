import type { MessageForm } from "../events/event.ts";
import { CALL, type CallEnvelope, CAST, type Envelope, FORM, INFO } from "./envelope.ts";
import { type ExitReason, reasonOf, shortReason } from "./exit_reason.ts";
import { unshared } from "./message_policy.ts";
import type { Pid } from "./pid.ts";
import type { Process } from "./process.ts";
import { presentable, presentableMessage, presentableReply } from "./status_parts.ts";

/** A process begins to handle a message. */
export interface MessageIn {
  /** Discriminant. */
  readonly type: "in";
  /** How it travelled. */
  readonly form: MessageForm;
  /** The kind of call or cast. */
  readonly kind?: string;
  /** The message or payload itself, not copied. */
  readonly message: unknown;
  /** Who calls, where that is a process. */
  readonly from?: Pid;
}

/** A process sends a message. */
export interface MessageOut {
  /** Discriminant. */
  readonly type: "out";
  /** How it travels. */
  readonly form: MessageForm;
  /** The kind of call or cast. */
  readonly kind?: string;
  /** The message or payload itself, not copied. */
  readonly message: unknown;
  /** To whom. */
  readonly to: Pid;
}

/** A process answers a call. */
export interface ReplyOut {
  /** Discriminant. */
  readonly type: "reply";
  /** The kind of call. */
  readonly kind: string;
  /** The answer itself, not copied. */
  readonly reply: unknown;
  /** Who called, where that is a process. */
  readonly to?: Pid;
}

/** A process is done with a message, and this is its state now. */
export interface StateAfter {
  /** Discriminant. */
  readonly type: "state";
  /** The state that the handler gave. */
  readonly state: unknown;
}

/** What a process does, in the order it does it: in, out or reply, new state; Erlang's system events. */
export type DebugEvent = MessageIn | MessageOut | ReplyOut | StateAfter;

/** Something a process did, in its log. */
export interface LogEntry {
  /** When, in System time: milliseconds. */
  readonly time: number;
  /** What. */
  readonly event: DebugEvent;
}

/** Is told what a process does. */
export interface Observer {
  /** Gives `"done"` when it wants to hear no more. */
  tell(event: DebugEvent, process: Process): unknown;
  /** What it remembers, of a log: a crash report has it. */
  entriesOf?(process: Process): LogEntry[];
}

/** Lets messages fail on purpose. */
export interface Failing {
  /** What the next message fails with, before its handler runs; `undefined` where it does not. */
  due(kind: string): ExitReason | undefined;
}

/** What is switched on for one process. There is one only while something is, so that all others pay a look at a field. */
export class Debug {
  /** How many traces show it on the event stream. */
  traces = 0;
  /** Since when the message under way is being handled; below zero if none is. */
  since = -1;
  /** Says which messages fail on purpose; `null` where none is to. */
  failing: Failing | null = null;
  /** Who else is told, in the order they came: those of the program by id, those of `sys` by their class. */
  readonly observers: Map<string | object, Observer> = new Map();
}

/** The debug of a process, made where it has none. */
export function debugOf(process: Process): Debug {
  return process.debug ??= new Debug();
}

/** What the logs of a process remember. */
export function loggedOf(process: Process): LogEntry[] {
  return [...process.debug?.observers.values() ?? []].flatMap((observer) => observer.entriesOf?.(process) ?? []);
}

/** Lets go of a debug that nothing uses any more. */
export function dropIdleDebug(process: Process): void {
  const { debug } = process;
  if (debug !== null && debug.traces === 0 && debug.observers.size === 0 && debug.failing === null) {
    process.debug = null;
  }
}

/**
 * A traced process begins to handle a message. The loop of a behaviour says so before the handler runs, where
 * `process.traced`; the answer of a call is then told by itself. Gives what the message is to fail with, as if its handler had
 * thrown it at once; `undefined` where it is to be handled.
 */
export function noteTaken(process: Process, envelope: Envelope): ExitReason | undefined {
  const debug = process.debug;
  if (debug === null) return undefined;
  debug.since = process.runtime.clock.now();
  const call = envelope.type === CALL ? envelope as CallEnvelope : null;
  const from = call?.caller?.pid;
  const facts = {
    form: FORM[envelope.type]!,
    ...(envelope.kind === "" ? {} : { kind: envelope.kind }),
    message: unshared(envelope.payload),
    ...(from === undefined ? {} : { from }),
  };
  tell(process, debug, { type: "in", ...facts });
  const { events } = process.runtime;
  if (debug.traces > 0 && events.active) {
    const message = presentableMessage(process, unshared(envelope.payload));
    events.emit({ type: "message.taken", pid: process.pid, ...facts, message });
  }
  if (call !== null) noteReplyOf(process, call);
  const { type, kind } = envelope;
  const isOfUser = type === CALL || type === CAST || type === INFO;
  return debug.failing === null || !isOfUser ? undefined : debug.failing.due(kind);
}

/** A traced process is done with the message under way; nothing where that was told before. */
export function noteHandled(process: Process, failed?: ExitReason): void {
  const { debug, current, runtime } = process;
  if (debug === null || debug.since < 0 || current === null) return;
  const durationMs = runtime.clock.now() - debug.since;
  debug.since = -1;
  const hasState = failed === undefined && process.behaviour.holdsState === true;
  if (hasState) tell(process, debug, { type: "state", state: process.state });
  if (debug.traces === 0 || !runtime.events.active) return;
  runtime.events.emit({
    type: "message.handled",
    pid: process.pid,
    form: FORM[current.type]!,
    ...(current.kind === "" ? {} : { kind: current.kind }),
    durationMs,
    ...(hasState ? { state: presentable(process, { state: process.state }).state } : {}),
    ...(failed === undefined ? {} : { failed }),
  });
}

/** A traced process got a message into its mailbox. */
export function noteReceived(process: Process, envelope: Envelope): void {
  const { debug, runtime } = process;
  if (debug === null || debug.traces === 0 || !runtime.events.active) return;
  const from = envelope.type === CALL ? (envelope as CallEnvelope).caller?.pid : runtime.current?.pid;
  runtime.events.emit({
    type: "message.received",
    pid: process.pid,
    ...(from === undefined ? {} : { from }),
    form: FORM[envelope.type]!,
    ...(envelope.kind === "" ? {} : { kind: envelope.kind }),
    message: presentableMessage(process, unshared(envelope.payload)),
    mailbox: process.length,
  });
}

/** A traced process sends a message. */
export function noteSent(process: Process, target: Process, envelope: Envelope): void {
  const { debug, runtime } = process;
  if (debug === null) return;
  const facts = {
    to: target.pid,
    form: FORM[envelope.type]!,
    ...(envelope.kind === "" ? {} : { kind: envelope.kind }),
    message: unshared(envelope.payload),
  };
  tell(process, debug, { type: "out", ...facts });
  if (debug.traces > 0 && runtime.events.active) {
    const message = presentableMessage(process, facts.message);
    runtime.events.emit({ type: "message.sent", pid: process.pid, ...facts, message });
  }
}

/** The answer passes through here on its way, so that untraced calls need not ask whether anybody wants to know. */
function noteReplyOf(process: Process, call: CallEnvelope): void {
  const { resolve } = call;
  call.resolve = (reply) => {
    resolve(reply);
    const { debug, runtime } = process;
    if (debug === null) return;
    const to = call.caller?.pid;
    const facts = { kind: call.kind, reply: unshared(reply), ...(to === undefined ? {} : { to }) };
    tell(process, debug, { type: "reply", ...facts });
    if (debug.traces > 0 && runtime.events.active) {
      const shown = presentableReply(process, facts.reply);
      runtime.events.emit({ type: "message.replied", pid: process.pid, ...facts, reply: shown });
    }
  };
}

/** Tells every observer; one that throws is taken out, as Erlang's `sys` does, and the process goes on. */
function tell(process: Process, debug: Debug, event: DebugEvent): void {
  if (debug.observers.size === 0) return;
  const { runtime } = process;
  const outer = runtime.current;
  runtime.current = null; // an observer is code from outside: what it sends is not the process's
  for (const [id, observer] of debug.observers) {
    try {
      if (observer.tell(event, process) !== "done") continue;
    } catch (error) {
      const thrown = shortReason(reasonOf(error));
      runtime.reporter.warn(
        `The debug function ${JSON.stringify(id)} of ${process.pid} was removed: it threw ${thrown}`,
      );
    }
    debug.observers.delete(id);
  }
  runtime.current = outer;
  dropIdleDebug(process);
}
