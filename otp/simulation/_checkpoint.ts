import { CALL, type CallEnvelope, CAST, type Envelope, INFO, SignalEnvelope } from "../processes/envelope.ts";
import type { LimitFacts, MailboxGate } from "../processes/mailbox_gate.ts";
import type { Process } from "../processes/process.ts";
import type { ReplyGate } from "../processes/reply_gate.ts";
import type { Runtime } from "../processes/runtime.ts";

/** Who may take messages along, and bring them later, or never. */
export interface Carrier {
  /** Whether it takes a message; then it must see to it that {@linkcode Checkpoint.arrive} is called, if it is to come. */
  takes(process: Process, envelope: Envelope): boolean;
  /** Whether it takes a reply; the same. */
  takesReply(call: CallEnvelope, reply: unknown): boolean;
}

/**
 * What every message and every reply of a System in a simulation passes. It consists of gates, and the System is made of
 * the same classes as any other: with a second kind of process or runtime in a program, what it has run once, the messages
 * of all its real Systems would cost more.
 */
export class Checkpoint implements ReplyGate {
  readonly runtime: Runtime;
  carrier: Carrier | null = null;
  /** Told of each message that comes into a mailbox. */
  watcher: ((process: Process, envelope: Envelope) => void) | null = null;
  /** Whether what is delivered next comes from the carrier. */
  arriving = false;

  /** Stands in the way of all that is started in a System from now on. */
  constructor(runtime: Runtime) {
    this.runtime = runtime;
    runtime.gates = (process) => new PassingGate(process, this);
    runtime.replies = this;
  }

  /** A reply is on its way. */
  take(call: CallEnvelope, reply: unknown): void {
    if (this.carrier === null || !this.carrier.takesReply(call, reply)) this.runtime.settle(call, reply);
  }

  /** A message comes that was under way. */
  arrive(process: Process, envelope: Envelope): void {
    this.arriving = true;
    process.deliver(envelope);
  }

  /** A reply comes that was under way. */
  arriveReply(call: CallEnvelope, reply: unknown): void {
    if (call.settled) call.replied = true;
    else this.runtime.settle(call, reply);
  }
}

/** Stands before one mailbox. As with any gate, each cast is a message of its own: it may be lost, or come twice. */
class PassingGate implements MailboxGate {
  readonly #process: Process;
  readonly #checkpoint: Checkpoint;
  /** The limit of the mailbox, where there is one. */
  #limit: MailboxGate | null = null;

  constructor(process: Process, checkpoint: Checkpoint) {
    this.#process = process;
    this.#checkpoint = checkpoint;
  }

  get facts(): LimitFacts | null {
    return this.#limit === null ? null : this.#limit.facts;
  }

  backedBy(limit: MailboxGate): this {
    this.#limit = limit;
    return this;
  }

  mend(): void {
    this.#limit?.mend?.();
  }

  admits(envelope: Envelope): boolean {
    const process = this.#process;
    const { carrier, watcher, arriving } = this.#checkpoint;
    this.#checkpoint.arriving = false;
    if (!arriving && carrier !== null && wasSent(envelope) && carrier.takes(process, envelope)) return false;
    if (watcher !== null) watcher(process, envelope);
    return this.#limit === null || this.#limit.admits(envelope);
  }
}

/** Whether somebody sent it: it is neither a timer's, nor a signal. */
function wasSent(envelope: Envelope): boolean {
  const { type } = envelope;
  return type === CAST || type === CALL || (type === INFO && !(envelope instanceof SignalEnvelope));
}
