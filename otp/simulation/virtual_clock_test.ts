import { assertEquals, assertRejects } from "@std/assert";
import { SeededRandom } from "../environment.ts";
import { ArgumentError } from "../processes/errors.ts";
import { VirtualClock } from "./virtual_clock.ts";

const settle = () => Promise.resolve();

Deno.test("VirtualClock stands still until it is moved", async () => {
  const clock = new VirtualClock({ wallTime: 1_000_000 });
  let fired = 0;
  clock.setAlarm(0, () => fired++);
  await settle();
  assertEquals([clock.now(), clock.wallTime(), fired, clock.nextAlarm], [0, 1_000_000, 0, 0]);
  await clock.advance(0, settle);
  assertEquals([fired, clock.nextAlarm], [1, undefined]);
  await clock.advance(1.5, settle);
  assertEquals([clock.now(), clock.wallTime()], [1.5, 1_000_001.5]);
});

Deno.test("VirtualClock fires alarms in order of time, those of one moment in the order they were set", async () => {
  const clock = new VirtualClock();
  const random = new SeededRandom(3);
  const set: [at: number, n: number][] = Array.from({ length: 200 }, (_, n) => [Math.floor(random.next() * 20), n]);
  const fired: [at: number, n: number][] = [];
  for (const [at, n] of set) {
    clock.setAlarm(at, () => {
      assertEquals(clock.now(), at);
      fired.push([at, n]);
    });
  }
  await clock.advance(100, settle);
  assertEquals(fired, set.toSorted((one, other) => one[0] - other[0] || one[1] - other[1]));
  assertEquals(clock.now(), 100);
});

Deno.test("VirtualClock lets everything finish before each alarm, and after the last", async () => {
  const clock = new VirtualClock();
  const log: string[] = [];
  for (const at of [1, 2]) clock.setAlarm(at, () => log.push(`alarm ${at}`));
  await clock.advance(5, async () => {
    await settle();
    log.push(`settled at ${clock.now()}`);
  });
  assertEquals(log, ["settled at 0", "alarm 1", "settled at 1", "alarm 2", "settled at 2"]);
});

Deno.test("VirtualClock fires what an alarm sets within the time, and keeps what lies beyond", async () => {
  const clock = new VirtualClock();
  const fired: number[] = [];
  const again = () => {
    fired.push(clock.now());
    clock.setAlarm(clock.now() + 10, again);
  };
  clock.setAlarm(10, again);
  await clock.advance(35, settle);
  assertEquals([fired, clock.now(), clock.nextAlarm], [[10, 20, 30], 35, 40]);
});

Deno.test("VirtualClock: an alarm of the past fires at the next move, without turning the clock back", async () => {
  const clock = new VirtualClock();
  await clock.advance(10, settle);
  let at = -1;
  clock.setAlarm(3, () => at = clock.now());
  await clock.advance(0, settle);
  assertEquals([at, clock.now()], [10, 10]);
});

Deno.test("VirtualClock: a cancelled alarm never fires, and cancelling twice or late is no harm", async () => {
  const clock = new VirtualClock();
  const fired: string[] = [];
  const alarms = ["a", "b", "c"].map((name) => clock.setAlarm(5, () => fired.push(name)));
  alarms[1]!.cancel();
  alarms[1]!.cancel();
  await clock.advance(5, settle);
  alarms[0]!.cancel();
  assertEquals([fired, clock.nextAlarm], [["a", "c"], undefined]);
});

Deno.test("VirtualClock.advance() twice at the same time never goes back", async () => {
  const clock = new VirtualClock();
  await Promise.all([clock.advance(10, settle), clock.advance(3, settle)]);
  assertEquals(clock.now(), 10);
});

Deno.test("VirtualClock.advance() refuses to go back, or for ever", async () => {
  const clock = new VirtualClock();
  for (const ms of [-1, NaN, Infinity, "5" as never]) {
    await assertRejects(
      () => clock.advance(ms, settle),
      ArgumentError,
      "Cannot move the clock: it goes forward by finite milliseconds, got ",
    );
  }
  assertEquals(clock.now(), 0);
});
