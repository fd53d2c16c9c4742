import type { Pid, System } from "@superlearner/otp";
import type { AuditEntry } from "../audit/audit_record.ts";
import { guestText, SandboxError, type SandboxFailure } from "../limits/sandbox_error.ts";
import { HOST_ACTOR } from "./acting.ts";
import { Chronicle } from "./chronicle.ts";
import { stoppedFailure } from "./failure_reason.ts";
import type { Life } from "./life.ts";
import { numbersAfter } from "./life_numbers.ts";
import type { SandboxStatus } from "./sandbox_info.ts";

/** What a condition is of. */
export interface ConditionParts {
  /** The name of the sandbox. */
  readonly name: string;
  /** Puts a line into the audit log. @default there is none */
  readonly record?: (entry: AuditEntry) => void;
  /** The highest number in pids of another one in whose place it is. @default {0} */
  readonly numbersAfter?: number;
}

/** How a sandbox is doing, from its creation to its end; each change is told. */
export class Condition {
  /** What has happened. */
  readonly chronicle: Chronicle;
  readonly #system: System;
  readonly #name: string;
  readonly #firstAfter: number;
  #status: SandboxStatus = "starting";
  #life: Life | undefined;
  #pid: Pid | undefined;
  #lives = 0;
  #exit: string | undefined;
  /** What it has crashed of now, where that is not the failure of its life. */
  #failure: SandboxError | undefined;
  #lastFailure: SandboxError | undefined;
  #upAt = 0;
  /** Who has it start, stop or end. */
  #by: string = HOST_ACTOR;

  /** Of one that is about to start. */
  constructor(system: System, { name, record, numbersAfter: firstAfter = 0 }: ConditionParts) {
    this.#system = system;
    this.#name = name;
    this.#firstAfter = firstAfter;
    this.chronicle = new Chronicle(system, { name, record, pid: () => this.pid });
  }

  /** How it is doing. */
  get status(): SandboxStatus {
    return this.#status;
  }

  /** The process that it is. */
  get pid(): Pid | undefined {
    return this.#pid !== undefined && this.#system.isAlive(this.#pid) ? this.#pid : undefined;
  }

  /** What it last died of, if that was because of itself; also when it has been started again. */
  get failure(): SandboxError | undefined {
    return this.#life?.error ?? this.#lastFailure;
  }

  /** Why nothing can be asked of it now: it has crashed, or there is nobody to ask. */
  get absence(): SandboxFailure {
    const { failure } = this.#life?.error ?? this.#failure ?? {};
    if (this.#status === "crashed") return failure ?? { kind: "crashed", exit: this.#exit ?? "it did not start" };
    if (this.#status === "running") return stoppedFailure(this.#name); // it is about to be
    return { kind: "not_found", what: `sandbox ${this.#name}: it is ${this.#status}` };
  }

  /** The numbers in the pids of a life that begins now are higher: a pid of one before means nobody, as on Erlang. */
  get numbersAfter(): number {
    return this.#life === undefined ? this.#firstAfter : numbersAfter(this.#life.lastNumber);
  }

  /** How often it was started again. */
  get restarts(): number {
    return Math.max(0, this.#lives - 1);
  }

  /** For how long it has been up. */
  get uptimeMs(): number {
    return this.#status === "running" ? this.#system.now() - this.#upAt : 0;
  }

  /** It is about to start; by itself or the host, where nobody is named. */
  starting(by: string = HOST_ACTOR): void {
    this.#by = by;
    this.#exit = this.#failure = undefined;
    this.#become("starting");
  }

  /** A life begins. */
  begun(life: Life): Life {
    this.#life = life;
    this.#lives++;
    void life.failed.then((error) => {
      const { failure, message } = this.#lastFailure = error;
      this.chronicle.tell("sandbox.failed", { failure }, { result: "failed", detail: message });
    });
    return life;
  }

  /** It is up, as a process. */
  up(pid: Pid): void {
    this.#pid = pid;
    this.#upAt = this.#system.now();
    if (!this.#become("running")) return;
    const { restarts } = this;
    this.chronicle.tell(restarts === 0 ? "sandbox.started" : "sandbox.restarted", { restarts }, { by: this.#acted() });
  }

  /** It does not come up: gives back why. */
  notStarted<Why>(error: Why): Why {
    this.crashed();
    this.chronicle.refused("sandbox.start", { by: this.#acted(), error });
    return error;
  }

  /** It has crashed; with what it exited with, where that is not the failure of its life, which is told by itself. */
  crashed(exit?: string): void {
    const told = this.#ended(exit);
    if (told === undefined) return;
    this.#failure = this.#lastFailure = new SandboxError(`run sandbox ${this.#name}`, { kind: "crashed", exit: told });
  }

  /** It is about to be stopped. */
  stopping(by: string): void {
    this.#by = by;
  }

  /** It has stopped, as it was told to. */
  stopped(): void {
    if (this.#become("stopped")) this.chronicle.tell("sandbox.stopped", {}, { by: this.#acted() });
  }

  /** It has ended in order, by itself. */
  finished(): void {
    if (this.#become("stopped")) this.chronicle.tell("sandbox.stopped", {}, { by: this.#name });
  }

  /** The process of a life is dead: where nobody has said why it was killed. */
  gone(life: Life, exit: string): void {
    if (life === this.#life && this.#status === "running") this.#ended(exit, HOST_ACTOR);
  }

  /** It is being destroyed: what becomes of it now is nobody's concern. */
  destroying(by: string = HOST_ACTOR): void {
    this.#by = by;
    this.#become("destroyed");
  }

  /** Nothing is left of it. */
  destroyed(): void {
    this.chronicle.tell("sandbox.destroyed", {}, { by: this.#acted() });
  }

  #ended(exit: string | undefined, by?: string): string | undefined {
    if (!this.#become("crashed") || exit === undefined) return undefined;
    const detail = this.#exit = guestText(exit);
    const failure = { kind: "crashed", exit: detail } as const;
    this.chronicle.tell("sandbox.failed", { failure }, { result: "failed", detail, by });
    return detail;
  }

  /** Who has done what is told now; what is done next is the host's, unless somebody is named. */
  #acted(): string {
    const by = this.#by;
    this.#by = HOST_ACTOR;
    return by;
  }

  /** False if it is so already, or being destroyed. */
  #become(status: SandboxStatus): boolean {
    if (this.#status === status || this.#status === "destroyed") return false;
    this.#status = status;
    return true;
  }
}
