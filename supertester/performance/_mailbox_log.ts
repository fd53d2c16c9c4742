import type { ExitReason, Pid, SystemEvent } from "@superlearner/otp";
import { type MessageFacts, WaitingList } from "./_waiting_list.ts";

/** How a process died while it was followed. */
export interface MailboxDeath {
  /** Why. */
  readonly reason: ExitReason;
  /** When, in milliseconds from the beginning. */
  readonly afterMs: number;
  /** How many messages it had not taken. */
  readonly unhandled: number;
}

/** Follows one mailbox by the events of its traced process. */
export class MailboxLog {
  readonly pid: Pid;
  readonly began: number;
  peak: number;
  received = 0;
  taken = 0;
  longestWaitMs = 0;
  died: MailboxDeath | undefined;
  readonly #waiting = new WaitingList();
  /** Messages times milliseconds. */
  #area = 0;
  #until: number;

  /** Begins with the messages that wait already; since when is not known, so they count from now. */
  constructor(pid: Pid, start: { readonly now: number; readonly waiting: readonly MessageFacts[] }) {
    this.pid = pid;
    this.began = this.#until = start.now;
    this.peak = start.waiting.length;
    for (const each of start.waiting) this.#waiting.add(each, start.now);
  }

  /** Messages that wait now. */
  get length(): number {
    return this.#waiting.length;
  }

  /** Takes an event of the System. */
  tell(event: SystemEvent): void {
    if (this.died !== undefined || !("pid" in event) || event.pid !== this.pid) return;
    if (event.type === "message.received") {
      this.#pass(event.time);
      this.received++;
      this.#waiting.add(event, event.time);
      // Some are gone without having been taken: a full mailbox drops its oldest, a call is given up.
      while (this.#waiting.length > event.mailbox) this.#waiting.drop();
      this.peak = Math.max(this.peak, event.mailbox);
    } else if (event.type === "message.taken") {
      this.#pass(event.time);
      this.taken++;
      this.#waited(this.#waiting.take(event), event.time);
    } else if (event.type === "process.exited") this.#die(event.reason, event.time);
  }

  /** As many wait in truth: of a process that does not tell when it takes a message, some are gone. */
  correct(length: number): void {
    while (this.#waiting.length > length) this.#waiting.drop();
  }

  /** What waits still has waited until now. Gives the mean of how many waited, over the time. */
  end(now: number): number {
    this.#pass(now);
    this.#waited(this.#waiting.oldest, now);
    return now > this.began ? this.#area / (now - this.began) : this.length;
  }

  #die(reason: ExitReason, time: number): void {
    this.#pass(time);
    this.#waited(this.#waiting.oldest, time);
    this.died = { reason, afterMs: time - this.began, unhandled: this.length };
    while (this.length > 0) this.#waiting.drop();
  }

  #waited(since: number | undefined, time: number): void {
    if (since !== undefined) this.longestWaitMs = Math.max(this.longestWaitMs, time - since);
  }

  #pass(time: number): void {
    this.#area += this.length * (time - this.#until);
    this.#until = time;
  }
}
