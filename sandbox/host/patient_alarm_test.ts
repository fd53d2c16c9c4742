import { assertEquals } from "@std/assert";
import { setPatientAlarm } from "./patient_alarm.ts";

/** A clock that goes on when it is told to, and fires what is due then. */
function handClock() {
  const clock = {
    at: 0,
    due: undefined as { atMs: number; fire: () => void } | undefined,
    now: () => clock.at,
    wallTime: () => clock.at,
    setAlarm: (atMs: number, fire: () => void) => {
      clock.due = { atMs, fire };
      return { cancel: () => void (clock.due = undefined) };
    },
    goTo(at: number) {
      clock.at = at;
      const { due } = clock;
      if (due === undefined || due.atMs > at) return;
      clock.due = undefined;
      due.fire();
    },
  };
  return clock;
}

Deno.test("setPatientAlarm() goes off in time where the program was there", () => {
  const clock = handClock();
  let fired = 0;
  setPatientAlarm(clock, { afterMs: 500, fire: () => fired++ });
  clock.goTo(499);
  assertEquals(fired, 0);
  clock.goTo(520); // as late as a busy machine is
  assertEquals([fired, clock.due], [1, undefined]);
});

Deno.test("setPatientAlarm() waits as long again as the program was away, and no longer than all of the time", () => {
  const clock = handClock();
  let fired = 0;
  const alarm = setPatientAlarm(clock, { afterMs: 500, fire: () => fired++ });
  clock.goTo(600);
  assertEquals([fired, clock.due?.atMs], [0, 700]);
  clock.goTo(20_000); // it was away once more
  assertEquals([fired, clock.due?.atMs], [0, 20_400]);
  clock.goTo(30_000); // and has had all the patience that there is
  assertEquals(fired, 1);
  const other = setPatientAlarm(clock, { afterMs: 500, fire: () => fired++ });
  clock.goTo(50_000);
  other.cancel();
  alarm.cancel();
  assertEquals([clock.due, fired], [undefined, 1]);
});
