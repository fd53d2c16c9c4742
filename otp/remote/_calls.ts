import type { CallEnvelope } from "../processes/envelope.ts";
import type { RemoteBehaviour } from "./remote_process.ts";

/** From how many on it is worth looking for those that nobody waits for any more. */
const FEW = 64;

/** Calls on their way to another node, by number. Those whose caller has given up are dropped each time their number doubles. */
export class CallsUnderWay {
  readonly #asked = new Map<number, RemoteBehaviour>();
  #sweepAt = FEW;

  /** How many are kept. */
  get size(): number {
    return this.#asked.size;
  }

  /** Keeps one. */
  add(id: number, behaviour: RemoteBehaviour, call: CallEnvelope): void {
    this.#asked.set(id, behaviour);
    behaviour.calls.set(id, call);
    if (this.#asked.size < this.#sweepAt) return;
    for (const [each, { calls }] of this.#asked) {
      const waiting = calls.get(each);
      if (waiting !== undefined && !waiting.settled && waiting.awaited) continue;
      this.#asked.delete(each);
      calls.delete(each);
    }
    this.#sweepAt = Math.max(FEW, 2 * this.#asked.size);
  }

  /** Takes one out: its answer has come. */
  take(id: number): CallEnvelope | undefined {
    const behaviour = this.#asked.get(id);
    if (behaviour === undefined) return undefined;
    this.#asked.delete(id);
    const call = behaviour.calls.get(id);
    behaviour.calls.delete(id);
    return call;
  }
}
