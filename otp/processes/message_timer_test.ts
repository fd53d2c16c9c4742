import { assert, assertEquals, assertThrows } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { Simulation } from "../simulation/simulation.ts";
import { System } from "../system.ts";
import { ArgumentError } from "./errors.ts";
import { runtimeOf } from "./host.ts";
import { silentLogger } from "./reporter.ts";
import { drain, idle, inWorlds } from "./testdata/worlds.ts";

Deno.test("case 65: sendAfter gives the message after at least T, and never before the call returns", async () => {
  await inWorlds(async ({ system, settle, advance }) => {
    const me = system.attach();
    me.sendAfter(me.pid, "later", { delayMs: 100 });
    me.sendAfter(me.pid, "at once", { delayMs: 0 });
    assertEquals(me.mailboxLength, 0);
    await settle();
    await advance(0);
    assertEquals(await drain(me), ["at once"]);
    await advance(99);
    assertEquals(await drain(me), []);
    await advance(1);
    assertEquals(await drain(me), ["later"]);
    await advance(60_000);
    assertEquals(await drain(me), []);
  }, 5);
});

Deno.test("case 66: startTimer gives { timeout, ref, message } with the ref it returned", async () => {
  await inWorlds(async ({ system, advance }) => {
    const me = system.attach();
    const refs = [me.startTimer(me.pid, "a", { delayMs: 2 }), me.startTimer(me.pid, "b", { delayMs: 1 })];
    await advance(2);
    assertEquals(await drain(me), [
      { type: "timeout", ref: refs[1], message: "b" },
      { type: "timeout", ref: refs[0], message: "a" },
    ]);
  }, 3);
});

Deno.test("case 67: a timer cancelled in time gives the whole milliseconds left, and its message never comes", async () => {
  await inWorlds(async ({ system, advance }) => {
    const me = system.attach();
    const ref = me.sendAfter(me.pid, "m", { delayMs: 100 });
    const exact = system.sendAfter(me.pid, "m", { delayMs: 100.5 });
    await advance(30);
    assertEquals([me.cancelTimer(ref), system.cancelTimer(exact)], [70, 71]);
    await advance(60_000);
    assertEquals(await drain(me), []);
  }, 3);
});

Deno.test("case 68: a timer cancelled too late or twice gives false, and a message that is there stays", async () => {
  await inWorlds(async ({ system, advance }) => {
    const me = system.attach();
    const [late, twice] = [
      me.sendAfter(me.pid, "there", { delayMs: 10 }),
      me.sendAfter(me.pid, "m", { delayMs: 50 }),
    ] as const;
    await advance(10);
    assertEquals([me.cancelTimer(late), me.cancelTimer(late)], [false, false]);
    assertEquals([me.cancelTimer(twice), me.cancelTimer(twice)], [40, false]);
    assertEquals(me.cancelTimer("#Ref<0.4711>"), false);
    assertEquals(await drain(me), ["there"]);
  }, 3);
});

Deno.test("case 69: reading a timer gives what is left and changes nothing; false when it is over", async () => {
  await inWorlds(async ({ system, advance }) => {
    const me = system.attach();
    const ref = me.sendAfter(me.pid, "m", { delayMs: 100 });
    await advance(40);
    assertEquals([me.readTimer(ref), me.readTimer(ref)], [60, 60]);
    await advance(60);
    assertEquals([me.readTimer(ref), await drain(me)], [false, ["m"]]);
    const cancelled = me.sendAfter(me.pid, "m", { delayMs: 100 });
    me.cancelTimer(cancelled);
    assertEquals([me.readTimer(cancelled), me.readTimer("#Ref<0.4711>")], [false, false]);
  }, 3);
});

Deno.test("case 70: the timer of a target that dies is gone, and nothing reaches whoever comes later", async () => {
  await inWorlds(async ({ system, settle, advance }) => {
    const me = system.attach();
    const pid = system.spawn(idle);
    const refs = [
      me.sendAfter(pid, "m", { delayMs: 100 }),
      me.sendInterval(pid, "tick", { delayMs: 30 }),
      me.startTimer(pid, "m", { delayMs: 100 }),
    ];
    await advance(20);
    assertEquals(processInfo(system, pid)?.timers, 3);
    system.exit(pid, "boom");
    assert(refs.every((ref) => me.readTimer(ref) === false && me.cancelTimer(ref) === false));
    assertEquals([runtimeOf(system).timers.size, runtimeOf(system).messageTimers.size], [0, 0]);
    const dead = me.sendAfter(pid, "m", { delayMs: 0 });
    assertEquals(me.cancelTimer(dead), false);
    const next = Array.from({ length: 10 }, () => system.attach());
    await advance(1000);
    await settle();
    assert(next.every((each) => each.mailboxLength === 0));
  }, 3);
});

Deno.test("case 71: timers fire in order of time, those of one moment in the order they were made", async () => {
  await inWorlds(async ({ system, advance }) => {
    const me = system.attach();
    const delays = [5, 3, 5, 0, 4, 3, 5, 0, 1, 4.5];
    delays.forEach((delayMs, n) => me.sendAfter(me.pid, `${delayMs}/${n}`, { delayMs }));
    await advance(2);
    me.sendAfter(me.pid, "5/later", { delayMs: 3 });
    await advance(3);
    const expected = ["0/3", "0/7", "1/8", "3/1", "3/5", "4/4", "4.5/9", "5/0", "5/2", "5/6", "5/later"];
    assertEquals(await drain(me), expected);
  }, 3);
});

Deno.test("case 72: an interval sends one message per tick until it is cancelled", async () => {
  await inWorlds(async ({ system, advance }) => {
    const me = system.attach();
    const ref = me.sendInterval(me.pid, "tick", { delayMs: 100 });
    await advance(99);
    assertEquals(await drain(me), []);
    await advance(1);
    assertEquals(await drain(me), ["tick"]);
    await advance(250);
    assertEquals([await drain(me), me.readTimer(ref)], [["tick", "tick"], 50]);
    assertEquals(me.cancelTimer(ref), 50);
    await advance(10_000);
    assertEquals(await drain(me), []);
  }, 3);
});

Deno.test("case 72: an interval ends with its target, whoever set it", async () => {
  await inWorlds(async ({ system, advance }) => {
    const [me, target] = [system.attach(), system.attach()];
    const ref = me.sendInterval(target.pid, "tick", { delayMs: 10 });
    await advance(25);
    assertEquals([await drain(target), me.readTimer(ref)], [["tick", "tick"], 5]);
    system.exit(target.pid, "shutdown");
    assertEquals([me.readTimer(ref), me.cancelTimer(ref), runtimeOf(system).timers.size], [false, false, 0]);
    const kept = target.sendInterval(me.pid, "tick", { delayMs: 10 }); // by code of a dead process
    const other = system.attach();
    other.sendInterval(me.pid, "tock", { delayMs: 10 });
    system.exit(other.pid, "shutdown"); // who set it may be dead: it is the target's
    await advance(20);
    assertEquals([await drain(me), me.readTimer(kept)], [["tock", "tock"], false]);
  }, 3);
});

Deno.test("case 72: an interval to a name goes on when the name changes hands", async () => {
  await inWorlds(async ({ system, advance }) => {
    const me = system.attach();
    const first = system.attach({ name: "worker" });
    const ref = me.sendInterval("worker", "tick", { delayMs: 10 });
    await advance(10);
    assertEquals(await drain(first), ["tick"]);
    system.exit(first.pid, "boom");
    await advance(20);
    const second = system.attach({ name: "worker" });
    await advance(10);
    assertEquals(await drain(second), ["tick"]);
    assertEquals(me.cancelTimer(ref), 10);
  }, 3);
});

Deno.test("sendAfter() to a name is for whoever has it then, and nobody is no error", async () => {
  await inWorlds(async ({ system, advance }) => {
    system.sendAfter("heir", "m", { delayMs: 10 });
    system.sendAfter("nobody", "m", { delayMs: 10 });
    const heir = system.attach({ name: "heir" });
    await advance(10);
    assertEquals(await drain(heir), ["m"]);
  }, 3);
});

Deno.test("sendInterval() counts from when a tick was due, so it does not drift", () => {
  let now = 0;
  let fire = () => {};
  let at = Infinity;
  const clock = {
    now: () => now,
    wallTime: () => now,
    setAlarm(atMs: number, go: () => void) {
      [at, fire] = [atMs, go];
      return { cancel: () => void (at = Infinity) };
    },
  };
  const system = new System({ clock, logger: silentLogger });
  const me = system.attach();
  const ref = me.sendInterval(me.pid, "tick", { delayMs: 10 });
  const due: number[] = [];
  for (let tick = 0; tick < 5; tick++) {
    due.push(at);
    now = at + 3; // always late
    fire();
  }
  assertEquals([due, me.mailboxLength], [[10, 20, 30, 40, 50], 5]);
  now = 95; // ticks were missed: they follow, one for each alarm
  for (let tick = 0; tick < 4; tick++) fire();
  assertEquals([at, me.mailboxLength], [100, 9]);
  assertEquals(me.cancelTimer(ref), 5);
  return system.stop();
});

Deno.test("a timer refuses a delay that is none", async () => {
  await using simulation = new Simulation();
  const me = simulation.system.attach();
  for (const delayMs of [-1, NaN, Infinity, "5" as never, undefined as never]) {
    const message = "Cannot start a timer: delayMs is a number of milliseconds from 0 up, got ";
    assertThrows(() => me.sendAfter(me.pid, "m", { delayMs }), ArgumentError, message);
    assertThrows(() => me.startTimer(me.pid, "m", { delayMs }), ArgumentError, message);
    assertThrows(() => me.sendInterval(me.pid, "m", { delayMs }), ArgumentError, message);
    assertThrows(() => simulation.system.sendAfter(me.pid, "m", { delayMs }), ArgumentError, message);
  }
  assertThrows(
    () => me.sendInterval(me.pid, "m", { delayMs: 0 }),
    ArgumentError,
    "Cannot start an interval: delayMs is above 0, got 0",
  );
  assertEquals(runtimeOf(simulation.system).messageTimers.size, 0);
});

Deno.test("a timer refuses a target that is none", async () => {
  await using simulation = new Simulation();
  const me = simulation.system.attach();
  const options = { delayMs: 1 };
  assertThrows(() => me.sendAfter("<broken>", "m", options), ArgumentError, 'written <0.12.0>, got "<broken>"');
  assertThrows(() => me.sendAfter(5 as never, "m", options), ArgumentError, "known by a pid or a name, got 5");
  assertThrows(() => me.sendAfter(me.alias(), "m", options), ArgumentError, "it sends to a pid or a name, got ");
});

Deno.test("a timer after the System has stopped never starts", async () => {
  const simulation = new Simulation();
  await simulation.stop();
  const ref = simulation.system.sendAfter("worker", "m", { delayMs: 10 });
  assertEquals([simulation.clock.nextAlarm, simulation.system.cancelTimer(ref)], [undefined, false]);
});
