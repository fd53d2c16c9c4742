import { noteReceived } from "../processes/debug.ts";
import { CALL, type CallEnvelope, CAST, type Envelope, INFO, SYSTEM } from "../processes/envelope.ts";
import { die, type ExitSignal } from "../processes/exit.ts";
import { type ExitReason, reasonOf, shortReason } from "../processes/exit_reason.ts";
import type { MailboxGate } from "../processes/mailbox_gate.ts";
import type { Pid } from "../processes/pid.ts";
import { type Behaviour, DEAD, type Elsewhere, Process, READY, STARTING } from "../processes/process.ts";
import type { Runtime } from "../processes/runtime.ts";
import type { Reachable } from "./nodes.ts";
import type { Address, Frame } from "./wire.ts";

/** The way to a node, as its stand-ins use it. */
export interface Line extends Reachable {
  readonly runtime: Runtime;
  readonly kind: string;
  /** Whether a link is made or taken back right now because the other side said so. */
  readonly hearing: boolean;
  /** Says something; parts of the payload that are to be moved are. @throws {ArgumentError} If it cannot be sent. */
  say(frame: Frame, payload?: unknown): void;
  /** Says something that must not fail: what of a reason cannot be sent goes as text. */
  sayReason(frame: Frame & { readonly reason: ExitReason }): void;
  /** The other side is told when this process is dead. */
  watchFor(process: Process): void;
  /** Keeps a call until it is answered, and gives its number. */
  ask(behaviour: RemoteBehaviour, call: CallEnvelope): number;
  /** A stand-in is gone. */
  drop(process: RemoteProcess): void;
}

/** What is known of a process that runs elsewhere. */
export interface RemoteFacts {
  readonly pid: Pid;
  /** Where messages go: the pid, or an alias. */
  readonly to?: Address;
  readonly name?: string;
  readonly module?: string;
  /** Whether it was started from here, and belongs to this System. @default {false} */
  readonly owned?: boolean;
  /** Called when the stand-in is dead, before anybody else hears of it. */
  readonly ended?: (reason: ExitReason) => void;
}

/** The behaviour of one stand-in: hands everything on, and knows the calls that are under way. */
export class RemoteBehaviour implements Behaviour, Elsewhere {
  name: string;
  module: string;
  kinds: { readonly calls: readonly string[]; readonly casts: readonly string[] } = { calls: [], casts: [] };
  readonly line: Line;
  readonly pid: Pid;
  readonly to: Address;
  readonly owned: boolean;
  /** Calls that wait for an answer, by number. */
  readonly calls: Map<number, CallEnvelope> = new Map();
  /** Whether the other side knows that the process is dead: it said so, or is gone itself. */
  told = false;
  readonly #ended: ((reason: ExitReason) => void) | undefined;

  constructor(line: Line, facts: RemoteFacts) {
    this.line = line;
    this.pid = facts.pid;
    this.to = facts.to ?? facts.pid;
    this.name = facts.name ?? "remote";
    this.module = facts.module ?? line.peer;
    this.owned = facts.owned ?? false;
    this.#ended = facts.ended;
  }

  get elsewhere(): Elsewhere {
    return this;
  }

  get node(): string {
    return this.line.peer;
  }

  get kind(): string {
    return this.line.kind;
  }

  /** Sends on what was delivered. */
  forward(envelope: Envelope): void {
    const { line, to } = this;
    const { kind, payload } = envelope;
    if (envelope.type === CALL) this.#call(envelope as CallEnvelope);
    else if (envelope.type === CAST) line.say({ type: "cast", to, kind, payload }, payload);
    else if (envelope.type === INFO) line.say({ type: "send", to, message: payload }, payload);
    else if (envelope.type === SYSTEM && kind === "stop") {
      const { reason } = payload as { readonly reason: ExitReason };
      line.sayReason({ type: "stop", to: this.pid, from: "<0.0.0>", reason });
    }
  }

  /** Sends on what has waited: for the start, or for the end of a suspension. */
  run(process: Process, budget: number): boolean {
    while (process.phase === READY && !process.suspended && budget-- > 0) {
      const envelope = process.take();
      if (envelope === null) return false;
      try {
        this.forward(envelope);
      } catch (error) { // whoever sent it is long gone on
        this.line.runtime.reporter.warn(`A message to ${this.pid} was dropped: ${shortReason(reasonOf(error))}`);
      }
    }
    return process.first !== null;
  }

  exited(process: Process, reason: ExitReason): void {
    this.line.drop(process as RemoteProcess);
    for (const call of this.calls.values()) process.runtime.failCall(call, reason);
    this.calls.clear();
    if (!this.told) {
      this.told = true;
      this.line.say({ type: "demonitor", to: this.pid });
      this.line.say({ type: "exit", to: this.pid, from: "<0.0.0>", reason: "kill" });
    }
    this.#ended?.(reason);
  }

  signalled(process: Process, { from, reason, linked }: ExitSignal): void {
    const starting = process.phase === STARTING;
    if (linked) {
      // Where it runs it is linked to a stand-in, and hears of the death by that.
      if (starting && reason !== "normal") die(process, reason);
    } else if (reason === "kill") die(process, "killed");
    else if (!starting) this.line.sayReason({ type: "exit", to: this.pid, from, reason });
    else if (reason !== "normal") die(process, reason);
  }

  linked(process: Process, other: Process): void {
    if (this.line.hearing || process.phase === STARTING) return;
    this.line.watchFor(other);
    this.line.say({ type: "link", from: other.pid, to: this.pid });
  }

  unlinked(process: Process, other: Process): void {
    if (this.line.hearing || process.phase === STARTING || this.told) return;
    this.line.say({ type: "unlink", from: other.pid, to: this.pid });
  }

  /** A call that cannot be sent fails alone, as any rejected promise does. */
  #call(call: CallEnvelope): void {
    const { caller, kind, payload } = call;
    const id = this.line.ask(this, call);
    try {
      this.line.say({ type: "call", id, to: this.to, kind, payload, ...(caller && { from: caller.pid }) }, payload);
    } catch (error) {
      this.calls.delete(id);
      if (call.settled) return;
      call.settled = true;
      this.line.runtime.timers.remove(call, call.timeoutMs);
      if (call.awaited) call.reject(error);
    }
  }
}

/**
 * The stand-in of a process that runs elsewhere: a pid, links, monitors, a name and a place in a supervision tree, as any
 * process has. What is delivered goes over the wall at once, in order; it lives until it is known that the other is dead.
 *
 * No class of its own: with a second kind of process in the program the calls and casts of all others would cost more.
 */
export interface RemoteProcess extends Process {
  readonly behaviour: RemoteBehaviour;
}

/** Makes the stand-in that has a behaviour. */
export function standInWith(behaviour: RemoteBehaviour, parent: Process | null): RemoteProcess {
  const process = new Process(behaviour.line.runtime, behaviour, { parent });
  process.trapExit = true; // where it runs it is decided what an exit signal does
  process.limit = new WayOut(process, behaviour);
  return process as RemoteProcess;
}

/** Takes what is delivered to a stand-in over the wall. Each cast is a message of its own there, also where many wait. */
class WayOut implements MailboxGate {
  readonly facts = null;
  readonly #process: Process;
  readonly #behaviour: RemoteBehaviour;

  constructor(process: Process, behaviour: RemoteBehaviour) {
    this.#process = process;
    this.#behaviour = behaviour;
  }

  admits(envelope: Envelope): boolean {
    const process = this.#process;
    if (process.phase === DEAD) return false;
    if (process.phase === STARTING || process.suspended || process.first !== null) return true; // it waits, and those behind it
    process.handled++;
    if (process.traced) noteReceived(process, envelope);
    this.#behaviour.forward(envelope);
    return false;
  }
}
