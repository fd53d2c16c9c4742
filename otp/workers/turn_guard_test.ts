import { assertEquals, assertThrows } from "@std/assert";
import type { Runnable } from "../processes/scheduler.ts";
import { SimulationScheduler } from "../simulation/simulation_scheduler.ts";
import { nextTask } from "../testdata/world.ts";
import { GuardedScheduler, noGuard, timedGuard } from "./turn_guard.ts";

Deno.test("timedGuard() stops what takes too long, lets the rest pass, and throws what is thrown", () => {
  const guard = timedGuard(50);
  let done = 0;
  assertEquals(guard.run(() => done++), true);
  assertEquals(
    guard.run(() => {
      for (;;) done |= 1;
    }),
    false,
  );
  assertThrows(
    () =>
      guard.run(() => {
        throw new RangeError("as it was");
      }),
    RangeError,
    "as it was",
  );
  assertEquals([guard.run(() => done = 5), done], [true, 5]);
});

Deno.test("noGuard lets everything run", () => {
  let done = false;
  assertEquals([noGuard.run(() => done = true), done], [true, true]);
});

Deno.test("GuardedScheduler gives one message at a time to the guard, and stops for good with the first that is stopped", async () => {
  const log: string[] = [];
  const make = (pid: Runnable["pid"], messages: number): Runnable => ({
    pid,
    nextRunnable: null,
    turn: (budget) => (log.push(`${pid} ${budget}`), --messages > 0),
  });
  const stopped: string[] = [];
  const inner = new SimulationScheduler({ fifo: true });
  const guard = { run: (work: () => void) => (work(), log.length < 4) };
  const scheduler = new GuardedScheduler(inner, { guard, stopped: ({ pid }) => stopped.push(pid) });
  scheduler.attach({ idle() {} });
  scheduler.enqueue(make("<0.1.0>", 3));
  scheduler.enqueue(make("<0.2.0>", 3));
  for (let i = 0; i < 20; i++) await nextTask();
  assertEquals(log, ["<0.1.0> 1", "<0.2.0> 1", "<0.1.0> 1", "<0.2.0> 1"]);
  assertEquals(stopped, ["<0.2.0>"]);
  await scheduler.stop();
});
