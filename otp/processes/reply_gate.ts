import type { CallEnvelope } from "./envelope.ts";

/** Who stands between the answer of a server and the call that waits for it. Most Systems have none. */
export interface ReplyGate {
  /** An answer is given to a call that is not settled. What becomes of it is up to the gate. */
  take(call: CallEnvelope, reply: unknown): void;
}
