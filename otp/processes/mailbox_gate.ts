import type { Envelope } from "./envelope.ts";

/** A limit of a mailbox, for who looks at it. */
export interface LimitFacts {
  /** How many messages may wait. */
  readonly max: number;
  /** How many were dropped or rejected so far. */
  readonly dropped: number;
  /** Whether an overload is under way. */
  readonly overloaded: boolean;
}

/** Who stands before a mailbox. A process that has one pays for it; all others look at one field that is `null`. */
export interface MailboxGate {
  /** The limit that it keeps; `null` where it keeps none. */
  readonly facts: LimitFacts | null;
  /** Whether a message gets into the mailbox. Where not, what becomes of it is up to the gate. */
  admits(envelope: Envelope): boolean;
  /** Takes another one behind it, which then has the last word; gives what stands before the mailbox now. */
  backedBy?(inner: MailboxGate): MailboxGate;
  /** Puts in order what was stopped in the middle. */
  mend?(): void;
}
