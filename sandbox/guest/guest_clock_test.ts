import { assertEquals, assertThrows } from "@std/assert";
import { GuestClock, GuestTimer } from "./guest_clock.ts";

Deno.test("GuestClock fires what is due, soonest first, when it is asked to", () => {
  const clock = new GuestClock();
  const fired: string[] = [];
  clock.begin(100_000);
  const now = clock.now();
  clock.setAlarm(now + 2000, () => fired.push("second"));
  clock.setAlarm(now + 1000, () => fired.push("first"));
  const gone = clock.setAlarm(now + 500, () => fired.push("never"));
  assertEquals(clock.due, now + 500);
  gone.cancel();
  gone.cancel();
  assertEquals([clock.due, clock.fireDue(() => true), fired], [now + 1000, 0, []]);
  clock.begin(now + 2500);
  assertEquals([clock.fireDue(() => true), fired, clock.due], [2, ["first", "second"], -1]);
});

Deno.test("GuestClock stops where more may not be done, and goes on later", () => {
  const clock = new GuestClock();
  let left = 1;
  for (let n = 0; n < 3; n++) clock.setAlarm(0, () => left--);
  assertEquals([clock.fireDue(() => left > 0), clock.due], [1, 0]);
  left = 5;
  assertEquals([clock.fireDue(() => left > 0), clock.due], [2, -1]);
});

Deno.test("GuestClock lets one have its turn, however late it is: messages without end do not keep timers out", () => {
  const clock = new GuestClock();
  for (let n = 0; n < 2; n++) clock.setAlarm(0, () => {});
  assertEquals([clock.fireDue(() => false), clock.due], [1, 0]);
});

Deno.test("GuestTimer: one that repeats is due again, and can cancel itself", () => {
  const clock = new GuestClock();
  let fired = 0;
  const timer = clock.add({ atMs: 0, everyMs: 5000, fire: () => ++fired === 2 && timer.cancel() });
  assertEquals([timer instanceof GuestTimer, clock.fireDue(() => true), clock.due >= 5000], [true, 1, true]);
  clock.begin(clock.due + 10);
  assertEquals([clock.fireDue(() => true), fired, clock.due], [1, 2, -1]);
});

Deno.test("GuestClock begins when it is started, however long it has been there", () => {
  const clock = new GuestClock();
  clock.begin(500_000);
  clock.start();
  assertEquals(clock.now() < 500_000, true);
});

Deno.test("GuestClock never goes back, and has room for so many timers", () => {
  const clock = new GuestClock(1);
  clock.begin(5000);
  clock.begin(10);
  assertEquals(clock.now() >= 5000, true);
  let refused = 0;
  clock.full = () => refused++;
  clock.setAlarm(1, () => {});
  for (let n = 0; n < 2; n++) {
    assertThrows(() => clock.setAlarm(1, () => {}), RangeError, "at most 1 wait at a time");
  }
  const ours = () => clock.add({ atMs: 0, everyMs: 0, fire: () => {}, isOurs: true });
  ours();
  ours().cancel();
  assertEquals([refused, clock.fireDue(() => true)], [2, 2]);
  ours();
  clock.setAlarm(1e9, () => {});
  assertThrows(() => clock.setAlarm(1, () => {}), RangeError);
});
