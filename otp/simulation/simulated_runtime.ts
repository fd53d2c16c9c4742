import { CALL, type CallEnvelope, CAST, Envelope } from "../processes/envelope.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import type { Pid, Ref } from "../processes/pid.ts";
import { type Behaviour, Process } from "../processes/process.ts";
import { Runtime } from "../processes/runtime.ts";
import { type Calls, keepCall } from "./pending_calls.ts";

/** Who may take messages along, and bring them later, or never. */
export interface Carrier {
  /** Whether it takes a message; then it must see to it that `process.arrive` is called, if it is to come. */
  takes(process: SimulatedProcess, envelope: Envelope): boolean;
  /** Whether it takes a reply; the same. */
  takesReply(call: CallEnvelope, reply: unknown): boolean;
}

/** The insides of a System in a simulation: every message passes somebody who may meddle with it. */
export class SimulatedRuntime extends Runtime {
  carrier: Carrier | null = null;
  /** Told of each message that comes into a mailbox. */
  watcher: ((process: Process, envelope: Envelope) => void) | null = null;
  /** Told of each call that is answered. */
  answering: ((call: CallEnvelope) => void) | null = null;
  /** Calls on their way; some of them may be settled. */
  readonly calls: Calls = new Map();
  /** Whether what is delivered next was sent by somebody: neither a timer's, nor a signal. */
  sending = false;

  protected override makeProcess(behaviour: Behaviour, parent: Process | null): Process {
    return new SimulatedProcess(this, behaviour, parent);
  }

  override send(to: Pid | Ref | string, message: unknown): void {
    const outer = this.sending; // a listener of what is sent may send as well
    this.sending = true;
    try {
      super.send(to, message);
    } finally {
      this.sending = outer;
    }
  }

  override answer(call: CallEnvelope, reply: unknown): void {
    if (this.carrier === null || call.settled || !this.carrier.takesReply(call, reply)) this.arriveReply(call, reply);
  }

  /** A reply comes that was under way. */
  arriveReply(call: CallEnvelope, reply: unknown): void {
    this.calls.delete(call);
    if (this.answering !== null && !call.settled) this.answering(call);
    super.answer(call, reply);
  }

  override failCall(call: CallEnvelope, reason: ExitReason): void {
    this.calls.delete(call);
    super.failCall(call, reason);
  }

  /** Tells of everybody who begins to wait for a moment, from now on. */
  tellTimers(timed: () => void): void {
    const { timers } = this;
    const { add, addSoon } = timers;
    timers.add = (entry, durationMs) => {
      timed();
      add.call(timers, entry, durationMs);
    };
    timers.addSoon = (entry, durationMs) => {
      timed();
      addSoon.call(timers, entry, durationMs);
    };
  }
}

/** A process of a simulation. */
export class SimulatedProcess extends Process {
  override deliver(envelope: Envelope): void {
    const runtime = this.runtime as SimulatedRuntime;
    const sent = runtime.sending || envelope.type === CAST || envelope.type === CALL;
    runtime.sending = false;
    if (envelope.type === CALL) keepCall(runtime.calls, envelope as CallEnvelope, this);
    if (sent && runtime.carrier !== null && runtime.carrier.takes(this, envelope)) return;
    this.arrive(envelope);
  }

  /** Each cast is a message of its own here, also where many wait: it may be lost, or come twice. */
  override deliverCast(kind: string, payload: unknown): void {
    this.deliver(new Envelope(CAST, kind, payload));
  }

  /** A message comes into the mailbox. */
  arrive(envelope: Envelope): void {
    const { watcher } = this.runtime as SimulatedRuntime;
    if (watcher !== null) watcher(this, envelope);
    super.deliver(envelope);
  }
}
