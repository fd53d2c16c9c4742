import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { GenServer } from "./behaviours/gen_server.ts";
import { ArgumentError, StartError } from "./processes/errors.ts";
import { nextTask } from "./processes/next_task.ts";
import { exitsOf, idle, record } from "./processes/testdata/worlds.ts";
import { silentLogger } from "./processes/reporter.ts";
import { Simulation } from "./simulation/simulation.ts";
import { Supervisor } from "./supervision/supervisor.ts";
import { System } from "./system.ts";

/** Ends when its gate opens. */
const Gated = GenServer.define({
  name: "Gated",
  trapExit: true,
  init: (gate: Promise<void>, log: string[]) => ({ gate, log }),
  terminate: async ({ gate, log }, _reason, self) => {
    log.push(`told at ${self.now()}`);
    await gate;
    log.push("ends");
  },
});

Deno.test("System.stop() ends what was started last first, each when the one before is dead", async () => {
  const simulation = new Simulation({ messages: "share" });
  const { system } = simulation;
  const order: string[] = [];
  const names = new Map<string, string>();
  for (const name of ["first", "second", "third"]) names.set(system.spawn(idle), name);
  const { pid } = await system.start(Gated, { args: [Promise.resolve(), order] });
  names.set(pid!, "server");
  system.events.subscribe((event) => event.type === "process.exited" && void order.push(names.get(event.pid)!));
  await simulation.stop();
  assertEquals(order, ["told at 0", "ends", "server", "third", "second", "first"]);
  assertEquals([system.stopped, system.processCount, system.names], [true, 0, []]);
});

Deno.test("System.stop() asks with shutdown, and kills who is not done in time", async () => {
  const simulation = new Simulation({ messages: "share" });
  const { system } = simulation;
  const exits = exitsOf(system);
  const log: string[] = [];
  const never = new Promise<void>(() => {});
  const stuck = await system.start(Gated, { args: [never, log] });
  const calm = system.spawn(idle);
  const stopped = system.stop({ timeoutMs: 700 });
  await simulation.advance(699);
  assertEquals([system.isAlive(stuck.pid!), system.stopped], [true, false]);
  const pid = stuck.pid!;
  await simulation.advance(1);
  await stopped;
  assertEquals([exits.get(calm), exits.get(pid), log], ["shutdown", "killed", ["told at 0"]]);
  assertEquals([system.stopped, simulation.clock.nextAlarm], [true, undefined]);
});

Deno.test("System.stop() waits 5 s by default, and no longer than needed", async () => {
  const simulation = new Simulation({ messages: "share" });
  const { system } = simulation;
  const gate = Promise.withResolvers<void>();
  await system.start(Gated, { args: [gate.promise, []] });
  await system.start(Gated, { args: [new Promise<void>(() => {}), []] });
  const stopped = system.stop();
  await simulation.advance(5000);
  assertEquals([system.stopped, system.processCount], [false, 1]); // the last started one was killed
  gate.resolve();
  await stopped;
  assertEquals(simulation.clock.now(), 5000);
});

Deno.test("System.stop() waits for a supervisor as long as its children may take", async () => {
  const simulation = new Simulation({ messages: "share" });
  const { system } = simulation;
  const log: string[] = [];
  await system.start(Supervisor.define({
    children: [Gated.child({ id: "slow", args: [new Promise<void>(() => {}), log], shutdown: 60_000 })],
  }));
  const stopped = system.stop({ timeoutMs: 10 });
  await simulation.advance(59_999);
  assertEquals([system.stopped, log], [false, ["told at 0"]]);
  await simulation.advance(1);
  await stopped;
  assertEquals(system.stopped, true);
});

Deno.test("System.stop() again, at the same time, or by a listener, is the same stop", async () => {
  const simulation = new Simulation();
  const { system } = simulation;
  const pid = system.spawn(idle);
  const exits = record(system, "process.exited");
  const promises: Promise<void>[] = [];
  system.events.subscribe(() => void promises.push(system.stop({ timeoutMs: 1 })), { pid });
  promises.push(system.stop(), system.stop({ timeoutMs: 0 }), system[Symbol.asyncDispose]());
  await Promise.all(promises);
  promises.push(system.stop());
  assertEquals(new Set(promises).size, 1);
  assertEquals(exits.length, 1);
});

Deno.test("System.stop() while a start is pending: it fails, and nothing is left", async () => {
  const simulation = new Simulation();
  const { system } = simulation;
  const Waiting = GenServer.define({ name: "Waiting", init: () => new Promise<number>(() => {}) });
  const start = system.start(Waiting, { name: "waiting" });
  const refused = assertRejects(() => start, StartError, "Cannot start waiting: killed");
  assertEquals(system.processCount, 1);
  await simulation.stop();
  await refused;
  assertEquals([system.processCount, system.names], [0, []]);
});

Deno.test("System.stop(): one whose start is done meanwhile is shut down like any other", async () => {
  const simulation = new Simulation({ messages: "share" });
  const { system } = simulation;
  const exits = exitsOf(system);
  const gate = Promise.withResolvers<void>();
  const init = Promise.withResolvers<number>();
  await system.start(Gated, { args: [gate.promise, []] });
  const Late = GenServer.define({ name: "Late", init: () => init.promise });
  const start = system.start(Late);
  const stopped = system.stop();
  init.resolve(1);
  const { pid } = await start;
  gate.resolve();
  await stopped;
  assertEquals([...exits.values()], ["shutdown", "shutdown"]);
  assertEquals([system.isAlive(pid!), system.processCount], [false, 0]);
});

Deno.test("System.stop() lets nothing new begin from outside, during it and after", async () => {
  const simulation = new Simulation({ messages: "share" });
  const { system } = simulation;
  const gate = Promise.withResolvers<void>();
  await system.start(Gated, { args: [gate.promise, []] });
  const stopped = system.stop();
  const refuses = async (rule: string) => {
    await assertRejects(
      () => system.start(Gated, { args: [gate.promise, []] }),
      ArgumentError,
      `Cannot start a process: ${rule}`,
    );
    assertThrows(() => system.spawn(idle), ArgumentError, `Cannot spawn a process: ${rule}`);
    assertThrows(() => system.attach(), ArgumentError, `Cannot attach a process: ${rule}`);
  };
  await refuses("the System is being stopped");
  gate.resolve();
  await stopped;
  await refuses("the System has been stopped");
  assertEquals(system.processCount, 0);
});

Deno.test("System.stop() ends what processes have started themselves, and what is attached", async () => {
  const simulation = new Simulation();
  const { system } = simulation;
  const exits = exitsOf(system);
  const me = system.attach();
  me.trapExit = true;
  let orphan: string | undefined;
  system.spawn((self) => void (orphan = self.spawn(idle)));
  await simulation.settle();
  await simulation.stop();
  assertEquals([exits.get(orphan as "<0.1.0>"), exits.get(me.pid), me.alive], ["killed", "shutdown", false]);
});

Deno.test("System.stop() called by a process of its own ends that one too", async () => {
  const simulation = new Simulation();
  const { system } = simulation;
  let stopped: Promise<void> | undefined;
  let wentOn = false;
  system.spawn(async (self) => {
    stopped = self.system.stop();
    await stopped;
    wentOn = true;
    self.send("nobody", "does nothing");
  });
  await simulation.settle();
  await stopped;
  assertEquals([system.stopped, system.processCount, wentOn], [true, 0, true]);
});

Deno.test("System.stop() refuses a time-out that is none, and has stopped nothing", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const pid = system.spawn(idle);
  for (const timeoutMs of [-1, NaN, "5" as never]) {
    assertThrows(
      () => void system.stop({ timeoutMs }),
      ArgumentError,
      "Cannot stop a System: timeoutMs is a number of milliseconds from 0 up, got ",
    );
  }
  assertEquals([system.isAlive(pid), system.stopped], [true, false]);
});

Deno.test("System.stop() of an empty System, and of one with 10,000 processes, is quick", async () => {
  await new System({ logger: silentLogger }).stop();
  const system = new System({ logger: silentLogger });
  for (let n = 0; n < 10_000; n++) system.spawn(idle);
  await system.stop();
  assertEquals(system.processCount, 0);
});

Deno.test("System.stop() after which calls, timers and signals do nothing, and set no native timer", async () => {
  const system = new System({ logger: silentLogger });
  const me = system.attach({ name: "me" });
  const waiting = me.receive(undefined, { timeoutMs: 10_000 });
  await nextTask();
  await system.stop();
  let settled = false;
  waiting.finally(() => settled = true);
  me.send(me.pid, "late");
  system.send(me.pid, "late");
  system.sendAfter(me.pid, "late", { delayMs: 1 });
  system.sendAfter("anybody", "late", { delayMs: 1 });
  system.exit(me.pid, "boom");
  await nextTask();
  assertEquals([settled, me.mailboxLength, me.alive], [false, 0, false]); // Deno finds a timer, if one was left
});

Deno.test("System.stop() is told to a server with what its terminate may still do", async () => {
  const simulation = new Simulation({ messages: "share" });
  const log: string[] = [];
  const told = GenServer.define({
    name: "Told",
    trapExit: true,
    init: () => 0,
    terminate: async (_state, reason, self) => {
      const ran = Promise.withResolvers<unknown>();
      const helper = self.spawnMonitor(() => ran.resolve(log.push("helper ran")));
      log.push(`${reason}`, `${self.system.isAlive(helper.pid)}`);
      await ran.promise;
    },
  });
  await simulation.system.start(told);
  await simulation.stop();
  assertEquals(log, ["shutdown", "true", "helper ran"]);
  assert(simulation.system.stopped);
});
