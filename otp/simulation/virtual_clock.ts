import { checkOptions } from "../argument_error.ts";
import type { Alarm, Clock } from "../environment.ts";
import { ArgumentError } from "../processes/errors.ts";

interface Pending extends Alarm {
  readonly atMs: number;
  readonly fire: () => void;
}

/**
 * A clock that stands still until it is moved. Alarms go off in order of time, those of one moment in the order they were
 * set; between two alarms of different moments everything that the first set going may finish.
 */
export class VirtualClock implements Clock {
  #now = 0;
  #startedAt: number;
  readonly #pending: Pending[] = [];

  /** Called before each alarm, with the clock at its time; may let the clock {@linkcode VirtualClock.jump}. */
  beforeAlarm: (() => void) | null = null;

  /** A clock at 0, or later; `wallTime` counts from the given milliseconds since 1970. */
  constructor(options: { wallTime?: number } = {}) {
    this.#startedAt = checkOptions("make a VirtualClock", options).wallTime ?? 0;
  }

  /** Milliseconds that the clock was moved so far. */
  now(): number {
    return this.#now;
  }

  /** Milliseconds since 1970, as set at the start and moved since. */
  wallTime(): number {
    return this.#startedAt + this.#now;
  }

  /** When the next alarm goes off; `undefined` if none is set. */
  get nextAlarm(): number | undefined {
    return this.#pending[0]?.atMs;
  }

  /** Sets an alarm; it never goes off before the clock is moved, also where its time is now. */
  setAlarm(atMs: number, fire: () => void): Alarm {
    const pending: Pending = { atMs, fire, cancel: () => this.#drop(pending) };
    let at = this.#pending.length;
    while (at > 0 && this.#pending[at - 1]!.atMs > atMs) at--;
    this.#pending.splice(at, 0, pending);
    return pending;
  }

  /** Lets the next alarm go off, at its time. Does nothing where none is set. */
  fireNext(): void {
    const next = this.#pending.shift();
    if (next === undefined) return;
    this.#now = Math.max(this.#now, next.atMs);
    this.beforeAlarm?.();
    next.fire();
  }

  /**
   * Lets the clock jump: forward, as after a sleep of the machine, with what was due meanwhile late; or, by less than 0,
   * the time for people back, as somebody sets a watch.
   *
   * @throws {ArgumentError} If the milliseconds are not a finite number.
   */
  jump(ms: number): void {
    if (!Number.isFinite(ms)) {
      throw new ArgumentError("move the clock", { rule: "it jumps by a finite number", value: ms });
    }
    if (ms > 0) this.#now += ms;
    else this.#startedAt += ms;
  }

  /**
   * Moves the clock, alarm by alarm. Before each alarm, and at the end, `settle` lets everything finish that is under
   * way.
   *
   * @throws {ArgumentError} If the milliseconds are not a finite number from 0 up, or `settle` is no function.
   */
  async advance(ms: number, settle: () => Promise<void>): Promise<void> {
    if (!Number.isFinite(ms) || ms < 0) {
      throw new ArgumentError("move the clock", { rule: "it goes forward by finite milliseconds", value: ms });
    }
    if (typeof settle !== "function") {
      throw new ArgumentError("move the clock", { rule: "settle is a function", value: settle });
    }
    const target = this.#now + ms;
    for (;;) {
      await settle();
      const next = this.#pending[0];
      if (next === undefined || next.atMs > Math.max(target, this.#now)) break; // it may have jumped beyond
      this.fireNext();
    }
    this.#now = Math.max(this.#now, target);
  }

  #drop(pending: Pending): void {
    const at = this.#pending.indexOf(pending);
    if (at >= 0) this.#pending.splice(at, 1);
  }
}
