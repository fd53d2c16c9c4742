import type { CallEnvelope } from "./envelope.ts";
import type { Runtime } from "./runtime.ts";

/** Who stands between the answer of a server and the call that waits for it. Most Systems have none. */
export interface ReplyGate {
  /** An answer is given to a call that is not settled. What becomes of it is up to the gate. */
  take(call: CallEnvelope, reply: unknown): void;
}

/** Keeps answers until guarded code has ended: what an answer sets going is code from outside. */
export class HeldReplies implements ReplyGate {
  readonly #runtime: Runtime;
  /** Calls and their answers, in turn. */
  readonly #held: unknown[] = [];

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** The call is settled now, and has its answer with {@linkcode HeldReplies.release}. */
  take(call: CallEnvelope, reply: unknown): void {
    const passed = this.#runtime.pass(reply);
    this.#held.push(call, passed); // at one go with the next two: a call that is settled has its answer, or will have it
    call.replied = true;
    call.settled = true;
    this.#runtime.timers.remove(call, call.timeoutMs);
  }

  /** Gives the answers to who still waits for them. */
  release(): void {
    const held = this.#held;
    for (let at = 0; at < held.length; at += 2) {
      const call = held[at] as CallEnvelope;
      if (call.awaited) call.resolve(held[at + 1]);
    }
    held.length = 0;
  }
}
