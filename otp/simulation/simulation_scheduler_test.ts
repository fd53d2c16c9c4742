import { assert, assertEquals, assertThrows } from "@std/assert";
import { SeededRandom } from "../environment.ts";
import { ArgumentError } from "../processes/errors.ts";
import { nextTask } from "../processes/next_task.ts";
import type { Runnable } from "../processes/scheduler.ts";
import { SimulationScheduler, type SimulationSchedulerOptions } from "./simulation_scheduler.ts";

/** Runs workers that want so many turns each, and gives the order of turns. */
async function orderOf(options: SimulationSchedulerOptions, wants: readonly number[]) {
  const scheduler = new SimulationScheduler(options);
  scheduler.attach({ idle() {} });
  const order: number[] = [];
  const budgets = new Set<number>();
  wants.forEach((turns, n) => {
    const runnable: Runnable = {
      pid: `<0.${n}.0>`,
      nextRunnable: null,
      turn(budget) {
        budgets.add(budget);
        order.push(n);
        return --turns > 0;
      },
    };
    scheduler.enqueue(runnable);
  });
  assertEquals([order, scheduler.idle], [[], false]); // nothing runs inside of enqueue
  await nextTask();
  return { scheduler, order, budgets };
}

Deno.test("SimulationScheduler gives each its turns, one message at a time, and then rests", async () => {
  const { scheduler, order, budgets } = await orderOf({}, [2, 1, 3]);
  assertEquals(order.toSorted(), [0, 0, 1, 2, 2, 2]);
  assertEquals([[...budgets], scheduler.idle, scheduler.steps, scheduler.choices.length], [[1], true, 6, 6]);
});

Deno.test("SimulationScheduler: the same random numbers give the same order, others another", async () => {
  const wants = [3, 3, 3, 3];
  const seeded = async (seed: number) => (await orderOf({ random: new SeededRandom(seed) }, wants)).order.join("");
  assertEquals(await seeded(1), await seeded(1));
  const orders = new Set(await Promise.all([1, 2, 3, 4, 5, 6].map(seeded)));
  assert(orders.size > 3, [...orders].join());
});

Deno.test("SimulationScheduler: the choices of a run, given, make it again", async () => {
  const wants = [3, 2, 4];
  const first = await orderOf({ random: new SeededRandom(5) }, wants);
  const again = await orderOf({ random: new SeededRandom(6), choices: first.scheduler.choices }, wants);
  assertEquals([again.order, again.scheduler.choices], [first.order, first.scheduler.choices]);
});

Deno.test("SimulationScheduler.fifo takes the one that waits longest, once the given choices are used up", async () => {
  assertEquals((await orderOf({ fifo: true }, [2, 2, 2])).order, [0, 1, 2, 0, 1, 2]);
  const { order, scheduler } = await orderOf({ fifo: true, choices: [2, 7] }, [2, 2, 2]);
  assertEquals([order, scheduler.choices], [[2, 1, 0, 2, 1, 0], [2, 1, 0, 0, 0, 0]]); // 7 of 3 is 1
});

Deno.test("SimulationScheduler lets code that goes on after an await do its next thing before the next choice", async () => {
  const scheduler = new SimulationScheduler({ fifo: true });
  const log: string[] = [];
  const worker = (name: string): Runnable => ({
    pid: "<0.1.0>",
    nextRunnable: null,
    turn() {
      log.push(name);
      Promise.resolve().then(() => Promise.resolve()).then(() => log.push(`${name} goes on`));
      return false;
    },
  });
  for (const name of ["a", "b"]) scheduler.enqueue(worker(name));
  await nextTask();
  assertEquals(log, ["a", "a goes on", "b", "b goes on"]);
});

Deno.test("SimulationScheduler.stop() ends it: nothing runs any more", async () => {
  const scheduler = new SimulationScheduler();
  let turns = 0;
  const runnable: Runnable = { pid: "<0.1.0>", nextRunnable: null, turn: () => ++turns > 0 };
  scheduler.enqueue(runnable);
  scheduler.stop();
  scheduler.enqueue(runnable);
  await nextTask();
  assertEquals([turns, scheduler.idle], [0, true]);
});

Deno.test("SimulationScheduler stands still after too many turns, until more are allowed", async () => {
  const scheduler = new SimulationScheduler({ maxSteps: 10 });
  scheduler.enqueue({ pid: "<0.1.0>", nextRunnable: null, turn: () => true });
  await nextTask(); // would never come, if it did not stand still
  assertEquals([scheduler.steps, scheduler.livelocked, scheduler.idle], [10, true, false]);
  await nextTask();
  assertEquals(scheduler.steps, 10);
  scheduler.allowMore();
  assertEquals(scheduler.livelocked, false);
  await nextTask();
  assertEquals([scheduler.steps, scheduler.livelocked], [20, true]);
});

Deno.test("SimulationScheduler refuses choices that are none", () => {
  for (const choice of [-1, 0.5, NaN]) {
    assertThrows(
      () => new SimulationScheduler({ choices: [0, choice] }),
      ArgumentError,
      `Cannot make a SimulationScheduler: a choice is a whole number from 0 up, got ${choice}`,
    );
  }
});
