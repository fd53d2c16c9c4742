import { checkOptions } from "../argument_error.ts";
import { nameText, type ProcessName } from "../processes/via.ts";
import { ArgumentError, CallError, NoProcessError } from "../processes/errors.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import { type Host, runtimeOf } from "../processes/host.ts";
import { unwatch, watch, type Watcher } from "../processes/links.ts";
import type { Pid } from "../processes/pid.ts";
import { BUSY, DEAD, type Process, READY } from "../processes/process.ts";
import { Deadline } from "../processes/timers.ts";

/** How a request to a server waits for its turn. */
export interface SysOptions {
  /**
   * How long to wait for the server, in milliseconds; a change that has begun is made all the same. A handler that waits
   * for a request to its own process waits so long, and in vain. @default {5000}
   */
  timeoutMs?: number;
  /**
   * Whether it goes before the messages that wait already, as soon as the handler under way is done, and not behind them
   * as Erlang's does. @default {false}
   */
  ahead?: boolean;
}

/** Who is meant, and what is to be done, as in "Cannot suspend". */
export interface Aim {
  readonly to: Pid | ProcessName;
  readonly action: string;
}

/** A living process under a pid or name. */
export function livingProcess(host: Host, { to, action }: Aim): Process {
  return runtimeOf(host).get(to, action);
}

/** A living process with a state of the user's own. */
export function livingServer(host: Host, { to, action }: Aim): Process {
  const process = livingProcess(host, { to, action });
  if (process.behaviour.holdsState) return process;
  refuseElsewhere(process, { to, action });
  throw new ArgumentError(`${action} ${nameText(to)}`, {
    rule: "the process is a server with a state of its own",
    value: process.behaviour.name,
  });
}

/** A living process that handles messages one after the other, by callbacks. */
function loopingProcess(host: Host, { to, action }: Aim): Process {
  const process = livingProcess(host, { to, action });
  if (process.behaviour.holdsState !== undefined) return process;
  throw new ArgumentError(`${action} ${nameText(to)}`, {
    rule: "the process is a server of this isolate",
    value: process.behaviour.elsewhere?.node ?? process.behaviour.name,
  });
}

/** The state of a process that runs elsewhere is there, and what stands for it here has none. */
export function refuseElsewhere({ behaviour: { elsewhere } }: Process, { to, action }: Aim): void {
  if (elsewhere === undefined) return;
  throw new ArgumentError(`${action} ${nameText(to)}`, {
    rule: "the process runs in this isolate",
    value: elsewhere.node,
  });
}

/** What is to be done with a server, and how it is called in errors. */
export interface Job<Value> {
  /** The function of `sys`. */
  readonly name: string;
  /** What it does, as in "Cannot replace the state of". */
  readonly action: string;
  readonly options: SysOptions;
  /** Whether it can be done with a server that has no state of the user's own, as a supervisor. @default {false} */
  readonly anyServer?: boolean;
  /**
   * Whether it is dropped when its time is over, and the server goes on: for what changes nothing by itself. @default {false}
   */
  readonly dropsLate?: boolean;
  /** Runs between two messages; the server does nothing else until a promise is settled. */
  run(process: Process): Value | Promise<Value>;
}

/**
 * Does something with a server in its turn: behind the messages that are there, between two of them. A suspended server
 * takes no messages, so there it is done at once, as Erlang's answer system messages while suspended.
 */
export function request<Value>(host: Host, to: Pid | ProcessName, job: Job<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const { action } = job;
    const { timeoutMs = 5000 } = checkOptions(`${action} ${nameText(to)}`, job.options);
    const process = job.anyServer ? loopingProcess(host, { to, action }) : livingServer(host, { to, action });
    if (typeof timeoutMs !== "number" || !(timeoutMs >= 0)) {
      throw new ArgumentError(`${job.action} ${nameText(to)}`, {
        rule: "timeoutMs is a number of milliseconds from 0 up",
        value: timeoutMs,
      });
    }
    new Request(process, { job, to, timeoutMs, resolve, reject }).begin();
  });
}

interface Waiting<Value> {
  readonly job: Job<Value>;
  readonly to: Pid | ProcessName;
  readonly timeoutMs: number;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

/** A request under way; ends by being done, by the death of the process, or by the time-out. */
class Request<Value> extends Deadline implements Watcher {
  readonly #process: Process;
  readonly #waiting: Waiting<Value>;
  /** How many messages the process has taken when this has its turn. */
  #after: number;
  #over = false;
  /** Whether the process waits for what it does. */
  #holds = false;

  constructor(process: Process, waiting: Waiting<Value>) {
    super();
    this.#process = process;
    this.#waiting = waiting;
    this.#after = process.handled + (waiting.job.options.ahead ? 0 : process.length);
  }

  begin(): void {
    watch(this.#process, this);
    this.#process.runtime.timers.add(this, this.#waiting.timeoutMs);
    const process = this.#process;
    const attempt = () => this.#attempt();
    // Who waits for a turn without a message has something to do before all messages: a continue, a first state to enter.
    const first = process.queued && process.first === null && process.runtime.current !== process && !process.suspended;
    if (first) (process.between ??= []).push(attempt);
    else process.doBetween(attempt);
  }

  down(_process: Process, _reason: ExitReason): void {
    const { job, to, reject } = this.#waiting;
    if (this.#end()) reject(new NoProcessError(job.action, nameText(to)));
  }

  expire(): void {
    const { job, to, timeoutMs, reject } = this.#waiting;
    if (!this.#end()) return;
    reject(new CallError("timeout", { server: nameText(to), kind: job.name, timeoutMs }));
    if (job.dropsLate) this.#goOn(() => {});
  }

  #attempt(): void {
    if (this.#over) return;
    const process = this.#process;
    const inTurn = process.suspended || process.first === null || process.handled >= this.#after;
    if (process.phase !== READY || !inTurn) return void (process.between ??= []).push(() => this.#attempt());
    try {
      const result = this.#waiting.job.run(process);
      if (result instanceof Promise) this.#await(result);
      else this.#done(result);
    } catch (error) {
      this.#failed(error);
    }
  }

  #await(result: Promise<Value>): void {
    const process = this.#process;
    if (process.phase !== READY) return void result.catch(() => {}); // it died of what was done
    process.phase = BUSY;
    this.#holds = true;
    result.then((value) => this.#goOn(() => this.#done(value)), (error) => this.#goOn(() => this.#failed(error)));
  }

  /** The process waits no longer. */
  #goOn(tell: () => void): void {
    const process = this.#process;
    if (!this.#holds || process.phase !== BUSY) return;
    this.#holds = false;
    tell();
    if (process.phase === BUSY) process.settle();
  }

  #done(value: Value): void {
    if (this.#end()) this.#waiting.resolve(value);
  }

  #failed(error: unknown): void {
    if (this.#end()) this.#waiting.reject(error);
  }

  #end(): boolean {
    if (this.#over) return false;
    this.#over = true;
    if (this.#process.phase !== DEAD) unwatch(this.#process, this);
    this.#process.runtime.timers.remove(this, this.#waiting.timeoutMs);
    return true;
  }
}
