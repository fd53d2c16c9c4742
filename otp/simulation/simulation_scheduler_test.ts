import { assert, assertEquals, assertThrows } from "@std/assert";
import { SeededRandom } from "../environment.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { Runnable } from "../processes/scheduler.ts";
import { SimulationScheduler, type SimulationSchedulerOptions } from "./simulation_scheduler.ts";
import type { StrategyPlan } from "./strategy.ts";

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
  await scheduler.rest();
  return { scheduler, order, budgets };
}

Deno.test("SimulationScheduler gives each its turns, one message at a time, and then rests", async () => {
  const { scheduler, order, budgets } = await orderOf({}, [2, 1, 3]);
  assertEquals(order.toSorted(), [0, 0, 1, 2, 2, 2]);
  assertEquals([[...budgets], scheduler.idle, scheduler.steps], [[1], true, 6]);
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
  assertEquals([order, scheduler.choices], [[2, 1, 0, 2, 1, 0], [2, 1, 0, 0, 0]]); // 7 of 3 is 1, and the last turn is no choice
  assertEquals(scheduler.departure, { at: 1, choice: 7, options: 3 });
});

Deno.test("SimulationScheduler lets code that goes on after awaits come to its end before the next choice", async () => {
  for (const awaits of [1, 6, 100, 5000]) {
    const scheduler = new SimulationScheduler({ fifo: true });
    const log: string[] = [];
    const goOn = async (name: string) => {
      log.push(name);
      for (let n = 0; n < awaits; n++) await undefined;
      log.push(`${name} goes on`);
    };
    for (const name of ["a", "b"]) {
      scheduler.enqueue({ pid: "<0.1.0>", nextRunnable: null, turn: () => (void goOn(name), false) });
    }
    await scheduler.rest();
    assertEquals(log, ["a", "a goes on", "b", "b goes on"]);
  }
});

Deno.test("SimulationScheduler.stop() ends it: nothing runs any more", async () => {
  const scheduler = new SimulationScheduler();
  let turns = 0;
  const runnable: Runnable = { pid: "<0.1.0>", nextRunnable: null, turn: () => ++turns > 0 };
  scheduler.enqueue(runnable);
  scheduler.stop();
  scheduler.enqueue(runnable);
  await scheduler.rest();
  assertEquals([turns, scheduler.idle], [0, true]);
});

Deno.test("SimulationScheduler stands still after too many turns, until more are allowed", async () => {
  const scheduler = new SimulationScheduler({ maxSteps: 10 });
  scheduler.enqueue({ pid: "<0.1.0>", nextRunnable: null, turn: () => true });
  await scheduler.rest(); // would never come, if it did not stand still
  assertEquals([scheduler.steps, scheduler.livelocked, scheduler.idle], [10, true, false]);
  await scheduler.rest();
  assertEquals(scheduler.steps, 10);
  scheduler.allowMore();
  assertEquals(scheduler.livelocked, false);
  await scheduler.rest();
  assertEquals([scheduler.steps, scheduler.livelocked], [20, true]);
});

Deno.test("SimulationScheduler.join(): several Systems share the choices, and one that stops takes its own along", async () => {
  const scheduler = new SimulationScheduler({ choices: [1, 1] });
  const log: string[] = [];
  const members = ["a", "b"].map((name) => {
    const member = scheduler.join(name);
    member.attach({ idle: () => log.push(`${name} idle`) });
    return member;
  });
  const runnable = (name: string): Runnable => ({
    pid: "<0.1.0>",
    nextRunnable: null,
    turn: () => log.push(name) < 0,
  });
  members.forEach((member, n) => member.enqueue(runnable(`${n}`)));
  await scheduler.rest();
  assertEquals(log.splice(0), ["1", "0", "a idle", "b idle"]);
  members.forEach((member, n) => member.enqueue(runnable(`${n}`)));
  members[0]!.stop();
  members[0]!.enqueue(runnable("late"));
  await scheduler.rest();
  assertEquals(log, ["1", "b idle"]);
});

Deno.test("SimulationScheduler goes on where one System stops and another begins before the next turn", async () => {
  const scheduler = new SimulationScheduler({ fifo: true });
  const [one, other] = [scheduler.join("a"), scheduler.join("b")];
  const log: string[] = [];
  const runnable = (name: string): Runnable => ({ pid: "<0.1.0>", nextRunnable: null, turn: () => log.push(name) < 0 });
  one.enqueue(runnable("one"));
  one.stop();
  other.enqueue(runnable("two"));
  other.enqueue(runnable("three"));
  assertEquals([scheduler.idle, log], [false, []]);
  await scheduler.rest();
  assertEquals([scheduler.steps, log], [2, ["two", "three"]]);
});

Deno.test("SimulationScheduler: a strategy hears what its turns reached, before the next choice and at rest", async () => {
  const log: string[] = [];
  const strategy: StrategyPlan = {
    name: "curious",
    begin: () => ({
      choose: (options) => log.push(`choose ${options.map(({ id, place }) => `${id}${place}`)}`) < 0 ? 1 : 0,
      ran: ({ id }, reached) => void log.push(`${id} reached ${[...reached]}`),
    }),
  };
  const scheduler = new SimulationScheduler({ strategy });
  const turn = (place: string) => () => (scheduler.reached(place), false);
  scheduler.enqueue({ pid: "<0.1.0>", nextRunnable: null, turn: turn("x") });
  scheduler.enqueue({ pid: "<0.2.0>", nextRunnable: null, turn: turn("y") });
  await scheduler.rest();
  assertEquals(log, ["choose 1<0.1.0>,2<0.2.0>", "1 reached x", "choose 2<0.2.0>", "2 reached y"]);
  assertEquals([scheduler.observes, scheduler.choices], [true, [0]]);
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
