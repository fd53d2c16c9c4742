import type { MessageForm } from "../events/event.ts";
import type { ExitReason } from "./exit_reason.ts";
import type { CallDetails } from "./errors.ts";
import { CallError } from "./errors.ts";
import { DEAD } from "./phase.ts";
import type { Process } from "./process.ts";
import type { TimerEntry } from "./timers.ts";

/** What an envelope holds; small numbers, since every message asks. */
export const INFO = 0;
/** A cast of a GenServer. */
export const CAST = 1;
/** A call, which waits for a reply. */
export const CALL = 2;
/** An exit signal that a trapping process gets as a message. */
export const EXIT = 3;
/** Work of the runtime to be done between two messages. */
export const SYSTEM = 4;
/** Many casts in one; see `CastBlock`. Never leaves the mailbox. */
export const BLOCK = 5;

/** The word for each form, as events name it. */
export const FORM: readonly MessageForm[] = ["info", "cast", "call", "exit", "info"];

/** One message on its way. It is its own place in the mailbox (`next`), so that a mailbox costs an idle process nothing. */
export class Envelope {
  next: Envelope | null = null;
  readonly type: number;
  /** The kind of call or cast; empty for a plain message. */
  readonly kind: string;
  readonly payload: unknown;

  constructor(type: number, kind: string, payload: unknown) {
    this.type = type;
    this.kind = kind;
    this.payload = payload;
  }
}

/** What the runtime sends by itself: a `DOWN`, what a timer brings, a note of a supervisor. No limit of a mailbox stops it. */
export class SignalEnvelope extends Envelope {}

/** A call on its way: envelope, promise and time-out in one object, since a call is what servers do most. */
export class CallEnvelope extends Envelope implements TimerEntry {
  readonly caller: Process | null;
  readonly server: string;
  readonly timeoutMs: number;
  /** Set once the caller has its answer, or has stopped waiting. */
  settled = false;
  /** Set once the server has replied, also when nobody waited any more. */
  replied = false;
  /** Whether the answer goes over a wall, at once: one that cannot is an error of who replies. */
  abroad = false;
  resolve: (reply: unknown) => void = ignored;
  reject: (error: unknown) => void = ignored;

  /** The next four belong to the timer queue. */
  atMs = 0;
  order = 0;
  before: TimerEntry | null = null;
  after: TimerEntry | null = null;

  constructor(kind: string, payload: unknown, details: { caller: Process | null; server: string; timeoutMs: number }) {
    super(CALL, kind, payload);
    this.caller = details.caller;
    this.server = details.server;
    this.timeoutMs = details.timeoutMs;
  }

  /** What was asked of whom. */
  get details(): CallDetails {
    return { server: this.server, kind: this.kind, timeoutMs: this.timeoutMs };
  }

  /** Whether anybody goes on with the answer: the `await` of a process that has died never ends. */
  get awaited(): boolean {
    return this.caller === null || this.caller.phase !== DEAD;
  }

  /** The caller stops waiting, for the given reason. */
  fail(reason: ExitReason): void {
    if (this.settled) return;
    const error = this.awaited ? new CallError(reason, this.details) : null;
    if (error !== null) this.reject(error); // at one go with the next: a call that is settled has its answer
    this.settled = true;
  }

  /** The time is up. The server is not touched; a reply that comes later is dropped. */
  expire(): void {
    this.fail("timeout");
  }
}

function ignored(): void {}
