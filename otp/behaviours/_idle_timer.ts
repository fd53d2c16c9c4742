import { INFO, SignalEnvelope } from "../processes/envelope.ts";
import { DEAD, type Process } from "../processes/process.ts";
import { Deadline } from "../processes/timers.ts";

/** A server's own time-out: no message for so long. Any message that is handled first calls it off. */
export class IdleTimer extends Deadline {
  readonly #process: Process;
  readonly #timeoutMs: number;
  #waiting = true;

  constructor(process: Process, timeoutMs: number) {
    super();
    this.#process = process;
    this.#timeoutMs = timeoutMs;
    process.runtime.timers.add(this, timeoutMs);
  }

  expire(): void {
    this.#waiting = false;
    // A message that is already in the mailbox was in time.
    if (this.#process.phase !== DEAD && this.#process.length === 0) {
      this.#process.deliver(new SignalEnvelope(INFO, "", { type: "timeout" }));
    }
  }

  cancel(): void {
    if (this.#waiting) this.#process.runtime.timers.remove(this, this.#timeoutMs);
    this.#waiting = false;
  }
}
