import { ArgumentError } from "../processes/errors.ts";
import { die } from "../processes/exit.ts";
import { reasonOf } from "../processes/exit_reason.ts";
import { Parent } from "../processes/lineage.ts";
import { link } from "../processes/links.ts";
import type { Pid } from "../processes/pid.ts";
import { DEAD, type Process } from "../processes/process.ts";
import { Receiver } from "../processes/receive.ts";
import type { Runtime } from "../processes/runtime.ts";
import { processOf } from "../processes/self.ts";
import { FunctionBehaviour, type Spawned, type SpawnInside, startFunction } from "../processes/spawn.ts";
import type { Awaitable } from "./gen_server_types.ts";

/**
 * What the function of a task gets: all of {@linkcode Receiver}, and who asked for the task. Its `signal` is aborted when
 * the task dies before it is done: hand it to `fetch` and the like.
 */
export class TaskSelf extends Receiver {
  /**
   * Who started this task, then, where that is a task too, who started that one, and so on to the first that is dead. Not
   * the same as the ancestors under a TaskSupervisor, which is the parent of its tasks.
   */
  get callers(): Pid[] {
    const all: Pid[] = [];
    let each = callerOf(processOf(this));
    for (; each !== null; each = each.process === null ? null : callerOf(each.process)) all.push(each.pid);
    return all;
  }
}

/** What a task does. Its value, or what its promise resolves to, is the result; what it throws is the reason of its crash. */
export type TaskFunction<Value> = (self: TaskSelf) => Awaitable<Value>;

/** Where the result of a task goes. */
export interface TaskSink {
  /** The task is done; it dies when this returns. What this throws is the reason of its crash. */
  send(task: Process, value: unknown): void;
}

/** A task to be started, by whoever will be its parent. */
export interface TaskStart {
  readonly body: TaskFunction<unknown>;
  /** Shown as the module of the process. */
  readonly label: string;
  /** Who asked for it; `null` for code outside any process. */
  readonly owner: Process | null;
  /** Whether it is linked to who asked for it. */
  readonly link: boolean;
  /** Its process is there, and has not run yet; it may be dead already, of what a listener did. */
  attach?(process: Process): TaskSink;
}

/** The behaviour of every task: a function whose value goes somewhere. */
class TaskBehaviour extends FunctionBehaviour {
  override readonly name: string = "Task";
  readonly caller: Parent | null;
  sink: TaskSink | null = null;

  constructor({ body, label, owner }: TaskStart) {
    super(body as Spawned, label);
    this.caller = owner === null ? null : owner.asParent ??= new Parent(owner);
  }

  protected override selfOf(process: Process): TaskSelf {
    return new TaskSelf(process);
  }

  protected override returned(process: Process, value: unknown): void {
    if (process.phase === DEAD) return; // killed meanwhile: the result is nobody's
    const { runtime } = process;
    const outer = runtime.current;
    runtime.current = process;
    try {
      this.sink?.send(process, value);
    } catch (error) { // a result that cannot be passed
      die(process, reasonOf(error));
    }
    runtime.current = outer;
    die(process, "normal");
  }
}

/** Makes the process of a task; it runs when the scheduler gives it a turn. */
export function startTask(runtime: Runtime, task: TaskStart, options: SpawnInside): Process {
  const behaviour = new TaskBehaviour(task);
  const process = startFunction(runtime, behaviour, options);
  if (task.link && task.owner !== null) link(process, task.owner);
  if (task.attach !== undefined) behaviour.sink = task.attach(process);
  if (options.parent === null) runtime.keep(process);
  return process;
}

/** Checks what a task does; gives the word for it. */
export function labelOf(body: unknown, { label }: { label?: string }): string {
  if (typeof body === "function") return label ?? (body.name || "task");
  throw new ArgumentError("start a task", { rule: "what it does is a function", value: body });
}

function callerOf({ behaviour }: Process): Parent | null {
  return behaviour instanceof TaskBehaviour ? behaviour.caller : null;
}
