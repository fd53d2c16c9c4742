import { assert, assertEquals } from "@std/assert";
import { nextTask } from "./next_task.ts";
import { FairScheduler, type Runnable } from "./scheduler.ts";

/** Time that goes on only where a test says so. */
class StoppedTime implements Disposable {
  readonly #real = performance.now;
  now = 1000;

  constructor() {
    performance.now = () => this.now;
  }

  [Symbol.dispose](): void {
    performance.now = this.#real;
  }
}

/** Always has messages; each takes so long. Writes down how long it and its like have their turns without a break. */
function busy(time: StoppedTime, options: { eachMs: number; mailbox?: number }) {
  const { mailbox = Infinity } = options;
  let since: number | undefined;
  const runnable = {
    pid: "<0.1.0>",
    nextRunnable: null as Runnable | null,
    budgets: [] as number[],
    stretches: [] as number[],
    turn(budget: number) {
      if (since === undefined) {
        since = time.now;
        queueMicrotask(() => {
          runnable.stretches.push(time.now - since!);
          since = undefined;
        });
      }
      runnable.budgets.push(budget);
      time.now += Math.min(budget, mailbox) * options.eachMs;
      return true;
    },
  } satisfies Runnable & { [key: string]: unknown };
  return runnable;
}

Deno.test("FairScheduler: the event loop waits for a slice and a message, however long messages take", async () => {
  for (const eachMs of [0.05, 0.2, 1, 3, 100]) {
    for (const mailbox of [1, Infinity]) {
      using time = new StoppedTime();
      const scheduler = new FairScheduler();
      scheduler.attach({ idle() {} });
      const runnable = busy(time, { eachMs, mailbox });
      scheduler.enqueue(runnable);
      while (runnable.stretches.length < 20) await nextTask();
      await scheduler.stop();
      const [first, ...others] = runnable.stretches;
      // At first it does not know how long they take: a turn.
      assert(first! <= 8 + 64 * eachMs, `${eachMs} ms: first ${first}`);
      assert(Math.max(...others) <= 8 + 2 + 2 * eachMs, `${eachMs} ms, ${mailbox}: ${others}`);
    }
  }
});

Deno.test("FairScheduler gives its whole budget again once messages are quick", async () => {
  using time = new StoppedTime();
  const scheduler = new FairScheduler({ budget: 32 });
  scheduler.attach({ idle() {} });
  const options = { eachMs: 50 };
  const runnable = busy(time, options);
  scheduler.enqueue(runnable);
  while (runnable.stretches.length < 3) await nextTask();
  assertEquals(runnable.budgets.at(-1), 1);
  options.eachMs = 0.001;
  const before = runnable.stretches.length;
  while (runnable.stretches.length < before + 3) await nextTask();
  assertEquals(runnable.budgets.at(-1), 32);
  await scheduler.stop();
});
