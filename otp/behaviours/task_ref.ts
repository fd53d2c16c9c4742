import { checkOptions } from "../argument_error.ts";
import { ArgumentError } from "../processes/errors.ts";
import { type Pid, type Ref, ROOT_PID } from "../processes/pid.ts";
import { DEAD, type Process, READY } from "../processes/process.ts";
import { gather } from "./_gathering.ts";
import { letGo, type TaskEnd, type TaskResult } from "./task_end.ts";
import { shutDown } from "./_task_shutdown.ts";
import { checkTimeout } from "./start.ts";
import { TaskError } from "./task_error.ts";

/** How long a task is waited for. */
export interface AwaitOptions {
  /** Milliseconds until its owner gives up; `Infinity` waits for ever. @default {5000} */
  timeoutMs?: number;
}

/** How a task is shut down. */
export interface TaskShutdownOptions {
  /** How long it has to end once it was told to, in milliseconds; then it is killed. @default {5000} */
  timeoutMs?: number;
  /** Kills it at once; Elixir's `:brutal_kill`. @default {false} */
  brutalKill?: boolean;
}

/** The end of a task behind its ref; for the runtime, which must not need a public way in. */
export let endOf: (task: TaskRef<unknown>) => TaskEnd;

/**
 * A task that can be awaited, by its owner and nobody else: the process it was started from, or code outside any process.
 *
 * Its result is one message to the owner, `{ type: "task", ref, value }`, or a `DOWN` with the same `ref` where it has
 * none. `await` and `yield` take it out of the mailbox; a server that does neither finds it in `handleInfo`. For an owner
 * outside there is no mailbox, and the result waits here.
 *
 * Who asks is known in a handler, up to its first `await`, and by whether the owner is at work at all. What cannot be told
 * is another process's code after an `await`, while the owner is in the middle of something as well: that is not refused.
 */
export class TaskRef<out Value> {
  readonly #end: TaskEnd;

  static {
    endOf = (task) => task.#end;
  }

  /** @internal */
  constructor(end: TaskEnd) {
    this.#end = end;
  }

  /** The task's process, also when it is dead; `undefined` for one that was completed from the start. */
  get pid(): Pid | undefined {
    return this.#end.process?.pid;
  }

  /** Stands in the message with the result, and is the owner's monitor of the task. */
  get ref(): Ref {
    return this.#end.ref;
  }

  /** Who may await it; `<0.0.0>` for code outside any process. */
  get owner(): Pid {
    return this.#end.owner?.pid ?? ROOT_PID;
  }

  /** Whether it is still at work. */
  get alive(): boolean {
    return this.#end.process !== null && this.#end.process.phase !== DEAD;
  }

  /**
   * Waits for the result. A late one is dropped: who has given up once gets nothing any more, and the task goes on.
   *
   * @throws {TaskError} `"timeout"`, or what the task died with. Under a link the owner dies of a crash of the task before
   * that, unless it traps exits.
   * @throws {ArgumentError} If it is not the owner who asks.
   */
  await(options: AwaitOptions = {}): Promise<Value> {
    const end = this.#end;
    const timeoutMs = checkAwait([end], { action: "await a task", options });
    if (end.owner?.phase === DEAD) return never();
    return new Promise((resolve, reject) => {
      gather([end], {
        timeoutMs,
        done: (results) => {
          const result = results.get(end);
          if (result !== undefined && "ok" in result) return resolve(result.ok as Value);
          if (result === undefined) end.close();
          reject(new TaskError(result?.exit ?? "timeout", { pid: this.pid, ref: end.ref, action: "await", timeoutMs }));
        },
      });
    });
  }

  /**
   * Waits for the result, and gives `undefined` where there is none yet: it can be asked again, awaited or shut down, as in
   * `await task.yield({ timeoutMs: 100 }) ?? await task.shutdown()`.
   *
   * @throws {ArgumentError} If it is not the owner who asks.
   */
  yield(options: AwaitOptions = {}): Promise<TaskResult<Value> | undefined> {
    const end = this.#end;
    const timeoutMs = checkAwait([end], { action: "yield to a task", options });
    if (end.owner?.phase === DEAD) return never();
    return new Promise((resolve) => {
      gather([end], { timeoutMs, done: (results) => resolve(results.get(end) as TaskResult<Value> | undefined) });
    });
  }

  /**
   * Unlinks the task and stops it, and waits until it is dead. Gives its value if it came to one, what it died with if it
   * died by itself, and `undefined` if it died of this. One that traps exits and does not end in time gives
   * `{ exit: "killed" }`; one whose result was taken before `{ exit: "noproc" }`.
   *
   * @throws {ArgumentError} If it is not the owner who asks, or there never was a process.
   */
  shutdown(options: TaskShutdownOptions = {}): Promise<TaskResult<Value> | undefined> {
    const end = this.#end;
    const limitMs = checkAwait([end], { action: "shut down a task", options });
    const { brutalKill = false } = options;
    const task = processOfTask(end, "shut down a task");
    if (end.owner?.phase === DEAD) return never();
    return new Promise((resolve) => {
      shutDown(end, task, { brutalKill, limitMs, done: (result) => resolve(result as TaskResult<Value> | undefined) });
    });
  }

  /**
   * Unlinks the task and lets it go on alone: its result is dropped. Gives what had come of it before, if anything had.
   *
   * @throws {ArgumentError} If it is not the owner who asks, or there never was a process.
   */
  ignore(): TaskResult<Value> | undefined {
    const end = this.#end;
    checkAwait([end], { action: "ignore a task" });
    return letGo(end, processOfTask(end, "ignore a task")) as TaskResult<Value> | undefined;
  }

  /** Prints as the task's pid, or its reference where it has none. */
  toString(): string {
    return this.pid ?? this.ref;
  }
}

/** Checks who asks and how long; gives the time-out with its default. */
export function checkAwait(
  ends: readonly TaskEnd[],
  { action, options = {} }: { action: string; options?: AwaitOptions },
): number {
  const { timeoutMs = 5000 } = checkOptions(action, options);
  for (const end of ends) {
    const { runtime: { current }, owner } = end;
    if (end.waiter !== null) throw new ArgumentError(action, { rule: "a task is waited for once at a time" });
    if (owner !== ends[0]!.owner) throw new ArgumentError(action, { rule: "all have one owner", value: owner?.pid });
    if (owner === null ? current === null : current === owner) continue;
    // After an `await` nobody knows whose code this is; an owner that waits for messages it cannot be.
    if (owner !== null && current === null && owner.phase !== READY) continue;
    throw new ArgumentError(action, {
      rule: `only its owner may, and that is ${owner?.pid ?? "code outside any process"}`,
      value: current?.pid ?? "other code",
    });
  }
  return checkTimeout(action, timeoutMs);
}

function processOfTask(end: TaskEnd, action: string): Process {
  if (end.process !== null) return end.process;
  throw new ArgumentError(action, { rule: "it has a process, and one that was completed from the start has none" });
}

/** Code of a dead process never goes on. */
export function never<Value>(): Promise<Value> {
  return new Promise(() => {});
}
