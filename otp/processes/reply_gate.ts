import type { CallEnvelope } from "./envelope.ts";
import type { Runtime } from "./runtime.ts";

/** Who stands between the answer of a server and the call that waits for it. Most Systems have none. */
export interface ReplyGate {
  /** An answer is given to a call that is not settled. What becomes of it is up to the gate. */
  take(call: CallEnvelope, reply: unknown): void;
}

/** How much room is kept from one run to the next; a run of a few milliseconds has no more answers. */
const KEPT = 1 << 17;

/** Keeps answers until guarded code has ended: what an answer sets going is code from outside. */
export class HeldReplies implements ReplyGate {
  readonly #runtime: Runtime;
  /** Calls and their answers, in turn. The room is used again: to make it anew in each run would cost more than all else. */
  #held: unknown[] = [];
  #count = 0;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** The call is settled now, and has its answer with {@linkcode HeldReplies.release}. */
  take(call: CallEnvelope, reply: unknown): void {
    if (call.abroad) return this.#runtime.settle(call, reply); // what cannot be sent is an error of who replies
    const passed = this.#runtime.pass(reply);
    const held = this.#held;
    const count = this.#count;
    // From here to the last line but one at one go: a call that is settled has its answer, or will have it.
    if (count === held.length) held.push(call, passed);
    else {
      held[count] = call;
      held[count + 1] = passed;
    }
    this.#count = count + 2;
    call.replied = true;
    call.settled = true;
    this.#runtime.timers.remove(call, call.timeoutMs);
  }

  /** Gives the answers to who still waits for them; goes on where that was stopped. */
  release(): void {
    const held = this.#held;
    const count = this.#count;
    for (let at = 0; at < count; at += 2) {
      const call = held[at] as CallEnvelope | null;
      if (call === null) continue;
      if (call.awaited) call.resolve(held[at + 1]);
      held[at] = held[at + 1] = null;
    }
    if (held.length > KEPT) this.#held = [];
    this.#count = 0;
  }
}
