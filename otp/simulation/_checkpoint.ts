import { CALL, type CallEnvelope, CAST, type Envelope, INFO, SignalEnvelope } from "../processes/envelope.ts";
import type { LimitFacts, MailboxGate } from "../processes/mailbox_gate.ts";
import type { Process } from "../processes/process.ts";
import type { ReplyGate } from "../processes/reply_gate.ts";
import type { Runtime } from "../processes/runtime.ts";
import { type Calls, keepCall } from "./pending_calls.ts";

/** Who may take messages along, and bring them later, or never. */
export interface Carrier {
  /** Whether it takes a message; it calls {@linkcode Checkpoint.arrive} for each copy that is to come. */
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
  /** Asked one after the other: what one brings goes on to the next. So the order that each keeps is kept by all. */
  carriers: readonly Carrier[] = [];
  /** Told of each message that comes into a mailbox. */
  watcher: ((process: Process, envelope: Envelope) => void) | null = null;
  /** Told of each call that is answered. */
  answering: ((call: CallEnvelope) => void) | null = null;
  /** Calls on their way; some of them may be settled. */
  readonly calls: Calls = new Map();
  /** How many carriers have had what is delivered next. */
  passed = 0;
  /** Whether it came while the System ran. */
  #leaves = false;

  /** Stands in the way of all that is started in a System from now on. */
  constructor(runtime: Runtime) {
    this.runtime = runtime;
    runtime.gates = (process) => new PassingGate(process, this);
    runtime.replies = this;
    checkpoints.set(runtime, this);
  }

  /** That of a System, which has one from now on; and stands in the way of those who live already. */
  static of(runtime: Runtime): Checkpoint {
    const there = checkpoints.get(runtime);
    if (there !== undefined) return there;
    const checkpoint = new Checkpoint(runtime);
    for (const process of runtime.processes.values()) {
      if (process.behaviour.elsewhere !== undefined) continue;
      const gate = new PassingGate(process, checkpoint);
      process.limit = process.limit === null ? gate : gate.backedBy(process.limit);
    }
    checkpoint.#leaves = true;
    return checkpoint;
  }

  /** Asks one more. */
  add(carrier: Carrier): void {
    this.carriers = [...this.carriers, carrier];
  }

  /** Asks one no more. Where nobody is left who came while the System ran, messages go their way as ever. */
  remove(carrier: Carrier): void {
    this.carriers = this.carriers.filter((each) => each !== carrier);
    if (this.carriers.length === 0 && this.#leaves) this.#leave();
  }

  /** A reply is on its way. */
  take(call: CallEnvelope, reply: unknown, passed = 0): void {
    const { carriers } = this;
    for (let at = passed; at < carriers.length; at++) if (carriers[at]!.takesReply(call, reply)) return;
    this.calls.delete(call);
    if (this.answering !== null) this.answering(call);
    this.runtime.settle(call, reply);
  }

  /** A message comes that was under way with a carrier. */
  arrive(carrier: Carrier, process: Process, envelope: Envelope): void {
    this.passed = this.carriers.indexOf(carrier) + 1;
    process.deliver(envelope);
    this.passed = 0;
  }

  /** A reply comes that was under way with a carrier. */
  arriveReply(carrier: Carrier, call: CallEnvelope, reply: unknown): void {
    if (!call.settled) return this.take(call, reply, this.carriers.indexOf(carrier) + 1);
    this.calls.delete(call);
    call.replied = true;
  }

  #leave(): void {
    const { runtime } = this;
    checkpoints.delete(runtime);
    runtime.gates = runtime.replies = null;
    for (const process of runtime.processes.values()) {
      if (process.limit instanceof PassingGate) process.limit = process.limit.inner;
    }
  }
}

const checkpoints = new WeakMap<Runtime, Checkpoint>();

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

  get inner(): MailboxGate | null {
    return this.#limit;
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
    const { carriers, watcher, passed, calls } = this.#checkpoint;
    if (envelope.type === CALL) keepCall(calls, envelope as CallEnvelope, process);
    this.#checkpoint.passed = 0;
    if (passed < carriers.length && wasSent(envelope)) {
      for (let at = passed; at < carriers.length; at++) if (carriers[at]!.takes(process, envelope)) return false;
    }
    if (watcher !== null) watcher(process, envelope);
    return this.#limit === null || this.#limit.admits(envelope);
  }
}

/** Whether somebody sent it: it is neither a timer's, nor a signal. */
function wasSent(envelope: Envelope): boolean {
  const { type } = envelope;
  return type === CAST || type === CALL || (type === INFO && !(envelope instanceof SignalEnvelope));
}
