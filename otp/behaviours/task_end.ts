import { noteSent } from "../processes/debug.ts";
import { INFO, SignalEnvelope } from "../processes/envelope.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import { type Host, ownerOf, runtimeOf } from "../processes/host.ts";
import {
  beginMonitor,
  demonitor,
  forgetMonitor,
  Monitor,
  unlink,
  unwatch,
  watch,
  type Watcher,
} from "../processes/links.ts";
import type { Down } from "../processes/messages.ts";
import type { Ref } from "../processes/pid.ts";
import { DEAD, type Process } from "../processes/process.ts";
import { flushMessages, takeWhere } from "../processes/receive.ts";
import type { Runtime } from "../processes/runtime.ts";
import type { TaskSink } from "./task_process.ts";

/** What came of a task: its value, or what it died with before it had one. */
export type TaskResult<Value> = { readonly ok: Value } | { readonly exit: ExitReason };

/**
 * The result of a task, as its owner finds it in the mailbox where it does not wait for it; Elixir's `{ref, value}`. A
 * `DOWN` with the same `ref` follows, unless the monitor is taken back.
 */
export interface TaskMessage<Value = unknown> {
  /** Discriminant. */
  readonly type: "task";
  /** The task's reference. */
  readonly ref: Ref;
  /** What the task's function gave. */
  readonly value: Value;
}

/** Whoever waits for results. */
export interface TaskWaiter {
  settle(end: TaskEnd, result: TaskResult<unknown>): void;
}

/** The owner's end of a task: where its result goes, until the owner has it or no longer wants it. */
export interface TaskEnd extends TaskSink {
  readonly runtime: Runtime;
  readonly ref: Ref;
  /** Who may wait for it; `null` for code outside any process. */
  readonly owner: Process | null;
  /** The task; `null` if there never was a process. */
  readonly process: Process | null;
  /** Who waits now, if anybody does: gets the result by hand. */
  waiter: TaskWaiter | null;
  /** Whether something may still come. */
  readonly open: boolean;
  /** This is the task. */
  attach(process: Process): TaskSink;
  /** The result is there; without a task if it was from the start. */
  deliver(value: unknown, task: Process | null): void;
  /** Takes what has come, and so ends it. */
  take(): TaskResult<unknown> | undefined;
  /** Nothing more of it is wanted. */
  close(): void;
}

/** Unlinks a task from its owner and lets it go on alone; gives what had come of it. */
export function letGo(end: TaskEnd, task: Process): TaskResult<unknown> | undefined {
  if (end.owner !== null) unlink(end.owner, task);
  const result = end.take();
  end.close();
  return result;
}

/** Where the result of a task goes that a host owns. */
export function endFor(host: Host): TaskEnd {
  const owner = ownerOf(host);
  return owner === null ? new OutsideEnd(runtimeOf(host)) : new MailboxEnd(owner);
}

/** The end of a task that a process owns: the result is a message, and a monitor watches the task. */
export class MailboxEnd implements TaskEnd {
  readonly runtime: Runtime;
  readonly ref: Ref;
  readonly owner: Process;
  process: Process | null = null;
  waiter: TaskWaiter | null = null;

  constructor(owner: Process) {
    this.runtime = owner.runtime;
    this.owner = owner;
    this.ref = this.runtime.nextRef();
  }

  /** The monitor is also the way in: once it is gone nothing arrives, as with Erlang's aliases. */
  get open(): boolean {
    return this.runtime.monitors.has(this.ref);
  }

  attach(process: Process): this {
    this.process = process;
    const made = new TaskMonitor(this, process);
    if (process.phase === DEAD) made.down(process, process.exitReason!);
    else beginMonitor(made);
    return this;
  }

  send(task: Process, value: unknown): void {
    if (this.open) this.deliver(value, task);
  }

  deliver(value: unknown, task: Process | null): void {
    const { owner, runtime, waiter } = this;
    if (owner.phase === DEAD) return;
    const message = runtime.pass({ type: "task", ref: this.ref, value } satisfies TaskMessage) as TaskMessage;
    if (waiter !== null) { // so nothing of it is in the mailbox
      demonitor(owner, this.ref, { flush: false });
      return waiter.settle(this, { ok: message.value });
    }
    const envelope = new SignalEnvelope(INFO, "", message);
    if (task?.traced) noteSent(task, owner, envelope);
    owner.deliver(envelope);
  }

  take(): TaskResult<unknown> | undefined {
    const found = takeWhere(this.owner, this.#isMine);
    if (found === null) return undefined;
    const message = found.payload as TaskMessage | Down;
    if (message.type === "DOWN") return { exit: message.reason };
    if (this.open) demonitor(this.owner, this.ref, { flush: false });
    else if (takeWhere(this.owner, this.#isMine) !== null) this.owner.handled--; // the DOWN, which nobody handles
    return { ok: message.value };
  }

  close(): void {
    demonitor(this.owner, this.ref, { flush: false });
    flushMessages(this.owner, this.#isMine);
  }

  readonly #isMine = (message: unknown): boolean => {
    if (typeof message !== "object" || message === null) return false;
    const { type, ref } = message as Partial<TaskMessage | Down>;
    return ref === this.ref && (type === "task" || type === "DOWN");
  };
}

/** Watches a task for its owner, and tells a waiter by hand. */
class TaskMonitor extends Monitor {
  readonly #end: MailboxEnd;

  constructor(end: MailboxEnd, target: Process) {
    super(end.owner, { ref: end.ref, target, tag: "DOWN" });
    this.#end = end;
  }

  override down(process: Process, reason: ExitReason): void {
    const { waiter } = this.#end;
    if (waiter === null) return super.down(process, reason);
    forgetMonitor(this);
    if (this.owner.phase !== DEAD) waiter.settle(this.#end, { exit: reason });
  }
}

/** The end of a task that code outside any process owns: there is no mailbox, so the result is kept here. */
export class OutsideEnd implements TaskEnd, Watcher {
  readonly runtime: Runtime;
  readonly ref: Ref;
  readonly owner = null;
  process: Process | null = null;
  waiter: TaskWaiter | null = null;
  open = true;
  #result: TaskResult<unknown> | undefined;

  constructor(runtime: Runtime) {
    this.runtime = runtime;
    this.ref = runtime.nextRef();
  }

  attach(process: Process): this {
    this.process = process;
    if (process.phase === DEAD) this.down(process, process.exitReason!);
    else watch(process, this);
    return this;
  }

  send(_task: Process, value: unknown): void {
    if (this.open) this.deliver(value);
  }

  deliver(value: unknown): void {
    this.#keep({ ok: this.runtime.pass(value) });
  }

  down(_process: Process, reason: ExitReason): void {
    if (this.open) this.#keep({ exit: reason });
  }

  take(): TaskResult<unknown> | undefined {
    const result = this.#result;
    this.#result = undefined;
    return result;
  }

  close(): void {
    if (this.open && this.process !== null) unwatch(this.process, this);
    this.open = false;
    this.#result = undefined;
  }

  #keep(result: TaskResult<unknown>): void {
    this.close();
    if (this.waiter === null) this.#result = result;
    else this.waiter.settle(this, result);
  }
}
