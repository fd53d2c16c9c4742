import type { MessageForm } from "../events/event.ts";
import { CALL, type CallEnvelope, type Envelope, FORM } from "../processes/envelope.ts";
import type { Pid } from "../processes/pid.ts";
import { Process } from "../processes/process.ts";
import type { Runnable, SchedulerHost } from "../processes/scheduler.ts";
import type { Option } from "./strategy.ts";

/** One System of a simulation, as its scheduler knows it. */
export interface Member {
  /** Stands before the pids of its processes; empty for the first System. */
  readonly name: string;
  host: SchedulerHost | null;
  stopped: boolean;
}

/** Who sent a message, where a simulation has looked. */
export const senders: WeakMap<Envelope, string> = new WeakMap();

/** A process that waits for its turn. What it will handle is read when somebody asks, and then stays. */
export class Pending implements Option {
  readonly id: number;
  readonly member: Member;
  readonly runnable: Runnable;
  /** The oldest message at the moment somebody asked first; `undefined` before. */
  #message: Envelope | null | undefined;

  constructor(id: number, member: Member, runnable: Runnable) {
    this.id = id;
    this.member = member;
    this.runnable = runnable;
  }

  get place(): string {
    return this.member.name + this.runnable.pid;
  }

  get pid(): Pid {
    return this.runnable.pid;
  }

  get form(): MessageForm | undefined {
    const { message } = this;
    return message === null ? undefined : FORM[message.type];
  }

  get kind(): string {
    return this.message?.kind ?? "";
  }

  get from(): string | undefined {
    const { message } = this;
    if (message === null) return undefined;
    const caller = message.type === CALL ? (message as CallEnvelope).caller : null;
    return caller === null ? senders.get(message) : this.member.name + caller.pid;
  }

  private get message(): Envelope | null {
    return this.#message ??= this.runnable instanceof Process ? this.runnable.first : null;
  }
}

/** The next alarm, where it may go off although processes wait for their turns. */
export class PendingAlarm implements Option {
  readonly place = "clock";
  readonly pid = undefined;
  readonly form = undefined;
  readonly kind = "";
  readonly from = undefined;
  readonly id: number;

  constructor(id: number) {
    this.id = id;
  }
}
