/** What the compiler knows of tasks. */
import { assertEquals } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { System } from "../system.ts";
import { Task } from "./task.ts";
import type { TaskResult } from "./task_end.ts";
import type { TaskProcess } from "./task_definition.ts";
import type { TaskRef } from "./task_ref.ts";
import type { ChildSpec } from "./definition.ts";

Deno.test("Task infers the values of tasks, one by one and of many", async () => {
  await using system = new System();
  const text = Task.async(system, () => "a");
  const number = Task.async(system, async (self) => await Promise.resolve(self.now()));
  const either = Task.async(system, (self) => self.random() < 2 ? 1 : Promise.resolve(2));
  assertType<IsExact<typeof text, TaskRef<string>>>(true);
  assertType<IsExact<typeof number, TaskRef<number>>>(true);
  assertType<IsExact<typeof either, TaskRef<number>>>(true);

  const values = await Task.awaitMany([text, number]);
  assertType<IsExact<typeof values, [string, number]>>(true);
  const list: TaskRef<number>[] = [either, Task.completed(system, 2)];
  const results = await Task.yieldMany(list);
  assertType<IsExact<typeof results, (TaskResult<number> | undefined)[]>>(true);
  assertEquals([values[0], results], ["a", [{ ok: 1 }, { ok: 2 }]]);

  const any: TaskRef<unknown> = text; // a task of something is a task of anything
  assertEquals(any.alive, false);
  // @ts-expect-error: what gives a text gives no number
  const wrong: TaskRef<number> = text;
  assertEquals(wrong.alive, false);
});

Deno.test("Task.define() knows its arguments, and its child is one of a task without a result", () => {
  const Copy = Task.define({ name: "Copy", run: (_self, from: string, to?: string) => void [from, to] });
  const child = Copy.child({ args: ["a"] });
  assertType<IsExact<typeof child, ChildSpec<TaskProcess>>>(true);
  // @ts-expect-error: where from is to be said as a text
  assertEquals(Copy.child({ args: [1] }).id, "Copy");
  assertEquals([child.id, child.restart, Task.child(() => {}, { id: "x" }).id], ["Copy", "temporary", "x"]);
});
