import { assertEquals } from "@std/assert";
import { reasonOf } from "../processes/exit_reason.ts";
import { type TaskDetails, TaskError } from "./task_error.ts";

const task: TaskDetails = { pid: "<0.5.0>", ref: "#Ref<0.1>", action: "await", timeoutMs: 100 };

Deno.test("TaskError says which task, and why there is no result", () => {
  assertEquals(
    [
      new TaskError("timeout", task).message,
      new TaskError("noproc", { ...task, pid: undefined }).message,
      new TaskError({ shutdown: "lunch" }, { ...task, pid: undefined, ref: undefined, action: "asyncStream" }).message,
    ],
    [
      "Cannot await the task <0.5.0>: no result within 100 ms",
      "Cannot await the task #Ref<0.1>: nothing comes from it any more, its result was taken or given up before",
      'Cannot await the task that is being started: it exited with {"shutdown":"lunch"}',
    ],
  );
});

Deno.test("TaskError is the exit reason of who does not catch it, with the task beside the reason", () => {
  assertEquals(reasonOf(new TaskError("boom", task)), { reason: "boom", task });
});
