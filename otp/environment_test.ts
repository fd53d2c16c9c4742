import { assert, assertEquals } from "@std/assert";
import { RealClock, RealRandom, SeededRandom } from "./environment.ts";
import { nextTask } from "./processes/next_task.ts";

/** Replaces what the machine offers, so that a test need not wait for it. */
function machine() {
  const real = { setTimeout, clearTimeout, now: performance.now };
  const native = new Map<number, { fire: () => void; ms: number }>();
  const state = { time: 0, native };
  let last = 0;
  Object.assign(globalThis, {
    setTimeout: (fire: () => void, ms: number) => (native.set(++last, { fire, ms }), last),
    clearTimeout: (id: number) => native.delete(id),
  });
  performance.now = () => state.time;
  return {
    native,
    /** Lets the time-outs go off that are set, at a time. */
    fireAt(time: number): void {
      state.time = time;
      for (const [id, { fire }] of [...native]) {
        native.delete(id);
        fire();
      }
    },
    msOf: () => [...native.values()].map(({ ms }) => ms),
    [Symbol.dispose](): void {
      const { now, ...timers } = real;
      Object.assign(globalThis, timers);
      performance.now = now;
    },
  };
}

Deno.test("RealClock.setAlarm() fires once, not before the call returns", () => {
  using world = machine();
  let fired = 0;
  new RealClock().setAlarm(0, () => fired++);
  assertEquals([fired, world.msOf()], [0, [0]]);
  world.fireAt(0);
  world.fireAt(10);
  assertEquals([fired, world.native.size], [1, 0]);
});

Deno.test("RealClock.setAlarm() waits whole milliseconds, and again where a native time-out fires early", () => {
  using world = machine();
  let fired = 0;
  new RealClock().setAlarm(10.2, () => fired++);
  assertEquals(world.msOf(), [11]);
  world.fireAt(9.7);
  assertEquals([fired, world.msOf()], [0, [1]]);
  world.fireAt(10.2);
  assertEquals([fired, world.native.size], [1, 0]);
});

Deno.test("case 71: RealClock waits longer than a native time-out can", () => {
  using world = machine();
  let fired = 0;
  const longest = 2 ** 31 - 1;
  new RealClock().setAlarm(longest + 500, () => fired++);
  assertEquals(world.msOf(), [longest]);
  world.fireAt(longest);
  assertEquals([fired, world.msOf()], [0, [500]]);
  world.fireAt(longest + 500);
  assertEquals(fired, 1);
});

Deno.test("RealClock: a cancelled alarm never fires, also after it was armed again, and twice is no harm", () => {
  using world = machine();
  let fired = 0;
  const alarm = new RealClock().setAlarm(10, () => fired++);
  world.fireAt(5);
  alarm.cancel();
  alarm.cancel();
  world.fireAt(20);
  assertEquals([fired, world.native.size], [0, 0]);
});

Deno.test("RealClock.now() never goes back, wallTime() is the time of people", async () => {
  const clock = new RealClock();
  const [before, wall] = [clock.now(), Date.now()];
  await nextTask();
  assert(clock.now() >= before);
  assert(clock.wallTime() >= wall);
});

Deno.test("RealRandom.next() is at least 0 and below 1", () => {
  const random = new RealRandom();
  for (let n = 0; n < 100; n++) {
    const next = random.next();
    assert(next >= 0 && next < 1);
  }
});

Deno.test("SeededRandom gives the same numbers on every machine", () => {
  const random = new SeededRandom(7);
  assertEquals([random.next(), random.next(), random.next()], [
    0.011704753153026104,
    0.06195825757458806,
    0.97690763277933,
  ]);
});

Deno.test("SeededRandom: another seed, other numbers; any number is a seed", () => {
  const first = (seed: number) => new SeededRandom(seed).next();
  const seeds = Array.from({ length: 1000 }, (_, n) => n);
  assertEquals(new Set(seeds.map(first)).size, 1000);
  for (const seed of [-1, 0.5, NaN, Infinity, 2 ** 40]) assert(first(seed) >= 0 && first(seed) < 1);
});

Deno.test("SeededRandom is spread evenly from 0 to below 1", () => {
  const random = new SeededRandom(1);
  const tenths = new Array<number>(10).fill(0);
  for (let n = 0; n < 10_000; n++) tenths[Math.floor(random.next() * 10)]!++;
  for (const count of tenths) assert(count > 850 && count < 1150, `${tenths}`);
});
