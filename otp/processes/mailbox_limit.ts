import type { MailboxOverloaded } from "../events/event.ts";
import { CALL, type CallEnvelope, type Envelope, EXIT, SignalEnvelope } from "./envelope.ts";
import { ArgumentError, OverloadError } from "./errors.ts";
import { unwatch, watch, type Watcher } from "./links.ts";
import type { LimitFacts, MailboxGate } from "./mailbox_gate.ts";
import { DEAD, type Process } from "./process.ts";
import { forgetMessage, looksThrough } from "./receive.ts";
import { Deadline } from "./timers.ts";

/**
 * What becomes of a message for which a mailbox has no room.
 *
 * - `"reject"`: whoever sends it is told: `send` and `cast` throw an `OverloadError`.
 * - `"drop_newest"`: it is dropped.
 * - `"drop_oldest"`: it gets in, and the one that has waited longest is dropped.
 *
 * Whatever the policy, the caller of a call that is dropped or rejected is told at once, by a `CallError` with reason
 * `"overload"`.
 */
export type Overload = "reject" | "drop_newest" | "drop_oldest";

/**
 * How many messages may wait for a process. Counted is all that waits, but never stopped are exit signals, `DOWN`s, the
 * message of a timer or a time-out, and a request to stop.
 *
 * An overload is told on the event stream: `mailbox.overloaded`, `mailbox.dropped` at most once a second, and
 * `mailbox.relieved` when for a second nothing was dropped and the mailbox is at most half full.
 *
 * @example
 * ```ts
 * import { assertRejects, assertThrows } from "@std/assert";
 * import { CallError, GenServer, OverloadError, sys, System } from "@superlearner/otp";
 *
 * const Busy = GenServer.define({
 *   name: "Busy",
 *   maxMailbox: 2,
 *   init: () => 0,
 *   calls: { count: (count) => [count, count] },
 *   casts: { work: (count) => count + 1 },
 * });
 *
 * await using system = new System();
 * const busy = await system.start(Busy);
 * sys.suspend(system, busy.pid!); // it does not get to its messages
 * for (let i = 0; i < 2; i++) busy.cast("work");
 * assertThrows(() => busy.cast("work"), OverloadError);
 * await assertRejects(() => busy.call("count"), CallError, "its mailbox is full");
 * ```
 */
export interface MailboxOptions {
  /** How many messages may wait, the one being handled not counted: a whole number from 1 up. @default {Infinity} */
  maxMailbox?: number;
  /** What becomes of those for which there is no room. @default {"reject"} */
  overload?: Overload;
}

/** The same, as it is handed on. */
export interface MailboxOptionsInside {
  readonly maxMailbox?: number | undefined;
  readonly overload?: Overload | undefined;
}

/** How often an overloaded process tells what was dropped, and whether it is over. */
const TELL_MS = 1000;

const POLICIES: readonly unknown[] = ["reject", "drop_newest", "drop_oldest"];

/** An overload. */
interface Under {
  readonly since: number;
  readonly droppedBefore: number;
  warned: boolean;
  /** How it is told on the event stream. */
  event: (MailboxOverloaded & { sequence?: number }) | null;
  /** Whether all is done that belongs to its beginning. */
  begun: boolean;
}

/** The limit of one mailbox, and what it has cost. Only while there is an overload does it watch and have a timer. */
export class MailboxLimit extends Deadline implements Watcher, MailboxGate, LimitFacts {
  readonly process: Process;
  readonly max: number;
  readonly overload: Overload;
  /** Messages dropped or rejected so far. */
  dropped = 0;
  /** How many had been, when it was last told. */
  #told = 0;
  /** How many messages the process had handled by then. */
  #handled = 0;
  /** Nothing happens to the full mailbox, so it is not looked at until something does: a timer would keep a program alive. */
  #rests = false;
  /** The overload under way. */
  #under: Under | null = null;
  /** The call that is being taken out, until its caller is told. */
  #out: CallEnvelope | null = null;

  constructor(process: Process, options: { max: number; overload: Overload }) {
    super();
    this.process = process;
    this.max = options.max;
    this.overload = options.overload;
  }

  /** What is known of it. */
  get facts(): LimitFacts {
    return this;
  }

  /** Whether messages were dropped or rejected, and it is not over yet. */
  get overloaded(): boolean {
    return this.#under !== null;
  }

  /** Whether it waits for something to happen before it looks again. */
  get rests(): boolean {
    return this.#rests;
  }

  /** Whether an envelope gets in. Makes room for it, or tells whoever waits that it does not. */
  admits(envelope: Envelope): boolean {
    const { process, overload } = this;
    if (this.#rests) this.#watchOn();
    if (process.length < this.max || isSignal(envelope)) return true;
    this.#count();
    const dead = process.phase === DEAD; // of what a listener did
    const oldest = dead || overload !== "drop_oldest" ? null : this.#takeOldest();
    const out = oldest ?? envelope;
    if (out.type === CALL) process.runtime.failCall(out as CallEnvelope, dead ? process.exitReason! : "overload");
    else if (overload === "reject" && !dead) throw new OverloadError(process.pid, this.max);
    this.#out = null;
    return out !== envelope;
  }

  /** Whoever was stopped while it sent to this process may have left half done what is done here. */
  mend(): void {
    const { process } = this;
    const out = this.#out;
    this.#out = null;
    if (process.phase === DEAD) return;
    if (out !== null && !isIn(process, out)) process.runtime.failCall(out, "overload");
    if (this.#under !== null) this.#begin(this.#under);
  }

  /** A second of an overload is over. */
  expire(): void {
    const { process, dropped } = this;
    const { runtime: { events, clock, timers }, pid } = process;
    const under = this.#under!;
    const count = dropped - this.#told;
    this.#told = dropped;
    if (count > 0 || process.length > this.max / 2) {
      this.#rests = count === 0 && process.handled === this.#handled;
      this.#handled = process.handled;
      if (!this.#rests) timers.again(this, TELL_MS);
      if (count > 0 && events.active) events.emit({ type: "mailbox.dropped", pid, count, total: dropped });
      return;
    }
    this.#under = null;
    unwatch(process, this);
    if (!events.active) return;
    const durationMs = clock.now() - under.since;
    events.emit({ type: "mailbox.relieved", pid, dropped: dropped - under.droppedBefore, durationMs });
  }

  /** The process is dead, and its overload with it. */
  down(): void {
    const { process: { runtime: { events, timers }, pid }, dropped } = this;
    this.#under = null;
    this.#rests = false;
    timers.remove(this, TELL_MS);
    const count = dropped - this.#told;
    if (count > 0 && events.active) events.emit({ type: "mailbox.dropped", pid, count, total: dropped });
  }

  #watchOn(): void {
    this.#rests = false;
    this.process.runtime.timers.add(this, TELL_MS);
  }

  #count(): void {
    const droppedBefore = this.dropped++;
    if (this.#under !== null) return;
    const since = this.process.runtime.clock.now();
    this.#under = { since, droppedBefore, warned: false, event: null, begun: false };
    this.#begin(this.#under);
  }

  /** Does what belongs to the beginning of an overload, as far as it is not done: a guard may have stopped it anywhere. */
  #begin(under: Under): void {
    const { process, max, overload } = this;
    const { runtime: { events, timers, reporter }, pid } = process;
    watch(process, this);
    if (!this.#rests && !timers.has(this, TELL_MS)) timers.add(this, TELL_MS);
    if (under.begun) return;
    const who = process.name === null ? pid : `${pid} (${process.name})`;
    if (!under.warned) {
      reporter.warn(`${process.behaviour.module} ${who} is overloaded (${overload}): its mailbox is limited to ${max}`);
    }
    under.warned = true;
    if (events.active) {
      const event = under.event ??= { type: "mailbox.overloaded", pid, maxMailbox: max, overload };
      if (event.sequence === undefined) events.emit(event);
    }
    under.begun = true;
  }

  /** Takes out the message that has waited longest; `null` where only signals wait, as many as there is room for. */
  #takeOldest(): Envelope | null {
    const { process } = this;
    if (looksThrough(process)) return null;
    let before: Envelope | null = null;
    let left = this.max;
    for (let each = process.first; each !== null && left > 0; before = each, each = each.next, left--) {
      if (isSignal(each)) continue;
      forgetMessage(process, { envelope: each, before });
      if (each.type === CALL) this.#out = each as CallEnvelope;
      const oldest = process.takeAfter(before);
      process.handled--; // it is removed, not handled
      return oldest;
    }
    return null;
  }
}

/** Refuses a limit that is none. */
export function checkMailbox(action: string, { maxMailbox, overload }: MailboxOptionsInside): void {
  if (maxMailbox !== undefined && maxMailbox !== Infinity && !(Number.isInteger(maxMailbox) && maxMailbox >= 1)) {
    throw new ArgumentError(action, { rule: "maxMailbox is a whole number from 1 up, or Infinity", value: maxMailbox });
  }
  if (overload !== undefined && !POLICIES.includes(overload)) {
    throw new ArgumentError(action, { rule: "overload is reject, drop_newest or drop_oldest", value: overload });
  }
}

/** Gives a new process its limit: what its start says, or else its definition. */
export function limitMailbox(process: Process, own: MailboxOptionsInside, usual: MailboxOptionsInside = {}): void {
  const max = own.maxMailbox ?? usual.maxMailbox ?? Infinity;
  if (max === Infinity) return;
  const limit = new MailboxLimit(process, { max, overload: own.overload ?? usual.overload ?? "reject" });
  process.limit = process.limit?.backedBy?.(limit) ?? limit;
}

function isIn(process: Process, envelope: Envelope): boolean {
  for (let each = process.first; each !== null; each = each.next) if (each === envelope) return true;
  return false;
}

function isSignal(envelope: Envelope): boolean {
  return envelope.type >= EXIT || envelope instanceof SignalEnvelope;
}
