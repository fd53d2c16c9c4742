import { checkKnown, checkName, refuse } from "./check_asked.ts";
import type { Ask } from "./submission.ts";

/** How long something is waited for. */
export interface SubmittedWaitOptions {
  /** How long, in milliseconds. @default {5000} */
  readonly timeoutMs?: number;
}

/** A process of a submission. */
export class SubmittedProcess {
  /** Its pid, in the submission's System. */
  readonly pid: string;
  readonly #ask: Ask;

  /** Made by {@linkcode Submission}. @param ask The way to the submission. */
  constructor(ask: Ask, pid: string) {
    this.#ask = ask;
    this.pid = pid;
  }

  /** Asks it as a server. */
  async call<Reply = unknown>(kind: string, payload?: unknown, options: SubmittedWaitOptions = {}): Promise<Reply> {
    const { timeoutMs = 5000 } = checkKnown(options, { timeoutMs: true });
    if (!(typeof timeoutMs === "number" && timeoutMs >= 0)) refuse("timeoutMs is a number from 0 up", timeoutMs);
    return await this.#ask("processCall", [this.pid, checkName("a call", kind), payload, options]) as Reply;
  }

  /** Tells it something as a server. {@linkcode Submission.settle} waits until that is done. */
  async cast(kind: string, payload?: unknown): Promise<void> {
    await this.#ask("processCast", [this.pid, checkName("a cast", kind), payload]);
  }

  /** Sends it a message. */
  async send(message: unknown): Promise<void> {
    await this.#ask("processSend", [this.pid, message]);
  }

  /** Its state, once it has done what it was told before. */
  async state<State = unknown>(): Promise<State> {
    return await this.#ask("processState", [this.pid]) as State;
  }

  /** Whether it lives. */
  async alive(): Promise<boolean> {
    return await this.#ask("processAlive", [this.pid]) as boolean;
  }

  /** Sends it an exit signal. @param reason By `"kill"` it dies whatever it does. */
  async exit(reason: unknown = "kill"): Promise<void> {
    await this.#ask("processExit", [this.pid, reason]);
  }

  /** Waits until it is dead, and gives what it died of. */
  async exited(): Promise<unknown> {
    return await this.#ask("processExited", [this.pid]);
  }

  /** Waits until a supervisor has put another process in its place, and gives that. */
  async restarted(): Promise<SubmittedProcess> {
    return new SubmittedProcess(this.#ask, await this.#ask("processRestarted", [this.pid]) as string);
  }

  /** Its pid. */
  toString(): string {
    return this.pid;
  }
}
