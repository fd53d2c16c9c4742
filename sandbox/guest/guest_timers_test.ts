import { assertEquals, assertThrows } from "@std/assert";
import { GuestClock } from "./guest_clock.ts";
import { makeTimers } from "./guest_timers.ts";
import { TimerOwners } from "./timer_owners.ts";

type Timers = Record<string, (...args: unknown[]) => number>;

Deno.test("makeTimers(): timers fire with their arguments, and are cleared by their numbers", () => {
  const clock = new GuestClock();
  const fired: unknown[] = [];
  const timers = makeTimers({ clock, run: (code) => code(), owners: new TimerOwners() }).globals as Timers;
  timers["setTimeout"]!((...args: unknown[]) => fired.push(args), 0, "a", 1);
  timers["setImmediate"]!((...args: unknown[]) => fired.push(args), "b");
  timers["clearTimeout"]!(timers["setTimeout"]!(() => fired.push("never"), 0));
  timers["clearTimeout"]!(99, undefined);
  const every = timers["setInterval"]!(() => fired.push("every"), -5);
  clock.fireDue(() => true);
  clock.begin(clock.now() + 1000);
  clock.fireDue(() => true);
  timers["clearInterval"]!(every);
  assertEquals([fired.slice(0, 2), fired.includes("every"), fired.includes("never"), clock.due], [
    [["a", 1], ["b"]],
    true,
    false,
    -1,
  ]);
});

Deno.test("makeTimers(): no code is made of a text, and a microtask is run as everything is", async () => {
  let ran = 0;
  const owners = new TimerOwners();
  const timers = makeTimers({ clock: new GuestClock(), run: (code) => (ran++, code()), owners }).globals as Timers;
  for (const name of ["setTimeout", "setInterval", "setImmediate", "queueMicrotask"]) {
    assertThrows(() => timers[name]!("1"), TypeError, "it takes a function");
  }
  let done = false;
  timers["queueMicrotask"]!(() => done = true);
  await Promise.resolve();
  assertEquals([done, ran], [true, 1]);
});

Deno.test("makeTimers(): whose timer or microtask it is that is run is told", async () => {
  const [clock, owners, told] = [new GuestClock(), new TimerOwners(), [] as unknown[]];
  const timers = makeTimers({ clock, run: (code, owner) => (told.push(owner?.version), code()), owners })
    .globals as Timers;
  owners.begin(3);
  timers["setTimeout"]!(() => timers["queueMicrotask"]!(() => {}), 0);
  timers["queueMicrotask"]!(() => {});
  owners.end();
  timers["queueMicrotask"]!(() => {});
  await Promise.resolve();
  clock.begin(clock.now() + 1000);
  clock.fireDue(() => true);
  await Promise.resolve();
  assertEquals(told, [3, undefined, 3, 3]);
});
