import type { Few } from "./_few.ts";
import { CastBlock } from "./cast_block.ts";
import { type Debug, noteReceived } from "./debug.ts";
import { BLOCK, CALL, type CallEnvelope, CAST, Envelope } from "./envelope.ts";
import { type ExitReason, reasonOf } from "./exit_reason.ts";
import { Parent } from "./lineage.ts";
import type { ExitSignal } from "./exit.ts";
import type { Monitor, Watcher } from "./links.ts";
import type { MailboxLimit } from "./mailbox_limit.ts";
import type { MessageTimer } from "./message_timer.ts";
import type { Pid } from "./pid.ts";
import type { Runtime } from "./runtime.ts";
import { DEAD, READY, STARTING } from "./phase.ts";
import type { Runnable } from "./scheduler.ts";
import type { Self } from "./self.ts";
import type { StatusParts } from "./status_parts.ts";

export { BUSY, DEAD, ENDING, READY, STARTING } from "./phase.ts";

/** Where a process runs, if not in this isolate. */
export interface Placement {
  /** The node it is part of, as its pid says. */
  readonly node: string;
  /** How that node is reached: `"worker"`, `"process"`, or the name of a transport. */
  readonly kind: string;
}

/** What a process that runs elsewhere needs to be told of what happens to its stand-in here. */
export interface Elsewhere extends Placement {
  /** Whether it belongs to this System, so that its life is told here; else that is done where it runs. */
  readonly owned: boolean;
  /** An exit signal reached the stand-in. */
  signalled(process: Process, signal: ExitSignal): void;
  /** It was linked to a process of this System. */
  linked(process: Process, other: Process): void;
  /** It was unlinked again. */
  unlinked(process: Process, other: Process): void;
}

/** What a kind of process does with its turns; GenServer and spawned functions each have one. */
/** What a code change is told, beside the state. */
export interface CodeChange {
  /** The version that the state is of. */
  readonly oldVersion: unknown;
  /** Whatever the one who asked for the change gave. */
  readonly extra: unknown;
}

/**
 * What a kind of process does with its turns; GenServer and spawned functions each have one.
 *
 * For `sys` to work with one that holds a state, its `run` does four things: it sets `process.current` while a message is
 * being handled; of a process that is `traced` it says `noteTaken` before and `noteHandled` after that; between two
 * messages it calls `process.settle()` where `process.between` is not `null`, and it gives up its turn where the process
 * is suspended. Its start asks `runtime.codeOf` what it is by now.
 */
export interface Behaviour {
  /** `"GenServer"`, `"Supervisor"`, `"spawn"`. */
  readonly name: string;
  /** The user's module or function. */
  readonly module: string;
  /** Whether an exit of the parent ends it also while it is suspended. @default {false} */
  readonly endsWithParent?: boolean;
  /** Whether `process.state` is the user's own, which `sys` may replace. @default {false} */
  readonly holdsState?: boolean;
  /** Whether its turns run nothing of the user's but what is guarded on its own. @default {false} */
  readonly trusted?: boolean;
  /** The version of the user's code, where it has one. */
  readonly version?: string | number | undefined;
  /** Hides what is not for everybody's eyes. */
  readonly formatStatus?: ((parts: StatusParts) => StatusParts) | undefined;
  /** Makes of the state that another version left one of its own; without it the state is taken over as it is. */
  readonly codeChange?: ((state: unknown, change: CodeChange) => unknown) | undefined;
  /** A process runs this from now on, and held what another version of it had made. */
  adopt?(process: Process): void;
  /** Throws unless a value from outside can stand in the place of the state. */
  checkState?(process: Process, state: unknown): void;
  /** Set where the process is the stand-in of one that runs elsewhere; its number is below zero then. */
  readonly elsewhere?: Elsewhere;
  /** The pid of that process. */
  readonly pid?: Pid;
  /** The kinds of calls and casts it knows, where that is known. */
  readonly kinds?: { readonly calls: readonly string[]; readonly casts: readonly string[] };
  /** Handles at most `budget` messages. Returns whether there is more to do at once. */
  run(process: Process, budget: number): boolean;
  /** Puts in order what others change of it, where that was stopped in the middle. */
  mend?(process: Process): void;
  /** The process is gone; what still waits for it must be told; may be called again where that was stopped. */
  exited(process: Process, reason: ExitReason): void;
}

/** From how many messages on a mailbox is deep. */
const DEEP = 16;

/** Bits of `Process.flags`; another is of `lineage.ts`. */
const TRAPS = 1;
const SUSPENDED = 2;
const HIBERNATED = 4;

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
  /** How many messages may wait, where that was said. */
  limit: MailboxLimit | null = null;
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

  constructor(runtime: Runtime, behaviour: Behaviour, parent: Process | null) {
    const { pid = null } = behaviour;
    this.number = pid === null ? runtime.processes.next() : -1;
    this.#pid = pid;
    this.runtime = runtime;
    this.behaviour = behaviour;
    this.parent = parent === null ? null : parent.asParent ??= new Parent(parent);
    this.startedAt = Math.floor(runtime.clock.now());
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
    if (this.last === null) this.first = envelope;
    else this.last.next = envelope;
    this.last = envelope;
    this.length++;
    if (this.traced) noteReceived(this, envelope);
    if (this.phase === READY && !this.queued) this.wake();
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
