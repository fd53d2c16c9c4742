import { assert, assertEquals } from "@std/assert";
import { SeededRandom } from "../environment.ts";
import { type TimerEntry, TimerQueue } from "./timers.ts";

/** A clock whose alarm goes off by hand, and never early. */
class HandClock {
  time = 0;
  alarms: { atMs: number; fire: () => void }[] = [];
  set = 0;

  now(): number {
    return this.time;
  }

  wallTime(): number {
    return this.time;
  }

  setAlarm(atMs: number, fire: () => void): { cancel(): void } {
    const alarm = { atMs, fire };
    this.alarms.push(alarm);
    this.set++;
    return { cancel: () => void (this.alarms = this.alarms.filter((other) => other !== alarm)) };
  }

  /** Goes to a moment and fires what is due, as often as there is something. */
  goTo(time: number): void {
    this.time = time;
    for (let next = this.#due(); next !== undefined; next = this.#due()) {
      this.alarms = this.alarms.filter((other) => other !== next);
      next.fire();
    }
  }

  #due(): { atMs: number; fire: () => void } | undefined {
    return this.alarms.find(({ atMs }) => atMs <= this.time);
  }
}

class Entry implements TimerEntry {
  readonly durationMs: number;
  readonly expire: () => void;
  atMs = 0;
  order = 0;
  before: TimerEntry | null = null;
  after: TimerEntry | null = null;

  constructor(durationMs: number, expire: () => void) {
    this.durationMs = durationMs;
    this.expire = expire;
  }
}

function setUp() {
  const clock = new HandClock();
  const queue = new TimerQueue(clock);
  const fired: string[] = [];
  const add = (name: string, durationMs: number, then: () => void = () => {}) => {
    const entry = new Entry(durationMs, () => (fired.push(name), then()));
    queue.add(entry, durationMs);
    return entry;
  };
  return { clock, queue, fired, add };
}

Deno.test("TimerQueue expires in order of time, entries of one moment in the order they were added", () => {
  const { clock, queue, fired, add } = setUp();
  add("a10", 10);
  add("b5", 5);
  clock.goTo(5 - 1);
  add("c6", 6); // due at 10, as the first is
  add("d1", 1);
  clock.goTo(10);
  assertEquals(fired, ["b5", "d1", "a10", "c6"]);
  assertEquals([queue.size, clock.alarms], [0, []]);
});

Deno.test("TimerQueue has one alarm at most, and never one that is later than the next entry", () => {
  const { clock, add } = setUp();
  for (const durationMs of [50, 20, 30, 20, 10, 40]) {
    add("x", durationMs);
    assertEquals(clock.alarms.length, 1);
  }
  assertEquals(clock.alarms[0]!.atMs, 10);
});

Deno.test("TimerQueue.remove() takes out the first, a middle one, the last, the only one, and none twice", () => {
  for (const at of [0, 1, 2]) {
    const { clock, queue, fired, add } = setUp();
    const entries = ["a", "b", "c"].map((name) => add(name, 5));
    queue.remove(entries[at]!, 5);
    queue.remove(entries[at]!, 5);
    queue.remove(entries[at]!, 99);
    assertEquals(queue.size, 2);
    add("d", 5);
    clock.goTo(5);
    assertEquals(fired, ["a", "b", "c", "d"].filter((_, n) => n !== at));
  }
  const { queue, add } = setUp();
  queue.remove(add("only", 5), 5);
  assertEquals(queue.size, 0);
});

Deno.test("TimerQueue: an entry that expires may remove one that is due as well", () => {
  const { clock, queue, fired, add } = setUp();
  add("a", 5, () => queue.remove(b, 5));
  const b = add("b", 5);
  add("c", 5);
  clock.goTo(5);
  assertEquals([fired, queue.size], [["a", "c"], 0]);
});

Deno.test("TimerQueue: what is added while others expire waits for the next alarm, though it is due", () => {
  const { clock, fired, queue, add } = setUp();
  add("a", 5, () => add("nested", 0));
  add("b", 5);
  clock.time = 5;
  const alarm = clock.alarms.pop()!;
  alarm.fire();
  assertEquals([fired, queue.size], [["a", "b"], 1]);
  clock.goTo(5);
  assertEquals(fired, ["a", "b", "nested"]);
});

Deno.test("TimerQueue.again() counts from when the entry was due, among others of its duration", () => {
  const { clock, queue, fired, add } = setUp();
  const interval: Entry = add("tick", 10, () => queue.again(interval, 10));
  clock.goTo(13); // late: the next is due at 20
  add("x", 10); // at 23
  clock.goTo(22);
  assertEquals([fired, interval.atMs], [["tick", "tick"], 30]);
  clock.goTo(40);
  assertEquals(fired, ["tick", "tick", "x", "tick", "tick"]);
});

Deno.test("TimerQueue.again() goes before what was added since it was due", () => {
  const { clock, queue, fired, add } = setUp();
  const interval: Entry = add("tick", 10, () => queue.again(interval, 10));
  clock.time = 15; // late: the next is due at 20
  for (const name of ["x", "y"]) add(name, 10); // at 25
  clock.goTo(20);
  assertEquals(fired, ["tick", "tick"]);
  queue.remove(interval, 10);
  clock.goTo(25);
  assertEquals([fired, queue.size], [["tick", "tick", "x", "y"], 0]);
});

Deno.test("TimerQueue.left() is whole milliseconds, rounded up, never below zero", () => {
  const { clock, queue, add } = setUp();
  const entry = add("a", 10);
  clock.time = 3.5;
  assertEquals(queue.left(entry), 7);
  clock.time = 11;
  assertEquals(queue.left(entry), 0);
});

Deno.test("TimerQueue.release() gives the alarm back when nothing waits, and only then", () => {
  const { clock, queue, add } = setUp();
  const [a, b] = [add("a", 5), add("b", 10)];
  queue.remove(a, 5);
  queue.release();
  assertEquals(clock.alarms.length, 1);
  queue.remove(b, 10);
  assertEquals(clock.alarms.length, 1); // kept: the next call wants it again
  queue.release();
  assertEquals(clock.alarms.length, 0);
  add("c", 7);
  assertEquals(clock.alarms.length, 1);
});

Deno.test("TimerQueue.clear() drops all, and works on", () => {
  const { clock, queue, fired, add } = setUp();
  for (const durationMs of [1, 2, 3]) add("old", durationMs);
  queue.clear();
  assertEquals([queue.size, queue.lanes, clock.alarms], [0, 0, []]);
  add("new", 2);
  clock.goTo(10);
  assertEquals(fired, ["new"]);
});

Deno.test("TimerQueue keeps no list for durations that never come back", () => {
  const { clock, queue, add } = setUp();
  const kept = add("kept", 1_000_000);
  for (let n = 0; n < 10_000; n++) queue.remove(add("call", 5000 + n / 7), 5000 + n / 7);
  assert(queue.lanes < 200, `${queue.lanes} lists`);
  assertEquals(queue.size, 1);
  clock.goTo(kept.atMs);
  assertEquals([queue.size, queue.lanes], [0, 0]);
});

Deno.test("TimerQueue sets no alarm for each of many calls that are answered", () => {
  const { clock, queue, add } = setUp();
  for (let n = 0; n < 1000; n++) {
    clock.time = n / 1000;
    queue.remove(add("call", 5000), 5000);
  }
  assertEquals([clock.set, queue.lanes], [1, 1]);
});

/** What a queue is, said without any cleverness. */
class NaiveQueue {
  entries: { name: number; atMs: number; order: number; every: number }[] = [];
  #order = 0;

  add(name: number, atMs: number, every = 0): void {
    this.entries.push({ name, atMs, order: ++this.#order, every });
  }

  remove(name: number): void {
    this.entries = this.entries.filter((each) => each.name !== name);
  }

  goTo(time: number): number[] {
    const fired: number[] = [];
    for (;;) {
      this.entries.sort((one, other) => one.atMs - other.atMs || one.order - other.order);
      const [next] = this.entries;
      if (next === undefined || next.atMs > time) return fired;
      this.entries.shift();
      fired.push(next.name);
      if (next.every > 0) this.add(next.name, next.atMs + next.every, next.every);
    }
  }
}

Deno.test("TimerQueue does what a sorted list would, for any order of operations", () => {
  for (let seed = 0; seed < 40; seed++) {
    const random = new SeededRandom(seed);
    const below = (count: number) => Math.floor(random.next() * count);
    const durations = Array.from({ length: 1 + below(200) }, () => random.next() * 100);
    const { clock, queue } = setUp();
    const naive = new NaiveQueue();
    const entries = new Map<number, Entry>();
    let fired: number[] = [];
    for (let step = 0; step < 500; step++) {
      const action = below(10);
      if (action < 5) {
        const durationMs = durations[below(durations.length)]!;
        const repeats = below(10) === 0;
        const entry: Entry = new Entry(durationMs, () => {
          fired.push(step);
          if (repeats) queue.again(entry, durationMs);
          else entries.delete(step);
        });
        entries.set(step, entry);
        queue.add(entry, durationMs);
        naive.add(step, clock.time + durationMs, repeats ? durationMs : 0);
      } else if (action < 8 && entries.size > 0) {
        const name = [...entries.keys()][below(entries.size)]!;
        const entry = entries.get(name)!;
        entries.delete(name);
        queue.remove(entry, entry.durationMs);
        naive.remove(name);
      } else {
        fired = [];
        // To each moment in turn, as a clock does that is never late; what is late is told apart above.
        const target = clock.time + random.next() * 60;
        while (naive.entries.length > 0) {
          const next = Math.min(...naive.entries.map(({ atMs }) => atMs));
          if (next > target) break;
          const expected = naive.goTo(next);
          fired = [];
          clock.goTo(next);
          assertEquals(fired, expected, `seed ${seed}, step ${step}`);
        }
        clock.goTo(target);
      }
      assertEquals(queue.size, naive.entries.length, `seed ${seed}, step ${step}`);
      const due = Math.min(...naive.entries.map(({ atMs }) => atMs));
      if (due < Infinity) assert(clock.alarms[0]!.atMs <= due, `seed ${seed}, step ${step}: the alarm is late`);
    }
  }
});

Deno.test("TimerQueue.added: counts what comes in, and forgets nothing of it", () => {
  const { clock, queue, add } = setUp();
  assertEquals(queue.added, 0);
  queue.remove(add("a", 10), 10);
  add("b", 5);
  add("never", Infinity);
  clock.goTo(5);
  assertEquals([queue.added, queue.size], [2, 0]);
});
