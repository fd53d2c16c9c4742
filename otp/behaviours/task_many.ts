import { ArgumentError } from "../processes/errors.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import { DEAD } from "../processes/process.ts";
import { gather } from "./_gathering.ts";
import { letGo, type TaskEnd, type TaskResult } from "./task_end.ts";
import { shutDown } from "./_task_shutdown.ts";
import { TaskError } from "./task_error.ts";
import { type AwaitOptions, checkAwait, endOf, never, TaskRef } from "./task_ref.ts";

/** How several tasks are waited for. */
export interface YieldManyOptions {
  /** One limit for all together, in milliseconds. @default {5000} */
  timeoutMs?: number;
  /** Stops waiting when so many have a result; what `onTimeout` says is not done then. @default {Infinity} */
  limit?: number;
  /**
   * What becomes of those without a result when the time is up: nothing, so that they can be asked again; they go on
   * unlinked and their results are dropped; or they are killed. @default {"nothing"}
   */
  onTimeout?: "nothing" | "ignore" | "kill_task";
}

/** Some tasks of one owner. */
export type TaskList = readonly TaskRef<unknown>[];

/** The values of some tasks, in their order. */
export type TaskValues<All extends TaskList> = {
  -readonly [Key in keyof All]: All[Key] extends TaskRef<infer Value> ? Value : never;
};

/** What came of some tasks by now, in their order. */
export type TaskResults<All extends TaskList> = {
  -readonly [Key in keyof All]: All[Key] extends TaskRef<infer Value> ? TaskResult<Value> | undefined : never;
};

/** The values of some tasks; see `Task.awaitMany`. */
export function awaitMany<const All extends TaskList>(
  tasks: All,
  options: AwaitOptions = {},
): Promise<TaskValues<All>> {
  const ends = endsOf(tasks);
  const timeoutMs = checkAwait(ends, { action: "await tasks", options });
  if (ends[0]?.owner?.phase === DEAD) return never();
  return new Promise((resolve, reject) => {
    const done = (results: ReadonlyMap<TaskEnd, TaskResult<unknown>>) => {
      const values: unknown[] = [];
      let failed: { end: TaskEnd; reason: ExitReason } | undefined;
      for (const end of ends) {
        const result = results.get(end);
        if (result !== undefined && "ok" in result) values.push(result.ok);
        else if (result !== undefined) failed = { end, reason: result.exit };
        else failed ??= { end, reason: "timeout" };
      }
      if (failed === undefined) return resolve(values as TaskValues<All>);
      for (const end of ends) if (!results.has(end)) end.close();
      const { end: { process, ref }, reason } = failed;
      reject(new TaskError(reason, { pid: process?.pid, ref, action: "awaitMany", timeoutMs }));
    };
    gather(ends, { timeoutMs, strict: true, done });
  });
}

/** What came of some tasks; see `Task.yieldMany`. */
export function yieldMany<const All extends TaskList>(
  tasks: All,
  options: YieldManyOptions = {},
): Promise<TaskResults<All>> {
  const action = "yield to tasks";
  const ends = endsOf(tasks);
  const timeoutMs = checkAwait(ends, { action, options });
  const { limit = Infinity, onTimeout = "nothing" } = options;
  if (limit !== Infinity && !(Number.isInteger(limit) && limit > 0)) {
    throw new ArgumentError(action, { rule: "limit is a whole number from 1 up, or Infinity", value: limit });
  }
  if (onTimeout !== "nothing" && onTimeout !== "ignore" && onTimeout !== "kill_task") {
    throw new ArgumentError(action, { rule: "onTimeout is nothing, ignore or kill_task", value: onTimeout });
  }
  if (ends[0]?.owner?.phase === DEAD) return never();
  return new Promise((resolve) => {
    gather(ends, {
      timeoutMs,
      limit,
      done: (results, timedOut) => {
        const all = new Map<TaskEnd, TaskResult<unknown> | undefined>(results);
        const late = timedOut ? [...new Set(ends)].filter((end) => !all.has(end)) : [];
        let left = onTimeout === "kill_task" ? late.length : 0;
        const finish = () => resolve(ends.map((end) => all.get(end)) as TaskResults<All>);
        const killed = (end: TaskEnd, result: TaskResult<unknown> | undefined) => {
          all.set(end, result);
          if (--left === 0) finish();
        };
        for (const end of late) {
          if (onTimeout === "ignore") all.set(end, letGo(end, end.process!));
          if (onTimeout !== "kill_task") continue;
          shutDown(end, end.process!, { brutalKill: true, limitMs: 0, done: (result) => killed(end, result) });
        }
        if (onTimeout !== "kill_task" || late.length === 0) finish();
      },
    });
  });
}

function endsOf(tasks: TaskList): TaskEnd[] {
  const action = "wait for tasks";
  if (!Array.isArray(tasks)) throw new ArgumentError(action, { rule: "they are a list", value: tasks });
  return tasks.map((task) => {
    if (task instanceof TaskRef) return endOf(task);
    throw new ArgumentError(action, { rule: "each is what Task.async gives", value: task });
  });
}
