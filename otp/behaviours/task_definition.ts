import { checkOptions } from "../argument_error.ts";
import { ArgumentError } from "../processes/errors.ts";
import { type Host, runtimeOf } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import { DEAD } from "../processes/process.ts";
import { checkProcessName, nameText, type ProcessName } from "../processes/via.ts";
import { startTask, type TaskSelf } from "./task_process.ts";
import { type ChildArguments, type ChildSpec, type Definition, startables, type StartArguments } from "./definition.ts";
import { startFrom } from "./process_definition.ts";
import type { Awaitable } from "./gen_server_types.ts";
import { checkTarget } from "./server_ref.ts";
import { StartFailure } from "./start.ts";

/** A task that a supervisor can start. */
export interface TaskSpec<Args extends readonly unknown[]> {
  /** The name people read: in the process list, in crash reports. */
  name: string;
  /** What it does. Its value is nobody's; what it throws is the reason of its crash. */
  run: (self: TaskSelf, ...args: Args) => Awaitable<unknown>;
}

/** A task that nobody awaits: it has a process and nothing else. */
export class TaskProcess {
  readonly #host: Host;
  readonly #to: Pid | ProcessName;

  /** @internal */
  constructor(host: Host, to: Pid | ProcessName) {
    checkTarget(to);
    this.#host = host;
    this.#to = to;
  }

  /** Its process; `undefined` when it is dead, or nobody has its name. */
  get pid(): Pid | undefined {
    return runtimeOf(this.#host).find(this.#to)?.pid;
  }

  /** Whether it is still at work. */
  get alive(): boolean {
    return this.pid !== undefined;
  }

  /** Prints as the task's pid or name. */
  toString(): string {
    return typeof this.#to === "string" ? this.#to : nameText(this.#to);
  }
}

/** A task that can be started, by itself or by a supervisor: what {@linkcode Task} `define` gives. */
export class TaskDefinition<Args extends readonly unknown[]> implements Definition<TaskProcess, Args> {
  /** The name people read. */
  readonly name: string;
  /** A task is a worker. */
  readonly type = "worker";

  /** @internal */
  constructor(spec: TaskSpec<Args>) {
    if (typeof spec !== "object" || spec === null) {
      throw new ArgumentError("define a task", { rule: "it is an object", value: spec });
    }
    const { name, run } = spec;
    if (typeof name !== "string" || name === "") {
      throw new ArgumentError("define a task", { rule: "name is a text", value: name });
    }
    if (typeof run !== "function") {
      throw new ArgumentError(`define the task ${name}`, { rule: "run is a function", value: run });
    }
    this.name = name;
    startables.set(this, (runtime, { parent, link, name: registered, args, up }) => {
      if (registered !== undefined) {
        checkProcessName(registered);
        const holder = runtime.find(registered);
        if (holder !== null) return new StartFailure({ already_started: holder.pid });
      }
      if (parent?.phase === DEAD) return new StartFailure("noproc");
      const body = (self: TaskSelf) => run(self, ...args as unknown as Args);
      const inside = { parent, link, ...(registered === undefined ? {} : { name: registered }) };
      const task = startTask(runtime, { body, label: name, owner: parent, link: false }, inside);
      up?.(task);
      return task;
    });
  }

  /**
   * Starts the task, and is done as soon as it has a process. Started by a process, it is linked to that process.
   *
   * @throws {StartError} If the name is taken.
   */
  async start(host: Host, ...[options = {}]: StartArguments<Args>): Promise<TaskProcess> {
    return this.at(host, await startFrom(this, host, options));
  }

  /** A task of this kind, by pid or by registered name. */
  at(host: Host, to: Pid | ProcessName): TaskProcess {
    return new TaskProcess(host, to);
  }

  /** How a supervisor starts it: `temporary` unless something else is said, since a task is over when it is done. */
  child(...[options = {}]: ChildArguments<Args>): ChildSpec<TaskProcess> {
    return {
      id: this.name,
      restart: "temporary",
      ...checkOptions("describe a child", options),
      start: this as unknown as Definition<TaskProcess, readonly never[]>,
    };
  }
}
