import { die, signalExit } from "../processes/exit.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import { unlink, unwatch, watch, type Watcher } from "../processes/links.ts";
import { ROOT_PID } from "../processes/pid.ts";
import { DEAD, type Process } from "../processes/process.ts";
import { Deadline } from "../processes/timers.ts";
import type { TaskEnd, TaskResult, TaskWaiter } from "./task_end.ts";

/** How a task is to end, and who is told. */
export interface EndingOptions {
  readonly brutalKill: boolean;
  /** How long it has until it is killed, in milliseconds. */
  readonly limitMs: number;
  /** What came of it: `undefined` where it died of this. Runs no user code. */
  readonly done: (result: TaskResult<unknown> | undefined) => void;
}

/** Unlinks a task from its owner, ends it, and waits until it is dead. */
export function shutDown(end: TaskEnd, task: Process, options: EndingOptions): void {
  new Ending(end, task, options).begin();
}

class Ending extends Deadline implements TaskWaiter, Watcher {
  readonly #end: TaskEnd;
  readonly #task: Process;
  readonly #options: EndingOptions;
  #result: TaskResult<unknown> | undefined;

  constructor(end: TaskEnd, task: Process, options: EndingOptions) {
    super();
    this.#end = end;
    this.#task = task;
    this.#options = options;
  }

  begin(): void {
    const { owner, runtime } = this.#end;
    const { brutalKill, limitMs, done } = this.#options;
    this.#result = this.#end.take();
    if (this.#task.phase === DEAD && !this.#end.open) return done(this.#verdict("noproc"));
    this.#end.waiter = this;
    watch(this.#task, this);
    if (owner !== null) {
      watch(owner, this);
      unlink(owner, this.#task);
    }
    if (!brutalKill) runtime.timers.add(this, limitMs);
    if (brutalKill) die(this.#task, "killed");
    else signalExit(this.#task, { from: owner?.pid ?? ROOT_PID, reason: "shutdown", linked: false });
  }

  settle(_end: TaskEnd, result: TaskResult<unknown>): void {
    this.#result = result;
  }

  /** It did not end in time. */
  expire(): void {
    die(this.#task, "killed");
  }

  /** The task is dead, or its owner, who then asks for nothing any more. */
  down(process: Process, reason: ExitReason): void {
    const { owner, runtime } = this.#end;
    this.#end.waiter = null;
    runtime.timers.remove(this, this.#options.limitMs);
    if (owner !== null) unwatch(owner, this);
    if (process !== this.#task) unwatch(this.#task, this);
    else if (owner?.phase !== DEAD) this.#options.done(this.#verdict(reason));
  }

  #verdict(reason: ExitReason): TaskResult<unknown> | undefined {
    const result = this.#result ?? { exit: reason };
    return "exit" in result && result.exit === (this.#options.brutalKill ? "killed" : "shutdown") ? undefined : result;
  }
}
