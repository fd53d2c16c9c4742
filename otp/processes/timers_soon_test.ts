import { assertEquals } from "@std/assert";
import type { Alarm, Clock } from "../environment.ts";
import { RealClock, SeededRandom } from "../environment.ts";
import { VirtualClock } from "../simulation/virtual_clock.ts";
import { Deadline, TimerQueue } from "./timers.ts";

/** A clock that is costly to read, and moved by hand; what is due goes off when the turn of the event loop ends. */
class CostlyClock implements Clock {
  readonly costly = true;
  time = 0;
  reads = 0;
  #alarms: { atMs: number; fire: () => void }[] = [];

  now(): number {
    this.reads++;
    return this.time;
  }

  wallTime(): number {
    return this.time;
  }

  setAlarm(atMs: number, fire: () => void): Alarm {
    const alarm = { atMs, fire };
    this.#alarms.push(alarm);
    return { cancel: () => void (this.#alarms = this.#alarms.filter((each) => each !== alarm)) };
  }

  get pending(): number {
    return this.#alarms.length;
  }

  /** The event loop has its turn: alarms that were due before it go off. */
  endTurn(): void {
    const due = this.#alarms.filter(({ atMs }) => atMs <= this.time);
    this.#alarms = this.#alarms.filter((alarm) => !due.includes(alarm));
    for (const { fire } of due) fire();
  }
}

class Entry extends Deadline {
  readonly #expire: () => void;

  constructor(expire: () => void) {
    super();
    this.#expire = expire;
  }

  expire(): void {
    this.#expire();
  }
}

function setUp() {
  const clock = new CostlyClock();
  const queue = new TimerQueue(clock);
  const fired: string[] = [];
  const soon = (name: string, durationMs: number) => {
    const entry = new Entry(() => fired.push(`${name}@${clock.time}`));
    queue.addSoon(entry, durationMs);
    return entry;
  };
  return { clock, queue, fired, soon };
}

Deno.test("TimerQueue addSoon() reads a costly clock once for a duration, not for each entry", () => {
  const { clock, queue, soon } = setUp();
  for (let i = 0; i < 1000; i++) queue.remove(soon("x", 5000), 5000);
  assertEquals([clock.reads, queue.size], [1, 0]);
});

Deno.test("TimerQueue addSoon() counts from the end of the turn: never less than was asked for", () => {
  const { clock, fired, soon } = setUp();
  soon("a", 10);
  clock.time = 7; // a long turn
  soon("b", 10);
  clock.endTurn();
  clock.time = 16.9;
  clock.endTurn();
  assertEquals(fired, []);
  clock.time = 17;
  clock.endTurn();
  assertEquals(fired, ["a@17", "b@17"]);
});

Deno.test("TimerQueue addSoon() and add() of one duration expire in order of time", () => {
  const { clock, queue, fired, soon } = setUp();
  soon("early", 10);
  clock.time = 1;
  queue.add(new Entry(() => fired.push(`exact@${clock.time}`)), 10);
  clock.time = 2;
  soon("late", 10);
  clock.time = 3;
  clock.endTurn();
  for (clock.time = 10; clock.time <= 13; clock.time++) clock.endTurn();
  assertEquals(fired, ["early@11", "exact@11", "late@13"]);
});

Deno.test("TimerQueue add() passes over no entry that waits for its time: their number is no matter", () => {
  const { clock, queue, soon } = setUp();
  const many = Array.from({ length: 1000 }, () => soon("call", 5000));
  const timed = new Entry(() => {});
  queue.add(timed, 5000);
  assertEquals([timed.before, timed.after], [many.at(-1), null]);
  assertEquals([many[0]!.atMs, timed.atMs, clock.reads], [5000, 5000, 2]);
});

Deno.test("TimerQueue addSoon() leaves nothing behind when it is cleared, and takes no time-out for ever", () => {
  const { clock, queue, fired, soon } = setUp();
  soon("forever", Infinity);
  assertEquals([queue.size, clock.pending], [0, 0]);
  soon("a", 10);
  assertEquals([queue.size, clock.pending], [1, 1]);
  queue.clear();
  assertEquals([queue.size, clock.pending], [0, 0]);
  soon("b", 10); // and goes on
  clock.endTurn();
  clock.time = 10;
  clock.endTurn();
  assertEquals(fired, ["b@10"]);
});

Deno.test("TimerQueue addSoon() expires what outlives its turn, each once and never early, whatever happens between", () => {
  for (let seed = 0; seed < 40; seed++) {
    const random = new SeededRandom(seed);
    const { clock, queue } = setUp();
    const waiting = new Map<Entry, { durationMs: number; since: number }>();
    let expired = 0;
    for (let step = 0; step < 400; step++) {
      const dice = random.next();
      if (dice < 0.5) {
        const durationMs = [5, 10, 50][Math.floor(random.next() * 3)]!;
        const since = clock.time;
        const entry: Entry = new Entry(() => {
          const { durationMs, since } = waiting.get(entry)!; // once: it is taken out
          waiting.delete(entry);
          expired++;
          if (clock.time < since + durationMs) {
            throw new Error(`seed ${seed}: early by ${since + durationMs - clock.time}`);
          }
        });
        waiting.set(entry, { durationMs, since });
        if (random.next() < 0.3) queue.add(entry, durationMs);
        else queue.addSoon(entry, durationMs);
      } else if (dice < 0.7) {
        const [entry, known] = [...waiting][Math.floor(random.next() * waiting.size)] ?? [];
        if (entry === undefined || known === undefined) continue;
        queue.remove(entry, known.durationMs);
        waiting.delete(entry);
      } else {
        clock.time += Math.floor(random.next() * 8);
        if (random.next() < 0.8) clock.endTurn();
      }
    }
    assertEquals(queue.size, waiting.size, `seed ${seed}`);
    for (let turn = 0; turn < 4; turn++) {
      clock.time += 100;
      clock.endTurn();
    }
    assertEquals([queue.size, waiting.size, expired > 50], [0, 0, true], `seed ${seed}`);
  }
});

Deno.test("TimerQueue addSoon() is exact in virtual time, and the machine's clock is costly", () => {
  assertEquals([new RealClock().costly, (new VirtualClock() as Clock).costly], [true, undefined]);
  const clock = new VirtualClock();
  const entry = new Entry(() => {});
  new TimerQueue(clock).addSoon(entry, 10);
  assertEquals([entry.atMs, clock.nextAlarm], [10, 10]);
});
