import type { Few } from "./_few.ts";
import type { Behaviour, Taker } from "./behaviour.ts";
import { CastBlock } from "./cast_block.ts";
import { type Debug, noteReceived } from "./debug.ts";
import { BLOCK, CALL, type CallEnvelope, CAST, Envelope, EXIT, INFO } from "./envelope.ts";
import { type ExitReason, reasonOf } from "./exit_reason.ts";
import { Parent } from "./lineage.ts";
import type { Monitor, Watcher } from "./links.ts";
import type { MailboxGate } from "./mailbox_gate.ts";
import type { MessageTimer } from "./message_timer.ts";
import type { Pid } from "./pid.ts";
import type { Runtime } from "./runtime.ts";
import { DEAD, READY, STARTING } from "./phase.ts";
import type { Runnable } from "./scheduler.ts";
import type { Self } from "./self.ts";

export type { Behaviour, CodeChange, Elsewhere, Placement, Taker } from "./behaviour.ts";
export { BUSY, DEAD, ENDING, READY, STARTING } from "./phase.ts";

/** From how many messages on a mailbox is deep. */
const DEEP = 16;

/** Bits of `Process.flags`; another is of `lineage.ts`. */
const TRAPS = 1;
const SUSPENDED = 2;
const HIBERNATED = 4;
const RECEPTIVE = 8;

/** Where a process comes from. */
export interface Origin {
  /** Who starts it; `null` for code outside any process. */
  readonly parent: Process | null;
  /** System time, where that has just been read. @default read now */
  readonly nowMs?: number | undefined;
}

/** What few processes have, together, so that the others pay one field for it. */
class Rare {
  asParent: Parent | null = null;
  monitors: Few<Monitor> = null;
  timers: Few<MessageTimer> = null;
  between: (() => void)[] | null = null;
  abort: AbortController | null = null;
}

/**
 * One process: its mailbox, what it is tied to, and figures about it. Knows nothing of what its messages mean. What is
 * asked for with each message is a field of this one object, what most do not have is `null` or apart: an idle process
 * must stay small, as there may be a million, each copied twice before the garbage collector lets it be.
 */
export class Process implements Runnable {
  /** The number in the pid; below zero for the stand-in of a process that runs elsewhere. */
  readonly number: number;
  readonly runtime: Runtime;
  /** Replaced by a code change, and by nothing else. */
  behaviour: Behaviour;
  /** Who started it; `null` for code outside any process. */
  readonly parent: Parent | null;
  /** In whole milliseconds: a fraction would be an object of its own. */
  readonly startedAt: number;
  /** Printed when first asked for: of a million servers that are known by a ref, nobody asks. */
  #pid: Pid | null;

  phase: number = STARTING;
  /** Announced to the scheduler, or having its turn. */
  queued = false;
  /** What is rarely set, and rarely asked for. */
  flags = 0;
  name: string | null = null;
  /** What of `sys` is switched on for it: traces, log, statistics, debug functions. */
  debug: Debug | null = null;

  /** The mailbox: a chain of envelopes, oldest first. */
  first: Envelope | null = null;
  last: Envelope | null = null;
  length = 0;
  /** The limit of the mailbox, where that was said; or what takes messages elsewhere. */
  limit: MailboxGate | null = null;
  /** The message being handled. */
  current: Envelope | null = null;

  links: Few<Process> = null;
  /** Who is told when this process dies. */
  watchers: Few<Watcher> = null;

  /** The behaviour's own: a server's state, a spawned function's inbox. */
  state: unknown = undefined;
  /** The behaviour's own: what most processes do not have. */
  extra: unknown = undefined;
  self: Self | null = null;
  rare: Rare | null = null;

  /** Messages taken from the mailbox; Erlang's reductions, as near as it gets. */
  handled = 0;
  /** For how long its code has run, in whole microseconds: a fraction would be an object of its own. */
  busyMicros = 0;
  exitReason: ExitReason | undefined = undefined;
  nextRunnable: Runnable | null = null;

  constructor(runtime: Runtime, behaviour: Behaviour, { parent, nowMs = runtime.clock.now() }: Origin) {
    const { pid = null } = behaviour;
    this.number = pid === null ? runtime.processes.next() : -1;
    this.#pid = pid;
    this.runtime = runtime;
    this.behaviour = behaviour;
    this.parent = parent === null ? null : parent.asParent ??= new Parent(parent);
    this.startedAt = Math.floor(nowMs);
  }

  get trusted(): boolean {
    return this.behaviour.trusted === true;
  }

  get pid(): Pid {
    return this.#pid ??= `<0.${this.number}.0>`;
  }

  /** For how long its code has run, in milliseconds. */
  get busyMs(): number {
    return this.busyMicros / 1000;
  }

  get trapExit(): boolean {
    return (this.flags & TRAPS) !== 0;
  }

  set trapExit(traps: boolean) {
    this.flags = traps ? this.flags | TRAPS : this.flags & ~TRAPS;
  }

  get suspended(): boolean {
    return (this.flags & SUSPENDED) !== 0;
  }

  set suspended(is: boolean) {
    this.flags = is ? this.flags | SUSPENDED : this.flags & ~SUSPENDED;
  }

  /** Whether it waits for any message at all, and its `extra` is a {@linkcode Taker}. */
  get receptive(): boolean {
    return (this.flags & RECEPTIVE) !== 0;
  }

  set receptive(is: boolean) {
    this.flags = is ? this.flags | RECEPTIVE : this.flags & ~RECEPTIVE;
  }

  get hibernated(): boolean {
    return (this.flags & HIBERNATED) !== 0;
  }

  set hibernated(is: boolean) {
    this.flags = is ? this.flags | HIBERNATED : this.flags & ~HIBERNATED;
  }

  /** What those know of it that it has started. */
  get asParent(): Parent | null {
    return this.rare === null ? null : this.rare.asParent;
  }

  set asParent(parent: Parent | null) {
    (this.rare ??= new Rare()).asParent = parent;
  }

  /** Monitors this process has set. */
  get monitors(): Few<Monitor> {
    return this.rare === null ? null : this.rare.monitors;
  }

  set monitors(monitors: Few<Monitor>) {
    if (monitors !== null || this.rare !== null) (this.rare ??= new Rare()).monitors = monitors;
  }

  /** Timers that will send to it. */
  get timers(): Few<MessageTimer> {
    return this.rare === null ? null : this.rare.timers;
  }

  set timers(timers: Few<MessageTimer>) {
    if (timers !== null || this.rare !== null) (this.rare ??= new Rare()).timers = timers;
  }

  /** What waits for the moment between two messages. */
  get between(): (() => void)[] | null {
    return this.rare === null ? null : this.rare.between;
  }

  set between(work: (() => void)[] | null) {
    if (work !== null || this.rare !== null) (this.rare ??= new Rare()).between = work;
  }

  /** Aborted when it dies. */
  get abort(): AbortController | null {
    return this.rare === null ? null : this.rare.abort;
  }

  set abort(controller: AbortController | null) {
    if (controller !== null || this.rare !== null) (this.rare ??= new Rare()).abort = controller;
  }

  /** Whether somebody is told what it does. */
  get traced(): boolean {
    return this.debug !== null;
  }

  /** Puts a message into the mailbox and makes sure that it will be looked at. */
  deliver(envelope: Envelope): void {
    if (this.limit !== null && !this.limit.admits(envelope)) return;
    if (this.receptive && this.#handOver(envelope)) return;
    if (this.last === null) this.first = envelope;
    else this.last.next = envelope;
    this.last = envelope;
    this.length++;
    if (this.traced) noteReceived(this, envelope);
    if (this.phase === READY && !this.queued) this.wake();
  }

  /** Gives a message to who waits for any, where nobody would have a turn before it. Code that may be stopped never does. */
  #handOver(envelope: Envelope): boolean {
    if (this.phase !== READY || this.first !== null || this.queued || this.suspended || this.traced) return false;
    if (envelope.type !== INFO && envelope.type !== EXIT) return false;
    const { held, scheduler } = this.runtime;
    if (held !== null || scheduler.passes?.() !== true) return false;
    (this.extra as Taker).take(envelope);
    return true;
  }

  /** The same for a cast; where many wait, it shares a link of the mailbox with them. */
  deliverCast(kind: string, payload: unknown): void {
    const { last } = this;
    if (last === null || this.length < DEEP || this.traced || this.limit !== null) {
      return this.deliver(new Envelope(CAST, kind, payload));
    }
    if (last.type !== BLOCK || !(last as CastBlock).add(kind, payload)) {
      return this.deliver(new CastBlock(kind, payload));
    }
    this.length++;
    if (this.phase === READY && !this.queued) this.wake();
  }

  /** Delivers a message of the runtime's own: who is suspended takes it at once, and before all others. */
  deliverSystem(envelope: Envelope): void {
    if (this.suspended) this.resumeWith(envelope);
    else this.deliver(envelope);
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
    if (this.traced) noteReceived(this, envelope);
    if (this.phase === READY) this.wake();
  }

  /** Takes the oldest message. */
  take(): Envelope | null {
    const envelope = this.first;
    if (envelope === null) return null;
    let taken = envelope;
    if (envelope.type === BLOCK) {
      const block = envelope as CastBlock;
      taken = block.oldest();
      // From here to the end no other function is called, so that nothing can stop this half way.
      block.items[block.taken + 1] = undefined; // who still waits must not keep what has been handled
      block.taken += 2;
      this.length--;
      this.handled++;
      if (block.taken < block.filled) return taken;
    } else {
      this.length--;
      this.handled++;
    }
    this.first = envelope.next;
    if (this.first === null) this.last = null;
    envelope.next = null;
    return taken;
  }

  /** The messages that wait, oldest first. */
  *waiting(): Generator<Envelope, void, undefined> {
    for (let each = this.first; each !== null; each = each.next) {
      if (each.type === BLOCK) yield* (each as CastBlock).casts();
      else yield each;
    }
  }

  /** Takes out the message after `before`, or the first: selective receive takes from the middle. */
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
    if (weight !== 0) this.busyMicros += Math.round((runtime.clock.now() - started) * weight * 1000);
    return this.queued = more && this.phase === READY && !this.suspended;
  }

  /** What was asynchronous is done: ready for the next message. */
  settle(): void {
    this.phase = READY;
    this.current = null;
    const work = this.between;
    if (work !== null) this.between = null;
    for (const job of work ?? []) job();
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
