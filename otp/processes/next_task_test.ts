import { assertEquals } from "@std/assert";
import { inNextTask, nextTask } from "./next_task.ts";

/** Runs a test as Deno does it, and as a browser does it, which has no `setImmediate`. */
async function everyWay(body: () => Promise<void>): Promise<void> {
  await body();
  const real = Object.getOwnPropertyDescriptor(globalThis, "setImmediate")!;
  Object.defineProperty(globalThis, "setImmediate", { configurable: true, writable: true, value: undefined });
  try {
    await body();
  } finally {
    Object.defineProperty(globalThis, "setImmediate", real);
  }
}

Deno.test("nextTask() lets every microtask run first, and what they bring about", async () => {
  await everyWay(async () => {
    let steps = 0;
    const step = () => void (++steps < 1000 && queueMicrotask(step));
    queueMicrotask(step);
    await nextTask();
    assertEquals(steps, 1000);
  });
});

Deno.test("inNextTask() asked for again from within lets the microtasks between run first", async () => {
  await everyWay(async () => {
    const seen: number[] = [];
    await new Promise<void>((resolve) => {
      let awaits = 0;
      const turn = async () => {
        seen.push(awaits);
        if (seen.length === 4) return resolve();
        awaits = 0;
        inNextTask(turn);
        for (let n = 0; n < 500; n++) await ++awaits;
      };
      turn();
    });
    assertEquals(seen, [0, 500, 500, 500]);
  });
});

Deno.test("nextTask() lets a rejection that nobody awaits be told first, also from within a task it has given", async () => {
  const told: unknown[] = [];
  const listener = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    told.push(event.reason);
  };
  globalThis.addEventListener("unhandledrejection", listener);
  for (const reason of ["nobody awaits this", "nor this"]) {
    Promise.reject(reason);
    await nextTask();
    assertEquals(told.pop(), reason);
  }
  globalThis.removeEventListener("unhandledrejection", listener);
});

Deno.test("nextTask() comes in the order it was asked for, and leaves no port open", async () => {
  await everyWay(async () => {
    const order: number[] = [];
    await Promise.all([1, 2, 3].map((n) => nextTask().then(() => order.push(n))));
    assertEquals(order, [1, 2, 3]);
  });
});
