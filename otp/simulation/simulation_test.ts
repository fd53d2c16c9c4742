import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import type { SystemEvent } from "../events/event.ts";
import { sys } from "../introspection/sys.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { Pid } from "../processes/pid.ts";
import { drain } from "../processes/testdata/worlds.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { Simulation } from "./simulation.ts";
import type { SimulationOptions } from "./simulation_options.ts";
import { LivelockError } from "./simulation_scheduler.ts";

const Counter = GenServer.define({
  name: "Counter",
  init: () => 0,
  calls: { value: (count) => [count, count] },
  casts: { add: async (count, by: number) => await Promise.resolve(count + by), crash: () => JSON.parse("no JSON") },
  handleInfo: (count) => count + 100,
});

/** A busy little world: servers under a supervisor, crashes, timers, links; and everything that happened, as text. */
async function run(options: SimulationOptions): Promise<{ log: string; schedule: string }> {
  await using simulation = new Simulation(options);
  const { system } = simulation;
  const events: SystemEvent[] = [];
  system.events.subscribe((event) => events.push(event));
  await system.start(Supervisor.define({
    children: ["a", "b", "c"].map((id) => Counter.child({ id, name: id })),
  }));
  for (const id of ["a", "b", "c"]) sys.trace(system, id);
  for (const id of ["a", "b", "c"]) {
    system.spawn(async (self) => {
      for (let n = 0; n < 5; n++) {
        self.system.whereis(Counter, id).cast("add", n);
        self.sendAfter(id, "tick", { delayMs: Math.floor(self.random() * 10) });
        await self.receive(undefined, { timeoutMs: 3 });
      }
      if (id === "b") self.system.whereis(Counter, id).cast("crash");
    });
  }
  await simulation.advance(100);
  // A stack tells lines of the library, which is not what is compared.
  const log = JSON.stringify(events, (key, value) => key === "stack" ? undefined : value);
  return { log, schedule: simulation.schedule };
}

Deno.test("Simulation: the same seed gives the same run, to the byte", async () => {
  for (const seed of [0, 1, 42]) assertEquals(await run({ seed }), await run({ seed }));
});

Deno.test("Simulation: different seeds give different runs", async () => {
  const logs = new Set<string>();
  for (let seed = 0; seed < 10; seed++) logs.add((await run({ seed })).log);
  assertEquals(logs.size, 10);
});

Deno.test("Simulation.schedule, given to another simulation of the seed, makes it run the same way", async () => {
  for (const seed of [1, 2, 3]) {
    const first = await run({ seed });
    const again = await run({ seed, schedule: first.schedule });
    assertEquals(again, first);
    assert(first.schedule.length > 0 && !first.schedule.endsWith(".0"));
  }
});

Deno.test("Simulation.schedule alone decides the order of turns: chance is the seed's", async () => {
  const order = async (options: SimulationOptions) => {
    await using simulation = new Simulation(options);
    const order: number[] = [];
    for (let n = 0; n < 12; n++) simulation.system.spawn(() => void order.push(n));
    await simulation.settle();
    return { order, schedule: simulation.schedule };
  };
  const first = await order({ seed: 3 });
  assertEquals(await order({ seed: 99, schedule: first.schedule }), first);
  const fifo = await order({ fifo: true });
  assertEquals(fifo, { order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], schedule: "" });
});

Deno.test("Simulation.schedule keeps a choice that ends in a zero", async () => {
  await using simulation = new Simulation({ schedule: "10", fifo: true });
  const order: number[] = [];
  for (let n = 0; n < 12; n++) simulation.system.spawn(() => void order.push(n));
  await simulation.settle();
  assertEquals([order[0], simulation.schedule], [10, "10"]);
});

Deno.test("Simulation refuses a schedule that is none", () => {
  for (const schedule of ["a", "1..2", "1.-2", ".", "1."]) {
    assertThrows(() => new Simulation({ schedule }), ArgumentError, "a choice is a whole number from 0 up, got ");
  }
});

Deno.test("Simulation.settle() waits for all that is under way at this moment, and no longer", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const me = system.attach();
  system.spawn(async (self) => {
    for (let n = 0; n < 50; n++) await Promise.resolve();
    self.spawn(async (child) => {
      child.send(me.pid, "now");
      await child.receive(undefined, { timeoutMs: 1 });
      child.send(me.pid, "later");
    });
  });
  await simulation.settle();
  assertEquals([await drain(me), system.now()], [["now"], 0]);
  await simulation.advance(1);
  assertEquals([await drain(me), system.now()], [["later"], 1]);
});

Deno.test("Simulation.advance() lets everything finish between two moments", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const log: string[] = [];
  for (const delayMs of [10, 20, 30]) {
    system.spawn(async (self) => {
      await self.receive(undefined, { timeoutMs: delayMs });
      self.spawn((child) => void log.push(`${delayMs} at ${child.now()}`));
    });
  }
  await simulation.settle();
  await simulation.advance(25);
  assertEquals([log, system.now()], [["10 at 10", "20 at 20"], 25]);
});

Deno.test("Simulation.settle() throws a LivelockError where two keep each other busy for ever", async () => {
  const simulation = new Simulation({ maxSteps: 500 });
  const { system } = simulation;
  const pong = (self: { receive(): Promise<unknown>; send(to: Pid, m: unknown): unknown; pid: Pid }) => async () => {
    for (;;) self.send(await self.receive() as Pid, self.pid);
  };
  const [a, b] = [system.spawn((self) => pong(self)()), system.spawn((self) => pong(self)())];
  system.send(a, b);
  const error = await assertRejects(() => simulation.settle(), LivelockError);
  assertEquals([error.name, error.message], ["LivelockError", "Cannot settle: more than 500 turns at 0 ms"]);
  await simulation.stop(); // it can be stopped all the same
  assertEquals(system.processCount, 0);
});

Deno.test("Simulation.advance() throws a LivelockError where timers of 0 ms hold the time", async () => {
  const simulation = new Simulation({ maxSteps: 500 });
  simulation.system.spawn(async (self) => {
    for (;;) {
      self.sendAfter(self.pid, "again", { delayMs: 0 });
      await self.receive();
    }
  });
  await assertRejects(() => simulation.advance(10), LivelockError, "Cannot advance: more than 500 turns at 0 ms");
  await simulation.stop();
});

Deno.test("Simulation: many turns in many moments, or in many settlings, are no livelock", async () => {
  await using simulation = new Simulation({ maxSteps: 50 });
  const me = simulation.system.attach();
  const ref = me.sendInterval(me.pid, "tick", { delayMs: 1 });
  const taken = simulation.system.spawn(async (self) => {
    for (;;) await self.receive();
  });
  me.sendInterval(taken, "tick", { delayMs: 1 });
  await simulation.advance(200);
  for (let n = 0; n < 10; n++) {
    for (let m = 0; m < 40; m++) me.send(taken, m);
    await simulation.settle();
  }
  assertEquals([me.mailboxLength, me.cancelTimer(ref)], [200, 1]);
});

Deno.test("Simulation.stop() moves time as far as the shutdown needs, also by fractions", async () => {
  const simulation = new Simulation({ messages: "share" });
  const Stubborn = GenServer.define({
    name: "Stubborn",
    trapExit: true,
    init: () => 0,
    terminate: () => new Promise<void>(() => {}),
  });
  await simulation.advance(0.1);
  await simulation.system.start(Supervisor.define({ children: [Stubborn.child({ id: "s", shutdown: 0.2 })] }));
  await simulation.system.start(Stubborn);
  await simulation.stop();
  await simulation.stop();
  assertEquals([simulation.system.stopped, simulation.clock.now()], [true, 5000.1 + 0.2]);
});

Deno.test("Simulation.stop() reaches an alarm that no sum of fractions reaches", async () => {
  const simulation = new Simulation({ messages: "share" });
  const { system } = simulation;
  const gate = system.attach();
  system.sendAfter(gate.pid, "go", { delayMs: 0.9 });
  await simulation.advance(0.2); // 0.2 + (0.9 - 0.2) is less than 0.9
  const Patient = GenServer.define({
    name: "Patient",
    trapExit: true,
    init: () => 0,
    terminate: async () => void await gate.receive(),
  });
  await system.start(Patient);
  await simulation.stop();
  assertEquals([system.stopped, simulation.clock.now()], [true, 0.9]);
});

Deno.test("Simulation.stop() throws a LivelockError where a shutdown has no end", async () => {
  const simulation = new Simulation({ messages: "share", maxSteps: 50 });
  const Immortal = GenServer.define({
    name: "Immortal",
    trapExit: true,
    init: () => 0,
    terminate: () => new Promise<void>(() => {}),
  });
  const { system } = simulation;
  await system.start(Supervisor.define({ children: [Immortal.child({ id: "i", shutdown: Infinity })] }));
  const counter = await system.attach();
  counter.trapExit = true;
  counter.spawn(async (self) => {
    self.sendInterval(self.pid, "tick", { delayMs: 10 });
    for (;;) await self.receive();
  });
  await assertRejects(() => simulation.stop(), LivelockError, "Cannot stop: more than 50 turns");
  for (const pid of ["<0.1.0>", "<0.2.0>"] as const) system.exit(pid, "kill");
  await simulation.stop();
  assertEquals(system.stopped, true);
});

Deno.test("Simulation freezes messages unless told otherwise", async () => {
  for (const messages of [undefined, "share"] as const) {
    await using simulation = new Simulation(messages === undefined ? {} : { messages });
    const message = { list: [1] };
    simulation.system.send(simulation.system.attach().pid, message);
    assertEquals(Object.isFrozen(message.list), messages === undefined);
  }
});
