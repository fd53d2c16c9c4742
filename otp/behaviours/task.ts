import { checkOptions } from "../argument_error.ts";
import { type Host, ownerOf, runtimeOf } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import { DEAD, type Process } from "../processes/process.ts";
import { endFor } from "./task_end.ts";
import { labelOf, startTask, type TaskFunction, type TaskSelf } from "./task_process.ts";
import { asyncStream, type AsyncStreamOptions, type Elements, type TaskStream } from "./async_stream.ts";
import type { ChildOptions, ChildSpec } from "./definition.ts";
import { TaskDefinition, type TaskProcess, type TaskSpec } from "./task_definition.ts";
import {
  awaitMany,
  type TaskList,
  type TaskResults,
  type TaskValues,
  yieldMany,
  type YieldManyOptions,
} from "./task_many.ts";
import { type AwaitOptions, TaskRef } from "./task_ref.ts";

/** How a task is started. */
export interface TaskOptions {
  /** Shown as the module of its process. @default the function's name, or `"task"` */
  label?: string;
}

function async<Value>(host: Host, body: TaskFunction<Value>, options: TaskOptions = {}): TaskRef<Value> {
  const runtime = runtimeOf(host);
  const label = labelOf(body, checkOptions("start a task", options));
  const owner = ownerOf(host);
  const end = endFor(host);
  if (owner?.phase !== DEAD) {
    const attach = (process: Process) => end.attach(process);
    startTask(runtime, { body, label, owner, link: true, attach }, { parent: owner });
  }
  return new TaskRef(end);
}

function completed<Value>(host: Host, value: Value): TaskRef<Value> {
  const end = endFor(host);
  end.deliver(value, null);
  return new TaskRef(end);
}

function startWith(link: boolean): (host: Host, body: TaskFunction<unknown>, options?: TaskOptions) => Pid {
  return (host, body, options = {}) => {
    const runtime = runtimeOf(host);
    const label = labelOf(body, checkOptions("start a task", options));
    const owner = ownerOf(host);
    if (owner?.phase === DEAD) return runtime.nextPid(); // nobody ever lives under it
    return startTask(runtime, { body, label, owner, link }, { parent: owner }).pid;
  };
}

/**
 * A process that does one thing and is done: to work at the same time as its owner, to keep a crash or a wait away from a
 * server, or to run beside it.
 *
 * - `Task.async` and `await`: for a result. Task and owner are linked, so neither goes on without the other; under a
 *   TaskSupervisor `asyncNoLink` leaves the owner alive. A server that must not wait starts the task and finds
 *   `{ type: "task", ref, value }` in its `handleInfo`, then `DOWN` unless it has taken the monitor back:
 *   `self.demonitor(task.ref, { flush: true })`.
 * - `Task.asyncStream`: over many elements, so many at a time.
 * - `Task.start`, `Task.child` and `Task.define`: for what it does; nobody gets a result.
 *
 * Not for a bare promise: where nothing may crash, nobody is to be killed and nothing needs to be seen, `Promise.all` does.
 *
 * What is promised: a task gives one result or dies, never both; only its owner can wait for it; who gave up gets nothing
 * late. The function shares what it closes over with who wrote it, also in a System that copies messages: only its result
 * passes as a message does. A task that never waits cannot be stopped, as no JavaScript can.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { System, Task } from "@superlearner/otp";
 *
 * await using system = new System();
 * const me = system.attach();
 * const price = Task.async(me, () => Promise.resolve(20));
 * const rate = Task.async(me, (self) => self.random() < 2 ? 1.5 : 0);
 * const [amount, factor] = await Task.awaitMany([price, rate]);
 * assertEquals(amount * factor, 30);
 *
 * const lengths = Task.asyncStream(me, ["a", "bb", "ccc"], { run: (word) => word.length, maxConcurrency: 2 });
 * assertEquals(await Array.fromAsync(lengths), [{ ok: 1 }, { ok: 2 }, { ok: 3 }]);
 * ```
 */
export const Task: {
  /**
   * Starts a task that its owner, the host, can await. A process is linked to it: if either crashes, so does the other,
   * unless it traps exits. Code outside any process cannot be linked, and hears of a crash by `await`.
   */
  async<Value>(host: Host, body: TaskFunction<Value>, options?: TaskOptions): TaskRef<Value>;
  /** A task that is done already, without a process: for who wants a task where there is nothing left to do. */
  completed<Value>(host: Host, value: Value): TaskRef<Value>;
  /**
   * Waits for all of some tasks; gives their values in their order. One limit holds for all together.
   *
   * @throws {TaskError} `"timeout"`, or what the first one died with; the others are given up, and go on.
   */
  awaitMany<const All extends TaskList>(tasks: All, options?: AwaitOptions): Promise<TaskValues<All>>;
  /** Waits for some tasks so long, and gives what has come of each by then, in their order. */
  yieldMany<const All extends TaskList>(tasks: All, options?: YieldManyOptions): Promise<TaskResults<All>>;
  /** Starts a task that nobody awaits and nothing is linked to. */
  start(host: Host, body: TaskFunction<unknown>, options?: TaskOptions): Pid;
  /** Starts a task that nobody awaits, linked to the host. */
  startLink(host: Host, body: TaskFunction<unknown>, options?: TaskOptions): Pid;
  /**
   * Works on elements in tasks, so many at a time; gives what came of each, as it is asked for. Nothing is taken from the
   * source before a result is asked for, and at most `maxConcurrency` elements ahead of the consumer.
   *
   * Tasks are linked to the consumer, the host. Does it trap exits when the stream begins, a crash is `{ exit }` of that
   * element and no message; else it dies with the task, and of code outside any process the iteration throws a
   * {@linkcode TaskError}. When the consumer leaves, or dies, or the source throws, the tasks that still run are ended with
   * `shutdown` and the source's `return` is called.
   */
  asyncStream<Element, Value, const Zip extends boolean = false>(
    host: Host,
    elements: Elements<Element>,
    options: AsyncStreamOptions<Element, Value, Zip>,
  ): TaskStream<Element, Value, Zip>;
  /** Defines a task under a name, with arguments, to be started as a server is: by itself or by a supervisor. */
  define<Args extends readonly unknown[] = []>(spec: TaskSpec<Args>): TaskDefinition<Args>;
  /** A task as the child of a supervisor; `temporary` unless something else is said. */
  child(body: (self: TaskSelf) => unknown, options?: ChildOptions<readonly []>): ChildSpec<TaskProcess>;
} = {
  async,
  completed,
  awaitMany,
  yieldMany,
  start: /* @__PURE__ */ startWith(false),
  startLink: /* @__PURE__ */ startWith(true),
  asyncStream,
  define: (spec) => new TaskDefinition(spec),
  child: (body, options = {}) => new TaskDefinition<readonly []>({ name: labelOf(body, {}), run: body }).child(options),
};
