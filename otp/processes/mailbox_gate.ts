import type { Envelope } from "./envelope.ts";

/** Who stands before a mailbox. A process that has one pays for it; all others look at one field that is `null`. */
export interface MailboxGate {
  /** How many messages may wait; `undefined` for any number. */
  readonly max: number | undefined;
  /** How many were kept out, or thrown out. */
  readonly dropped: number;
  /** Whether it is full, or was a moment ago. */
  readonly overloaded: boolean;
  /** Whether a message gets into the mailbox. Where not, what becomes of it is up to the gate. */
  admits(envelope: Envelope): boolean;
}
