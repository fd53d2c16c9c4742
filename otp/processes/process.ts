import type { Few } from "./_few.ts";
import { CALL, type CallEnvelope, type Envelope } from "./envelope.ts";
import { type ExitReason, reasonOf } from "./exit_reason.ts";
import { Parent } from "./lineage.ts";
import type { Monitor, Watcher } from "./links.ts";
import type { MessageTimer } from "./message_timer.ts";
import type { Pid } from "./pid.ts";
import type { Runtime } from "./runtime.ts";
import type { Runnable } from "./scheduler.ts";
import type { Self } from "./self.ts";

/** `init` has not finished. */
export const STARTING = 0;
/** Takes the next message when there is one. */
export const READY = 1;
/** In the middle of something asynchronous; messages wait. */
export const BUSY = 2;
/** On its way out, in `terminate`. */
export const ENDING = 3;
/** Gone. */
export const DEAD = 4;

/** What a kind of process does with its turns; GenServer and spawned functions each have one. */
export interface Behaviour {
  /** `"GenServer"`, `"Supervisor"`, `"spawn"`. */
  readonly name: string;
  /** The user's module or function. */
  readonly module: string;
  /** Whether an exit of the parent ends it also while it is suspended. @default {false} */
  readonly endsWithParent?: boolean;
  /** Whether `process.state` is the user's own, which `sys` may replace. @default {false} */
  readonly holdsState?: boolean;
  /** Whether its turns run nothing of the user's that is not guarded on its own. @default {false} */
  readonly trusted?: boolean;
  /** Handles at most `budget` messages. Returns whether there is more to do at once. */
  run(process: Process, budget: number): boolean;
  /** The process is gone; what still waits for it must be told. */
  exited(process: Process, reason: ExitReason): void;
}

/**
 * One process: its mailbox, what it is tied to, and figures about it. Knows nothing of what its messages mean.
 *
 * Everything is a field of this one object, and what most processes do not have is `null`: an idle process must stay
 * small, since there may be a million of them.
 */
export class Process implements Runnable {
  readonly pid: Pid;
  /** The number in the pid. */
  readonly number: number;
  readonly runtime: Runtime;
  readonly behaviour: Behaviour;
  /** Who started it; `null` for code outside any process. */
  readonly parent: Parent | null;
  readonly startedAt: number;

  phase: number = STARTING;
  name: string | null = null;
  /** What those know of it that it has started. */
  asParent: Parent | null = null;
  trapExit = false;
  suspended = false;
  hibernated = false;
  /** How many traces are on it. */
  traces = 0;
  /** Announced to the scheduler, or having its turn. */
  queued = false;

  /** The mailbox: a chain of envelopes, oldest first. */
  first: Envelope | null = null;
  last: Envelope | null = null;
  length = 0;
  /** The message being handled. */
  current: Envelope | null = null;

  links: Few<Process> = null;
  /** Monitors this process has set. */
  monitors: Few<Monitor> = null;
  /** Who is told when this process dies. */
  watchers: Few<Watcher> = null;
  timers: Few<MessageTimer> = null;

  /** The behaviour's own: a server's state, a spawned function's inbox. */
  state: unknown = undefined;
  /** The behaviour's own: what most processes do not have. */
  extra: unknown = undefined;
  /** What waits for the moment between two messages. */
  between: (() => void)[] | null = null;
  self: Self | null = null;
  abort: AbortController | null = null;

  /** Messages taken from the mailbox; Erlang's reductions, as near as it gets. */
  handled = 0;
  busyMs = 0;
  exitReason: ExitReason | undefined = undefined;
  nextRunnable: Runnable | null = null;

  constructor(runtime: Runtime, behaviour: Behaviour, parent: Process | null) {
    this.number = runtime.processes.next();
    this.pid = `<0.${this.number}.0>`;
    this.runtime = runtime;
    this.behaviour = behaviour;
    this.parent = parent === null ? null : parent.asParent ??= new Parent(parent);
    this.startedAt = runtime.clock.now();
  }

  /** Whether its turns are the runtime's own work, in which code of the user's is guarded piece by piece. */
  get trusted(): boolean {
    return this.behaviour.trusted === true;
  }

  /** Whether its messages become events. */
  get traced(): boolean {
    return this.traces > 0;
  }

  /** Puts a message into the mailbox and makes sure that it will be looked at. */
  deliver(envelope: Envelope): void {
    if (this.last === null) this.first = envelope;
    else this.last.next = envelope;
    this.last = envelope;
    this.length++;
    if (this.traced) this.runtime.traceReceived(this, envelope);
    if (this.phase === READY && !this.queued) this.wake();
  }

  /** Ends a suspension by a message that goes before all others. */
  resumeWith(envelope: Envelope): void {
    envelope.next = this.first;
    this.first = envelope;
    this.last ??= envelope;
    this.length++;
    this.suspended = false;
    const { events } = this.runtime;
    if (events.active) events.emit({ type: "process.resumed", pid: this.pid });
    if (this.traced) this.runtime.traceReceived(this, envelope);
    if (this.phase === READY) this.wake();
  }

  /** Takes the oldest message. */
  take(): Envelope | null {
    const envelope = this.first;
    if (envelope === null) return null;
    this.first = envelope.next;
    if (this.first === null) this.last = null;
    envelope.next = null;
    this.length--;
    this.handled++;
    return envelope;
  }

  /** Takes out the message after `before`, or the first. Selective receive takes from the middle. */
  takeAfter(before: Envelope | null): Envelope {
    if (before === null) return this.take()!;
    const envelope = before.next!;
    before.next = envelope.next;
    if (envelope.next === null) this.last = before;
    envelope.next = null;
    this.length--;
    this.handled++;
    return envelope;
  }

  /** Asks for a turn, unless it has one coming. */
  wake(): void {
    if (this.queued || this.suspended || this.phase === DEAD) return;
    this.queued = true;
    this.runtime.scheduler.enqueue(this);
  }

  /** One turn, given by the scheduler. */
  turn(budget: number): boolean {
    if (this.phase !== READY || this.suspended) {
      this.queued = false;
      return false;
    }
    const runtime = this.runtime;
    const outer = runtime.current;
    const weight = runtime.timeTurn();
    const started = weight === 0 ? 0 : runtime.clock.now();
    runtime.current = this;
    let more = false;
    try {
      more = this.behaviour.run(this, budget);
    } catch (error) {
      runtime.die(this, reasonOf(error)); // a fault of the behaviour ends this process, not the scheduler
    }
    runtime.current = outer;
    if (weight !== 0) this.busyMs += (runtime.clock.now() - started) * weight;
    return this.queued = more && this.phase === READY && !this.suspended;
  }

  /** What was asynchronous is done: ready for the next message. */
  settle(): void {
    this.phase = READY;
    this.current = null;
    const work = this.between;
    if (work !== null) {
      this.between = null;
      for (const job of work) job();
    }
    if (this.phase === READY && this.first !== null) this.wake();
  }

  /** Does something between two messages: at once, or when the handler under way is done. */
  doBetween(job: () => void): void {
    if (this.phase === READY && this.current === null) job();
    else (this.between ??= []).push(job);
  }

  /** Calls that wait in the mailbox get an answer: their server is gone. */
  rejectQueuedCalls(reason: ExitReason): void {
    for (let envelope = this.first; envelope !== null; envelope = envelope.next) {
      if (envelope.type === CALL) this.runtime.failCall(envelope as CallEnvelope, reason);
    }
    this.first = this.last = null;
    this.length = 0;
  }
}
