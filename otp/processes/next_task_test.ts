import { assertEquals } from "@std/assert";
import { nextTask } from "./next_task.ts";

Deno.test("nextTask() lets every microtask run first, and what they bring about", async () => {
  let steps = 0;
  const step = () => void (++steps < 1000 && queueMicrotask(step));
  queueMicrotask(step);
  await nextTask();
  assertEquals(steps, 1000);
});

Deno.test("nextTask() lets a rejection that nobody awaits be told first", async () => {
  const told: unknown[] = [];
  const listener = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    told.push(event.reason);
  };
  globalThis.addEventListener("unhandledrejection", listener);
  Promise.reject("nobody awaits this");
  await nextTask();
  globalThis.removeEventListener("unhandledrejection", listener);
  assertEquals(told, ["nobody awaits this"]);
});

Deno.test("nextTask() comes in the order it was asked for, and leaves no port open", async () => {
  const order: number[] = [];
  await Promise.all([1, 2, 3].map((n) => nextTask().then(() => order.push(n))));
  assertEquals(order, [1, 2, 3]);
});
