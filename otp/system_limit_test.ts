import { assertEquals, assertThrows } from "@std/assert";
import { GenServer } from "./behaviours/gen_server.ts";
import { ArgumentError } from "./processes/errors.ts";
import { exitsOf, idle } from "./processes/testdata/worlds.ts";
import { Simulation } from "./simulation/simulation.ts";
import { Supervisor } from "./supervision/supervisor.ts";

const NeverUp = GenServer.define({ name: "NeverUp", init: () => new Promise<number>(() => {}) });
const NeverDown = GenServer.define({
  name: "NeverDown",
  trapExit: true,
  init: () => 0,
  terminate: () => new Promise(() => {}),
});

/** A supervisor that waits for ever: for a child to come up, or to end. */
async function stuckSupervisors(simulation: Simulation) {
  const { system } = simulation;
  const starts = await system.start(Supervisor.define({ name: "Starts" }));
  starts.startChild(NeverUp.child()).catch(() => {});
  const ends = await system.start(Supervisor.define({ children: [NeverDown.child({ shutdown: "infinity" })] }));
  await simulation.settle();
  return [starts.pid!, ends.pid!] as const;
}

Deno.test("System.stop() with a limit kills what lives when it is over, supervisors included", async () => {
  const simulation = new Simulation();
  const { system, clock } = simulation;
  const exits = exitsOf(system);
  const [starts, ends] = await stuckSupervisors(simulation);
  const calm = system.spawn(idle);
  const stopped = system.stop({ limitMs: 7000 });
  await simulation.advance(6999);
  assertEquals([system.stopped, exits.get(calm), system.isAlive(starts)], [false, "shutdown", true]);
  await simulation.advance(1);
  await stopped;
  assertEquals([exits.get(starts), exits.get(ends), system.processCount], ["killed", "killed", 0]);
  assertEquals([system.stopped, clock.nextAlarm], [true, undefined]);
});

Deno.test("System.stop() again may set the limit that the first left open: the way out of one that has no end", async () => {
  const simulation = new Simulation();
  const { system, clock } = simulation;
  await stuckSupervisors(simulation);
  const stopped = system.stop();
  await simulation.advance(1_000_000);
  assertEquals(system.stopped, false);
  assertEquals(system.stop({ limitMs: 50 }) === stopped, true);
  await simulation.advance(49);
  assertEquals(system.stopped, false);
  await simulation.advance(1);
  await stopped;
  assertEquals([system.stopped, clock.nextAlarm], [true, undefined]);
  await system.stop({ limitMs: 50 });
  assertEquals(clock.nextAlarm, undefined);
});

Deno.test("System.stop() that is done before its limit leaves no alarm, and kills nobody", async () => {
  const simulation = new Simulation();
  const { system, clock } = simulation;
  const exits = exitsOf(system);
  const tree = await system.start(Supervisor.define({}));
  const pid = tree.pid!;
  await system.stop({ limitMs: 50 });
  assertEquals([exits.get(pid), clock.nextAlarm], ["shutdown", undefined]);
});

Deno.test("System.stop() refuses a limit that is none, and has stopped nothing", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  for (const limitMs of [-1, NaN, "5" as never]) {
    assertThrows(
      () => system.stop({ limitMs }),
      ArgumentError,
      "Cannot stop a System: limitMs is a number of milliseconds from 0 up",
    );
  }
  assertEquals(system.spawn(idle), "<0.1.0>");
});

Deno.test("Simulation.stop() takes the options of the System's stop, and time goes on until its limit", async () => {
  const simulation = new Simulation();
  await stuckSupervisors(simulation);
  await simulation.stop({ limitMs: 7000 });
  assertEquals([simulation.system.stopped, simulation.clock.now()], [true, 7000]);
});
