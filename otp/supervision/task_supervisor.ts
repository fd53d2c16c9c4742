import { checkOptions } from "../argument_error.ts";
import { endFor } from "../behaviours/task_end.ts";
import { labelOf, startTask, type TaskFunction, type TaskSelf, type TaskStart } from "../behaviours/task_process.ts";
import { type AsyncStreamOptions, checkStream, type Elements, TaskStream } from "../behaviours/async_stream.ts";
import { type Definition, startables } from "../behaviours/definition.ts";
import { ProcessDefinition } from "../behaviours/process_definition.ts";
import { checkTarget, type StopServerOptions } from "../behaviours/server_ref.ts";
import { StartFailure } from "../behaviours/start.ts";
import type { TaskOptions } from "../behaviours/task.ts";
import { TaskDefinition } from "../behaviours/task_definition.ts";
import { never, TaskRef } from "../behaviours/task_ref.ts";
import { type Host, ownerOf } from "../processes/host.ts";
import { isPid, type Pid } from "../processes/pid.ts";
import { DEAD } from "../processes/process.ts";
import type { ProcessName } from "../processes/via.ts";
import { DynamicSupervisorDefinition, DynamicSupervisorRef, type DynamicSupervisorSpec } from "./dynamic_supervisor.ts";
import type { System } from "../system.ts";

/** A TaskSupervisor. */
export interface TaskSupervisorSpec extends Omit<DynamicSupervisorSpec, "extraArguments"> {
  /** The name people read. @default {"TaskSupervisor"} */
  name?: string;
}

/** How a task is started under a supervisor. */
export interface SupervisedTaskOptions extends TaskOptions {
  /**
   * How it is stopped with its supervisor: told to, and killed when it is not dead after so many milliseconds, which only
   * matters where it traps exits; told to, and waited for; or killed at once. @default {5000}
   */
  shutdown?: number | "infinity" | "brutal_kill";
}

/** How a task is started that nobody awaits. */
export interface TaskChildOptions extends SupervisedTaskOptions {
  /** Its registered name. */
  name?: ProcessName;
  /** Restart it always, only after a crash, or never. @default {"temporary"} */
  restart?: "permanent" | "transient" | "temporary";
}

/** A stream whose tasks are children of a supervisor. */
export type SupervisedStreamOptions<Element, Value, Zip extends boolean = false> =
  & AsyncStreamOptions<Element, Value, Zip>
  & Pick<SupervisedTaskOptions, "shutdown">;

/**
 * A running TaskSupervisor. Who it was made for owns the tasks it starts: one made with the `self` of a process starts them
 * for that process, one made with a System for code outside any process.
 */
export class TaskSupervisorRef {
  readonly #host: Host;
  readonly #supervisor: DynamicSupervisorRef;

  /** @internal */
  constructor(host: Host, to: Pid | ProcessName) {
    this.#host = host;
    this.#supervisor = new DynamicSupervisorRef(host, to);
  }

  /** The System it belongs to. */
  get system(): System {
    return this.#supervisor.system;
  }

  /** The process it means now; `undefined` for a name that nobody has, or a process that is dead. */
  get pid(): Pid | undefined {
    return this.#supervisor.pid;
  }

  /** Whether a process is alive behind it. */
  get alive(): boolean {
    return this.#supervisor.alive;
  }

  /**
   * Starts a task that its owner can await, linked to it as one of `Task.async` is. It is never restarted.
   *
   * @throws {StartError} `"max_children"` if the supervisor has as many as it may.
   */
  async<Value>(body: TaskFunction<Value>, options: SupervisedTaskOptions = {}): Promise<TaskRef<Value>> {
    return this.#begin(body, { ...checkOptions("start a task", options), link: true });
  }

  /**
   * Starts a task that its owner can await, and is not linked to it: of a crash the owner hears by `await`, or finds a
   * `DOWN` with the task's `ref` in its mailbox, and lives.
   *
   * @throws {StartError} `"max_children"` if the supervisor has as many as it may.
   */
  asyncNoLink<Value>(body: TaskFunction<Value>, options: SupervisedTaskOptions = {}): Promise<TaskRef<Value>> {
    return this.#begin(body, { ...checkOptions("start a task", options), link: false });
  }

  /**
   * Starts a task for what it does, not for a result, and gives its pid.
   *
   * @throws {StartError} `"max_children"`, or the name is taken.
   */
  async startChild(body: (self: TaskSelf) => unknown, options: TaskChildOptions = {}): Promise<Pid> {
    const { label, ...rest } = checkOptions("start a task", options);
    const name = labelOf(body, label === undefined ? {} : { label });
    const task = await this.#supervisor.startChild(new TaskDefinition<readonly []>({ name, run: body }).child(rest));
    return task.toString() as Pid; // it may be over by now
  }

  /** As `Task.asyncStream`, with tasks that are children of this supervisor and linked to the consumer. */
  asyncStream<Element, Value, const Zip extends boolean = false>(
    elements: Elements<Element>,
    options: SupervisedStreamOptions<Element, Value, Zip>,
  ): TaskStream<Element, Value, Zip> {
    return this.#stream(elements, { options, link: true });
  }

  /**
   * As `Task.asyncStream`, with tasks that are children of this supervisor and not linked to the consumer: a crash is
   * `{ exit }` of that element, whoever consumes. When the consumer leaves or dies they are ended all the same.
   */
  asyncStreamNoLink<Element, Value, const Zip extends boolean = false>(
    elements: Elements<Element>,
    options: SupervisedStreamOptions<Element, Value, Zip>,
  ): TaskStream<Element, Value, Zip> {
    return this.#stream(elements, { options, link: false });
  }

  /**
   * Stops a task.
   *
   * @throws {ChildError} `"not_found"` if the process is not its child.
   */
  terminateChild(pid: Pid): Promise<void> {
    return this.#supervisor.terminateChild(pid);
  }

  /** The pids of its tasks. */
  async children(): Promise<Pid[]> {
    return (await this.#supervisor.whichChildren()).map(({ pid }) => pid).filter(isPid);
  }

  /** Stops the supervisor with all its tasks, and waits until they are dead. */
  stop(options: StopServerOptions = {}): Promise<void> {
    return this.#supervisor.stop(options);
  }

  /** Prints as the supervisor's pid or name. */
  toString(): string {
    return this.#supervisor.toString();
  }

  #begin<Value>(
    body: TaskFunction<Value>,
    options: SupervisedTaskOptions & { readonly link: boolean },
  ): Promise<TaskRef<Value>> {
    const { link, shutdown } = options;
    const owner = ownerOf(this.#host);
    const label = labelOf(body, options);
    if (owner?.phase === DEAD) return never();
    const end = endFor(this.#host);
    const task: TaskStart = { body, label, owner, link, attach: (process) => end.attach(process) };
    return this.#start(task, shutdown).then(() => new TaskRef(end));
  }

  #stream<Element, Value, Zip extends boolean>(
    elements: Elements<Element>,
    { options, link }: { options: SupervisedStreamOptions<Element, Value, Zip>; link: boolean },
  ): TaskStream<Element, Value, Zip> {
    const { shutdown } = checkOptions("make a stream of tasks", options);
    const settings = checkStream(elements, { ...options, link });
    return new TaskStream(this.#host, elements, { settings, start: (task) => this.#start(task, shutdown) });
  }

  async #start(task: TaskStart, shutdown: SupervisedTaskOptions["shutdown"]): Promise<void> {
    await this.#supervisor.startChild({
      id: "task",
      start: Awaited,
      args: [task],
      restart: "temporary",
      ...(shutdown === undefined ? {} : { shutdown }),
    });
  }
}

/** How a supervisor starts a task that somebody awaits: who that is comes with the arguments. */
const Awaited = /* @__PURE__ */ awaited();

function awaited(): Definition<Pid, readonly never[]> {
  const definition = {
    name: "Task",
    type: "worker",
    at: (_host: Host, to: Pid) => to,
  } as unknown as Definition<Pid, readonly never[]>;
  startables.set(definition, (runtime, { parent, link, args }) => {
    const [task] = args as readonly [TaskStart];
    if (parent?.phase === DEAD || task.owner?.phase === DEAD) return new StartFailure("noproc");
    return startTask(runtime, task, { parent, link });
  });
  return definition;
}

/** A TaskSupervisor that can be started. */
export class TaskSupervisorDefinition extends ProcessDefinition<TaskSupervisorRef, readonly []> {
  /** A supervisor is one. */
  readonly type = "supervisor";

  /** @internal */
  constructor(spec: TaskSupervisorSpec) {
    const inner = new DynamicSupervisorDefinition({
      name: "TaskSupervisor",
      ...checkOptions("define a task supervisor", spec),
    });
    super(inner.name);
    startables.set(this, startables.get(inner)!);
  }

  /** A supervisor of this kind, by pid or by registered name, for tasks of the host. */
  at(host: Host, to: Pid | ProcessName): TaskSupervisorRef {
    checkTarget(to);
    return new TaskSupervisorRef(host, to);
  }
}

/**
 * A supervisor for tasks: they are seen in its tree, stop with it, and can go on without who asked for them. A
 * DynamicSupervisor whose children are tasks, none of which is restarted unless that is asked for.
 *
 * A server uses it for what may fail or take long: it starts the task with `asyncNoLink` and goes on; the result comes as a
 * message. In its handlers it uses a ref of its own, `Tasks.at(self, "tasks")`, so that the tasks are its own.
 *
 * The supervisor is one process that starts all. Where that is too slow, use several under a PartitionSupervisor, and reach
 * one by `Tasks.at(self, PartitionSupervisor.via("tasks", self.pid))`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { type From, GenServer, type Ref, System, type TaskMessage, TaskSupervisor } from "@superlearner/otp";
 *
 * const Tasks = TaskSupervisor.define({ name: "Tasks", maxChildren: 100 });
 * type Waiting = ReadonlyMap<Ref, From>;
 * const Weather = GenServer.define({
 *   name: "Weather",
 *   init: (): Waiting => new Map(),
 *   calls: {
 *     degrees: async (waiting, _: undefined, self) => {
 *       const { from } = self;
 *       const task = await Tasks.at(self, "tasks").asyncNoLink(() => Promise.resolve(21));
 *       return GenServer.noreply<Waiting, number>(new Map(waiting).set(task.ref, from));
 *     },
 *   },
 *   handleInfo: (waiting, message) => { // one that crashed sends a DOWN with its ref instead
 *     const { type, ref, value } = message as TaskMessage<number>;
 *     if (type === "task") waiting.get(ref)?.reply(value);
 *     return waiting;
 *   },
 * });
 *
 * await using system = new System();
 * await system.start(Tasks, { name: "tasks" });
 * const weather = await system.start(Weather);
 * assertEquals(await weather.call("degrees"), 21);
 * ```
 */
export const TaskSupervisor: {
  /** Defines a TaskSupervisor. */
  define(spec?: TaskSupervisorSpec): TaskSupervisorDefinition;
} = { define: (spec = {}) => new TaskSupervisorDefinition(spec) };
