import { withOne, withoutOne } from "./_few.ts";
import { INFO, SignalEnvelope } from "./envelope.ts";
import { ArgumentError } from "./errors.ts";
import { reasonOf, shortReason } from "./exit_reason.ts";
import type { Pid, Ref } from "./pid.ts";
import { DEAD, type Process } from "./process.ts";
import type { Runtime } from "./runtime.ts";
import { Deadline } from "./timers.ts";
import { nameText, type ProcessName } from "./via.ts";

/** When a timer fires and how often. */
export interface TimerOptions {
  /** How long to wait, in milliseconds: at least 0, fractions allowed. */
  delayMs: number;
}

/** Refuses to start a timer without being told when it is to fire. */
export function checkTimer(options: TimerOptions): TimerOptions {
  if (typeof options === "object" && options !== null && !Array.isArray(options)) return options;
  throw new ArgumentError("start a timer", { rule: "its options are { delayMs }", value: options });
}

/** A message that is sent later: once, or again and again. */
export class MessageTimer extends Deadline {
  readonly ref: Ref;
  readonly runtime: Runtime;
  /** The process it dies with; `null` where a name is to be looked up when the time comes. */
  readonly target: Process | null;
  readonly to: Pid | ProcessName;
  readonly message: unknown;
  readonly delayMs: number;
  readonly repeats: boolean;

  constructor(runtime: Runtime, options: {
    ref: Ref;
    to: Pid | ProcessName;
    message: unknown;
    delayMs: number;
    repeats: boolean;
  }) {
    super();
    const { ref, to, message, delayMs, repeats } = options;
    if (typeof delayMs !== "number" || !(delayMs >= 0 && delayMs < Infinity)) {
      throw new ArgumentError("start a timer", {
        rule: "delayMs is a number of milliseconds from 0 up",
        value: delayMs,
      });
    }
    if (repeats && delayMs <= 0) {
      throw new ArgumentError("start an interval", { rule: "delayMs is above 0", value: delayMs });
    }
    const byName = typeof to === "object" || !runtime.isPidText(to);
    if (typeof to === "string" && to.startsWith("#")) {
      throw new ArgumentError("start a timer", { rule: "it sends to a pid or a name", value: to });
    }
    const found = byName && typeof to === "string" ? null : runtime.find(to); // what a registrar refuses is refused here
    this.ref = ref;
    this.runtime = runtime;
    this.to = to;
    this.target = byName ? null : found;
    this.message = message;
    this.delayMs = delayMs;
    this.repeats = repeats;
  }

  /** Begins to wait; a timer for a dead process never does, nor one of a System that has been stopped. */
  start(): Ref {
    if (this.runtime.stopped) return this.ref;
    if (this.target === null && typeof this.to === "string" && this.runtime.isPidText(this.to)) return this.ref;
    if (this.target !== null) this.target.timers = withOne(this.target.timers, this as MessageTimer);
    this.runtime.messageTimers.set(this.ref, this);
    this.runtime.timers.add(this, this.delayMs);
    return this.ref;
  }

  /** The time has come. */
  expire(): void {
    const target = this.target ?? this.#find();
    if (this.repeats && (target !== null || this.target === null)) this.runtime.timers.again(this, this.delayMs);
    else this.#forget();
    if (target !== null && target.phase !== DEAD) target.deliver(new SignalEnvelope(INFO, "", this.message));
  }

  /** A registrar may refuse a name later that it knew before: nobody is there who could be told. */
  #find(): Process | null {
    try {
      return this.runtime.find(this.to);
    } catch (error) {
      const what = `A timer could not send to ${nameText(this.to)}`;
      this.runtime.reporter.warn(`${what}: ${shortReason(reasonOf(error))}`);
      return null;
    }
  }

  /** Stops waiting. Returns the whole milliseconds that were left. */
  cancel(): number {
    const left = this.runtime.timers.left(this);
    this.runtime.timers.remove(this, this.delayMs);
    this.#forget();
    if (this.runtime.current === null) this.runtime.timers.release(); // no turn ends after which it would be
    return left;
  }

  #forget(): void {
    this.runtime.messageTimers.delete(this.ref);
    if (this.target !== null) this.target.timers = withoutOne(this.target.timers, this as MessageTimer);
  }
}
