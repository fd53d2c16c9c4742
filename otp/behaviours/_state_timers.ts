import { Envelope, INFO, SignalEnvelope } from "../processes/envelope.ts";
import { DEAD, type Process } from "../processes/process.ts";
import { Deadline } from "../processes/timers.ts";
import type { TimeoutAction } from "./state_machine_types.ts";

/** An event that did not come through the mailbox. */
export class EventEnvelope extends Envelope {
  /** As the handler gets it. */
  readonly event: object;

  constructor(event: { readonly type: string; readonly payload?: unknown; readonly content?: unknown }) {
    super(INFO, event.type, "payload" in event ? event.payload : event.content);
    this.event = event;
  }
}

/** A time-out in the mailbox. Whether it still counts is known when its turn comes: what goes before it may cancel it. */
export class DueTimeout extends SignalEnvelope {
  readonly timer: StateTimer;

  constructor(timer: StateTimer) {
    super(INFO, timer.type, timer.content);
    this.timer = timer;
  }
}

/** One time-out of a machine. */
class StateTimer extends Deadline {
  readonly type: TimeoutAction["type"];
  readonly name: string;
  readonly durationMs: number;
  content: unknown;
  readonly #process: Process;

  constructor(process: Process, options: { action: TimeoutAction; durationMs: number; content: unknown }) {
    super();
    this.#process = process;
    this.type = options.action.type;
    this.name = options.action.name;
    this.durationMs = options.durationMs;
    this.content = options.content;
  }

  expire(): void {
    if (this.#process.phase !== DEAD) this.#process.deliver(new DueTimeout(this));
  }

  /** What the handler gets. */
  get event(): { readonly type: string; readonly content: unknown } {
    const { type, name, content } = this;
    return type === "timeout" ? { type, name, content } as { type: string; content: unknown } : { type, content };
  }
}

/**
 * The time-outs of a machine: one for its state, one for want of events, and any number by name.
 *
 * One of no time at all is never started: it waits in a row of its own, which is looked at when no event of the machine's
 * own is left and before the mailbox is, and where it can still be cancelled.
 */
export class StateTimers {
  readonly #process: Process;
  readonly #running = new Map<string, StateTimer>();
  readonly #zero = new Set<StateTimer>();

  constructor(process: Process) {
    this.#process = process;
  }

  /** How many run. */
  get size(): number {
    return this.#running.size;
  }

  /** Whether one of no time at all waits for its turn. */
  get anyZero(): boolean {
    return this.#zero.size > 0;
  }

  /** Does what a transition asked for; of several for one time-out, the last counts. */
  set(actions: readonly TimeoutAction[]): void {
    const last = new Map<string, TimeoutAction>();
    for (const action of actions) {
      const key = keyOf(action);
      last.delete(key);
      last.set(key, action);
    }
    for (const [key, action] of last) this.#set(key, action);
  }

  /** Cancels the state time-out or the event time-out. */
  cancel(key: "state_timeout" | "event_timeout"): void {
    if (this.#running.size > 0) this.#cancel(key);
  }

  /** The next of no time at all. */
  takeZero(): EventEnvelope | null {
    if (this.#zero.size === 0) return null;
    for (const timer of this.#zero) {
      this.#forget(timer);
      return new EventEnvelope(timer.event);
    }
    return null;
  }

  /** Whether a time-out from the mailbox still counts; it is over then. */
  claim({ timer }: DueTimeout): EventEnvelope | null {
    if (this.#running.get(keyOf(timer)) !== timer) return null;
    this.#forget(timer);
    return new EventEnvelope(timer.event);
  }

  /** Cancels all. */
  clear(): void {
    for (const key of [...this.#running.keys()]) this.#cancel(key);
  }

  #set(key: string, action: TimeoutAction): void {
    const { setting } = action;
    if (setting === "cancel") return this.#cancel(key);
    if ("update" in setting) {
      const running = this.#running.get(key);
      if (running !== undefined) running.content = setting.update;
      else this.#start(key, { action, durationMs: 0, content: setting.update });
      return;
    }
    this.#cancel(key);
    const { content } = setting;
    if ("afterMs" in setting) return this.#start(key, { action, durationMs: setting.afterMs, content });
    const durationMs = setting.atMs - this.#process.runtime.clock.now();
    this.#start(key, { action, durationMs: Math.max(0, durationMs), content, past: durationMs <= 0 });
  }

  #start(
    key: string,
    options: { action: TimeoutAction; durationMs: number; content: unknown; past?: boolean },
  ): void {
    const { durationMs, past = false } = options;
    if (durationMs === Infinity) return;
    const timer = new StateTimer(this.#process, options);
    this.#running.set(key, timer);
    // A moment that is past is no time-out zero: it comes as a message, behind those that were there before.
    if (past) timer.expire();
    else if (durationMs === 0) this.#zero.add(timer);
    else this.#process.runtime.timers.add(timer, durationMs);
  }

  #cancel(key: string): void {
    const timer = this.#running.get(key);
    if (timer === undefined) return;
    this.#forget(timer);
    if (timer.durationMs > 0) this.#process.runtime.timers.remove(timer, timer.durationMs);
  }

  #forget(timer: StateTimer): void {
    this.#running.delete(keyOf(timer));
    this.#zero.delete(timer);
  }
}

/** A name of the user's own must not read as one of the other two. */
function keyOf({ type, name }: { readonly type: string; readonly name: string }): string {
  return type === "timeout" ? `timeout ${name}` : type;
}
