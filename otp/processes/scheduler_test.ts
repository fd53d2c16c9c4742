import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import { System } from "../system.ts";
import { ArgumentError } from "./errors.ts";
import { nextTask } from "./next_task.ts";
import type { Pid } from "./pid.ts";
import { silentLogger } from "./reporter.ts";
import { FairScheduler, type Runnable } from "./scheduler.ts";

/** Wants so many turns, and says when it has one. */
class Worker implements Runnable {
  readonly pid: Pid;
  nextRunnable: Runnable | null = null;
  turns = 0;
  budgets = new Set<number>();
  readonly #onTurn: (worker: Worker) => boolean;

  constructor(number: number, onTurn: (worker: Worker) => boolean) {
    this.pid = `<0.${number}.0>`;
    this.#onTurn = onTurn;
  }

  turn(budget: number): boolean {
    this.turns++;
    this.budgets.add(budget);
    return this.#onTurn(this);
  }
}

/** A scheduler that stops when the test is done, and a promise of its next rest. */
function setUp(options: { sliceMs?: number; budget?: number } = {}) {
  const scheduler = new FairScheduler(options);
  let idles = 0;
  let rested = () => {};
  scheduler.attach({
    idle() {
      idles++;
      rested();
    },
  });
  return {
    scheduler,
    get idles() {
      return idles;
    },
    rest: () => new Promise<void>((resolve) => rested = resolve),
    [Symbol.dispose]: () => scheduler.stop(),
  };
}

Deno.test("FairScheduler gives turns first come, first served, and never inside of enqueue", async () => {
  using world = setUp({ sliceMs: Infinity });
  const order: Pid[] = [];
  const workers = [1, 2, 3].map((n) => new Worker(n, ({ pid, turns }) => (order.push(pid), turns < n)));
  for (const worker of workers) world.scheduler.enqueue(worker);
  assertEquals(order, []);
  await nextTask();
  assertEquals(order, ["<0.1.0>", "<0.2.0>", "<0.3.0>", "<0.2.0>", "<0.3.0>", "<0.3.0>"]);
  assertEquals(workers.map(({ turns, nextRunnable }) => [turns, nextRunnable]), [[1, null], [2, null], [3, null]]);
});

Deno.test("FairScheduler hands its budget to every turn", async () => {
  using world = setUp({ budget: 5 });
  const worker = new Worker(1, ({ turns }) => turns < 3);
  world.scheduler.enqueue(worker);
  await nextTask();
  assertEquals([worker.turns, [...worker.budgets]], [3, [5]]);
  assertEquals(new FairScheduler() instanceof FairScheduler, true);
});

Deno.test("case 10: one that always wants more gets a turn for a turn, and starves nobody", async () => {
  using world = setUp();
  let done = false;
  const flood = new Worker(1, () => !done);
  const others = [2, 3, 4].map((n) => new Worker(n, ({ turns }) => turns < 100));
  const last = new Worker(5, ({ turns }) => {
    done = turns === 100;
    return !done;
  });
  for (const worker of [flood, ...others, last]) world.scheduler.enqueue(worker);
  while (!done) await nextTask();
  assertEquals(others.map(({ turns }) => turns), [100, 100, 100]);
  assert(flood.turns <= 101, `${flood.turns} turns`);
});

Deno.test("case 10: a process that never stops sending to itself holds up neither another one nor the event loop", async () => {
  await using system = new System({ scheduler: new FairScheduler({ sliceMs: 0 }), logger: silentLogger });
  let rounds = 0;
  system.spawn(async (self) => {
    for (; rounds < 1_000_000; rounds++) { // a bound, so that the test ends where it fails
      self.send(self.pid, "again");
      await self.receive();
    }
  });
  const me = system.attach();
  const echo = system.spawn(async (self) => {
    for (;;) self.send(me.pid, await self.receive());
  });
  for (let n = 0; n < 20; n++) {
    me.send(echo, n);
    assertEquals(await me.receive(), n);
    await nextTask(); // comes only where the event loop has its turn
  }
  assert(rounds > 0 && rounds < 1_000_000, `${rounds} rounds`);
});

Deno.test("case 10: two that play ping-pong for ever let a native timer through", async () => {
  await using system = new System({ logger: silentLogger });
  let hops = 0;
  const ping =
    (self: { receive(): Promise<unknown>; send(to: Pid, message: unknown): unknown; pid: Pid }) => async () => {
      while (hops++ < 100_000_000) self.send(await self.receive() as Pid, self.pid);
    };
  const [a, b] = [system.spawn((self) => ping(self)()), system.spawn((self) => ping(self)())];
  system.send(a, b);
  // deno-lint-ignore superlearner/test-sleep -- that a native timer fires is what is tested
  await new Promise((resolve) => setTimeout(resolve, 1));
  assert(hops > 0 && hops < 100_000_000);
});

Deno.test("FairScheduler tells its host that it rests, once, and not while there is work", async () => {
  using world = setUp();
  let idleInside = false;
  const rest = world.rest();
  world.scheduler.enqueue(
    new Worker(1, ({ turns }) => {
      idleInside ||= world.idles > 0;
      return turns < 10;
    }),
  );
  await rest;
  await nextTask();
  assertEquals([idleInside, world.idles], [false, 1]);
  const again = world.rest();
  world.scheduler.enqueue(new Worker(2, () => false));
  await again;
  assertEquals(world.idles, 2);
});

Deno.test("FairScheduler.stop() before the first turn: nothing runs, and no native timer is left", async () => {
  const { scheduler } = setUp();
  const worker = new Worker(1, () => true);
  scheduler.enqueue(worker);
  scheduler.stop();
  await nextTask();
  assertEquals(worker.turns, 0); // the sanitizer of Deno finds a timer, if one was left
});

Deno.test("FairScheduler.stop() in the middle of a turn is the end of it", async () => {
  const { scheduler } = setUp();
  const other = new Worker(2, () => true);
  const worker = new Worker(1, () => {
    scheduler.enqueue(other);
    scheduler.stop();
    return true;
  });
  scheduler.enqueue(worker);
  await nextTask();
  scheduler.enqueue(other);
  await nextTask();
  assertEquals([worker.turns, other.turns], [1, 0]);
});

Deno.test("FairScheduler.stop() while the event loop has its turn leaves nothing behind", async () => {
  const { scheduler } = setUp({ sliceMs: 0 });
  const worker = new Worker(1, () => true);
  scheduler.enqueue(worker);
  await nextTask(); // it has yielded, or this would not come
  const { turns } = worker;
  assert(turns > 0);
  await scheduler.stop();
  await scheduler.stop();
  await nextTask();
  assertEquals(worker.turns, turns);
});

Deno.test("FairScheduler.stop() ends the rest as well: the host is not called", async () => {
  const world = setUp();
  world.scheduler.enqueue(new Worker(1, () => false));
  await nextTask();
  world.scheduler.stop();
  await nextTask();
  assertEquals(world.idles, 0);
});

Deno.test("FairScheduler refuses settings out of bounds", () => {
  for (const budget of [0, -1, 1.5, NaN, Infinity, "5" as never]) {
    assertThrows(
      () => new FairScheduler({ budget }),
      ArgumentError,
      "Cannot make a FairScheduler: budget is a whole number from 1 up, got ",
    );
  }
  for (const sliceMs of [-1, NaN]) {
    assertThrows(
      () => new FairScheduler({ sliceMs }),
      ArgumentError,
      `Cannot make a FairScheduler: sliceMs is a number of milliseconds from 0 up, got ${sliceMs}`,
    );
  }
});

Deno.test("FairScheduler: a process that is ended before its turn is passed over", async () => {
  await using system = new System({ logger: silentLogger });
  const ran: string[] = [];
  const pids = ["a", "b", "c"].map((name) => system.spawn(() => void ran.push(name)));
  system.exit(pids[1]!, "kill");
  await nextTask();
  assertEquals(ran, ["a", "c"]);
  assertFalse(system.isAlive(pids[1]!));
});

Deno.test("FairScheduler rests between slices by real turns of the event loop, and stop() waits for the last", async () => {
  const scheduler = new FairScheduler({ sliceMs: 0 });
  scheduler.attach({ idle() {} });
  let turns = 0;
  const busy = { pid: "<0.1.0>" as const, nextRunnable: null, turn: () => ++turns > 0 };
  scheduler.enqueue(busy);
  await Promise.resolve();
  const before = turns;
  for (let task = 0; turns === before && task < 100_000; task++) await nextTask();
  assert(turns > before, "it goes on after its rest");
  const rest = scheduler.stop();
  const last = turns;
  await rest;
  await Promise.resolve();
  assertEquals(turns, last);
});
