import { type ExitReason, shortReason } from "../processes/exit_reason.ts";
import type { Pid, Ref } from "../processes/pid.ts";

/** Which task was waited for, in a {@linkcode TaskError}. */
export interface TaskDetails {
  /** The task's process; `undefined` for one that was completed from the start. */
  readonly pid: Pid | undefined;
  /** The task's reference; `undefined` for one of a stream, which has none. */
  readonly ref: Ref | undefined;
  /** How it was waited for: `"await"`, `"awaitMany"` or `"asyncStream"`. */
  readonly action: "await" | "awaitMany" | "asyncStream";
  /** How long was to be waited, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * A task that gave no result. Where it is not caught the waiting process dies with `{ reason, task }`, as one that waits
 * in Elixir's `Task.await` dies with `{reason, {Task, :await, …}}`.
 */
export class TaskError extends Error {
  /** Always `"TaskError"`. */
  override readonly name: string = "TaskError";
  /** `"timeout"`, what the task died with, or `"noproc"` where its result had been taken before. */
  readonly reason: ExitReason;
  /** Which task, and how it was waited for. */
  readonly task: TaskDetails;

  /** Makes the error of one wait. */
  constructor(reason: ExitReason, task: TaskDetails) {
    super(`Cannot await the task ${task.pid ?? task.ref ?? "that is being started"}: ${explain(reason, task)}`);
    this.reason = reason;
    this.task = task;
  }
}

function explain(reason: ExitReason, task: TaskDetails): string {
  if (reason === "timeout") return `no result within ${task.timeoutMs} ms`;
  if (reason === "noproc") return "nothing comes from it any more, its result was taken or given up before";
  return `it exited with ${shortReason(reason)}`;
}
