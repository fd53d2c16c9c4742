import { assert, assertEquals, assertFalse, assertRejects, assertThrows } from "@std/assert";
import { GenServer } from "./behaviours/gen_server.ts";
import { SeededRandom } from "./environment.ts";
import { ArgumentError, StartError } from "./processes/errors.ts";
import { drain, exitsOf, idle, inWorlds, record, settled } from "./processes/testdata/worlds.ts";
import { silentLogger } from "./processes/reporter.ts";
import { Simulation } from "./simulation/simulation.ts";
import { VirtualClock } from "./simulation/virtual_clock.ts";
import { System } from "./system.ts";

const Counter = GenServer.define({
  name: "Counter",
  init: (start: number = 0) => start,
  calls: { value: (count) => [count, count] },
  casts: { add: (count, by: number = 1) => count + by },
});

Deno.test("System keeps its processes, names and time apart from another's", async () => {
  await using one = new Simulation();
  await using other = new Simulation();
  const pids = [one, other].map(({ system }) => system.attach({ name: "me" }).pid);
  assertEquals(pids[0], pids[1]); // each counts its own
  one.system.exit("me", "boom");
  assertEquals([one.system.processCount, other.system.processCount], [0, 1]);
  assertEquals([one.system.whereis("me"), other.system.whereis("me")], [undefined, pids[1]]);
  await one.advance(5);
  assertEquals([one.system.now(), other.system.now()], [5, 0]);
  const events = record(other.system);
  one.system.spawn(idle);
  assertEquals(events, []);
  await one.stop();
  assertFalse(other.system.stopped);
});

Deno.test("System takes time and chance from what it is given", async () => {
  const clock = new VirtualClock({ wallTime: 1000 });
  await using system = new System({ clock, random: new SeededRandom(7), logger: silentLogger });
  const me = system.attach();
  system.sendAfter(me.pid, "m", { delayMs: 5 });
  await clock.advance(5, () => settled(system));
  assertEquals([system.now(), system.wallTime(), await drain(me)], [5, 1005, ["m"]]);
  assertEquals(me.random(), new SeededRandom(7).next());
});

Deno.test("System of the machine: time goes forward, and disposing of it leaves nothing", async () => {
  await using system = new System();
  const before = system.now();
  const me = system.attach();
  system.sendAfter(me.pid, "soon", { delayMs: 1 });
  system.sendAfter(me.pid, "much later", { delayMs: 1e9 });
  assertEquals(await me.receive(), "soon");
  assert(system.now() - before >= 1);
  assert(Math.abs(system.wallTime() - Date.now()) < 60_000);
});

Deno.test("System.start() resolves when the server is up, and counts it", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const counter = await system.start(Counter, { args: [5], name: "counter" });
  assertEquals([await counter.call("value"), system.processCount, system.names], [5, 1, ["counter"]]);
  assertEquals(system.whereis("counter"), counter.pid);
});

Deno.test("System.start() rejects with a StartError where the name is taken or init fails", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const { pid } = await system.start(Counter, { name: "counter" });
  const taken = await assertRejects(() => system.start(Counter, { name: "counter" }), StartError);
  assertEquals(taken.reason, { already_started: pid });
  const Broken = GenServer.define({
    name: "Broken",
    init: () => {
      throw new Error("No database");
    },
  });
  await assertRejects(() => system.start(Broken), StartError, "Cannot start Broken: Error: No database");
  assertEquals(system.processCount, 1);
});

Deno.test("System.whereis() of a definition goes to whoever has the name when it is used", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const counter = system.whereis(Counter, "counter");
  assertEquals([counter.pid, counter.alive], [undefined, false]);
  for (const start of [1, 2]) {
    const { pid } = await system.start(Counter, { args: [start], name: "counter" });
    assertEquals([counter.pid, await counter.call("value")], [pid, start]);
    system.exit("counter", "shutdown");
  }
});

Deno.test("System.whereis() refuses what is neither text nor definition", async () => {
  await using simulation = new Simulation();
  for (const what of [undefined, null, 5, {}]) {
    assertThrows(
      () => simulation.system.whereis(what as never),
      ArgumentError,
      "Cannot look up a name: it is a text, or a definition and a text, got ",
    );
  }
  assertThrows(() => simulation.system.whereis(Counter, undefined as never), ArgumentError, "got undefined");
});

Deno.test("System.names and processCount are what is alive now", async () => {
  await inWorlds(async ({ system, settle }) => {
    system.spawn(idle, { name: "a" });
    system.spawn(() => {}, { name: "b" });
    assertEquals([system.names, system.processCount], [["a", "b"], 2]);
    await settle();
    assertEquals([system.names, system.processCount], [["a"], 1]);
  }, 3);
});

Deno.test("System.send() gives the message back, exit() is always true", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const me = system.attach();
  const message = { deep: [1] };
  assert(system.send(me.pid, message) === message);
  assertEquals([system.exit(me.pid, "boom"), system.exit(me.pid, "boom"), system.exit("nobody", "x")], [
    true,
    true,
    true,
  ]);
});

Deno.test("System.exit() by name reaches whoever has it", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const exits = exitsOf(system);
  const pid = system.spawn(idle, { name: "worker" });
  system.exit("worker", "boom");
  assertEquals(exits.get(pid), "boom");
});

Deno.test("System refuses an unknown way with rejections", () => {
  assertThrows(
    () => new System({ unhandledRejections: "ignore" as never }),
    ArgumentError,
    'Cannot make a System: unhandledRejections is "event" or "platform", got "ignore"',
  );
});

Deno.test("System hasExisted() tells a dead pid from one that never was", async () => {
  await using sim = new Simulation();
  const { system } = sim;
  const pid = system.spawn(idle);
  system.exit(pid, "kill");
  assertFalse(system.isAlive(pid));
  assert(system.hasExisted(pid));
  for (const never of ["<0.0.0>", "<0.2.0>", "<other.1.0>"] as const) assertFalse(system.hasExisted(never), never);
});

Deno.test("System pids() gives the living, oldest first, and bears a death on the way", async () => {
  await using sim = new Simulation();
  const { system } = sim;
  const [first, second, third] = [system.spawn(idle), system.spawn(idle), system.spawn(idle)];
  const seen: string[] = [];
  for (const pid of system.pids()) {
    seen.push(pid);
    if (pid === first) system.exit(second, "kill");
  }
  assertEquals(seen, [first, third]);
});

Deno.test("System clock is the one it was made with", () => {
  const clock = new VirtualClock();
  assertEquals(new System({ clock }).clock, clock);
});

Deno.test("System.readTimer() gives what is left of a timer, and changes nothing", async () => {
  await using sim = new Simulation();
  const { system } = sim;
  const me = system.attach();
  const timer = system.sendAfter(me.pid, "tick", { delayMs: 100 });
  await sim.advance(40);
  assertEquals([system.readTimer(timer), me.readTimer(timer), system.readTimer("#none" as never)], [60, 60, false]);
  await sim.advance(60);
  assertEquals([await me.receive(), system.readTimer(timer)], ["tick", false]);
});

Deno.test("System.start() is not compiled without the arguments that init needs", async () => {
  const Named = GenServer.define({ name: "Named", init: (name: string, age: number = 5) => ({ name, age }) });
  await using system = new System();
  await system.start(Named, { args: ["ada"] });
  await system.start(Counter);
  await system.start(Counter, { name: "counter" });
  const never = () => {
    // @ts-expect-error it needs a name
    void system.start(Named);
    // @ts-expect-error it needs a name, whatever else is said
    void system.start(Named, { name: "named" });
    // @ts-expect-error a name is a text
    void system.start(Named, { args: [5] });
  };
  assertEquals(typeof never, "function");
  assertEquals(system.processCount, 3);
});
