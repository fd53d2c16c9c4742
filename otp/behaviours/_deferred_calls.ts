import type { CallEnvelope } from "../processes/envelope.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import type { Runtime } from "../processes/runtime.ts";

/** From how many on it is worth looking for those that nobody waits for any more. */
const FEW = 64;

/**
 * Calls that a server will answer later. It may never answer one whose caller has given up, so those are dropped now and
 * then: each time that the number has doubled, which costs next to nothing for each call.
 */
export class DeferredCalls {
  readonly #calls = new Set<CallEnvelope>();
  #sweepAt = FEW;

  /** How many are kept. */
  get size(): number {
    return this.#calls.size;
  }

  /** Keeps one. */
  add(call: CallEnvelope): void {
    this.#calls.add(call);
    if (this.#calls.size < this.#sweepAt) return;
    for (const each of this.#calls) if (each.settled || !each.awaited) this.#calls.delete(each);
    this.#sweepAt = Math.max(FEW, 2 * this.#calls.size);
  }

  /** One was answered. */
  delete(call: CallEnvelope): void {
    this.#calls.delete(call);
  }

  /** None will be answered: their server is gone. */
  fail(runtime: Runtime, reason: ExitReason): void {
    for (const call of this.#calls) runtime.failCall(call, reason);
  }
}
