import { assert, assertEquals, assertThrows } from "@std/assert";
import { Simulation } from "../simulation/simulation.ts";
import { ArgumentError, NoProcessError } from "./errors.ts";
import { runtimeOf } from "./host.ts";
import { drain, idle, inWorlds, record } from "./testdata/worlds.ts";

Deno.test("case 8: a message to a dead pid is no error, is dropped, and is returned", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const pid = system.spawn(() => {});
    await settle();
    const message = { to: "the dead" };
    for (const to of [pid, "<0.4711.0>", "<other.1.0>"] as const) {
      assert(system.send(to, message) === message);
      assert(me.send(to, message) === message);
    }
    await settle();
    assertEquals(await drain(me), []);
  }, 3);
});

Deno.test("case 53: a registered name leads to its pid; a free name to undefined", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const pid = system.spawn(idle);
  assertEquals(system.whereis("worker"), undefined);
  system.register("worker", pid);
  assertEquals([system.whereis("worker"), system.names], [pid, ["worker"]]);
  for (const name of ["__proto__", "constructor", "toString", ""]) assertEquals(system.whereis(name), undefined);
});

Deno.test("case 54: a name in use is an error at who registers, and its holder keeps it", async () => {
  await inWorlds(async ({ system, settle }) => {
    const [holder, other] = [system.attach({ name: "worker" }), system.attach()];
    const message = `Cannot register the name "worker": a name belongs to one process, got "${holder.pid}"`;
    assertThrows(() => other.register("worker"), ArgumentError, message);
    assertThrows(() => system.register("worker", other.pid), ArgumentError, message);
    assertThrows(() => holder.register("worker"), ArgumentError, message);
    await settle();
    assertEquals([system.whereis("worker"), other.name], [holder.pid, undefined]);
  }, 1);
});

Deno.test("case 55: a second name for one process, or a name for a dead one, is an error", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const me = system.attach({ name: "first" });
  assertThrows(
    () => me.register("second"),
    ArgumentError,
    `Cannot register the name "second": a process has one name, and ${me.pid} has one, got "first"`,
  );
  system.exit(me.pid, "boom");
  assertThrows(
    () => system.register("third", me.pid),
    NoProcessError,
    `Cannot register the name "third" for ${me.pid}: no process is alive under that pid or name`,
  );
  assertEquals(system.names, []);
});

Deno.test("case 56: the holder dies and the name is free, without anybody's help", async () => {
  await inWorlds(async ({ system, settle }) => {
    system.spawn(() => {}, { name: "worker" });
    await settle();
    assertEquals(system.whereis("worker"), undefined);
    const heir = system.spawn(idle, { name: "worker" });
    assertEquals(system.whereis("worker"), heir);
  }, 3);
});

Deno.test("case 57: a name that nobody has cannot be unregistered", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  assertThrows(
    () => system.unregister("nobody"),
    ArgumentError,
    'Cannot unregister a name: somebody has it, got "nobody"',
  );
  const me = system.attach({ name: "me" });
  const events = record(system);
  system.unregister("me");
  assertThrows(() => system.unregister("me"), ArgumentError);
  assertEquals([system.whereis("me"), me.name, me.alive], [undefined, undefined, true]);
  me.register("again");
  assertEquals(events.map(({ type }) => type), ["name.unregistered", "name.registered"]);
});

Deno.test("case 58: a message to a name that nobody has is an error at the sender", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const message = "Cannot send to nobody: no process is alive under that pid or name";
    assertThrows(() => system.send("nobody", 1), NoProcessError, message);
    assertThrows(() => me.send("nobody", 1), NoProcessError, message);
    system.spawn(() => {}, { name: "gone" });
    await settle();
    assertThrows(() => me.send("gone", 1), NoProcessError, "Cannot send to gone");
  }, 1);
});

Deno.test("send() refuses what is neither pid, nor name, nor reference", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const broken = 'Cannot address a process: a pid is written <0.12.0>, got "<0.1>"';
  const neither = "Cannot address a process: it is known by a pid or a name, got ";
  assertThrows(() => system.send("<0.1>", 1), ArgumentError, broken);
  assertThrows(() => system.exit("<0.1>", "boom"), ArgumentError, broken);
  for (const to of [undefined, null, 5, {}]) {
    assertThrows(() => system.send(to as never, 1), ArgumentError, neither);
    assertThrows(() => system.exit(to as never, "boom"), ArgumentError, neither);
    assertThrows(() => system.register("x", to as never), ArgumentError, neither);
  }
});

Deno.test("Runtime leaves nothing behind of a process that is gone", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const runtime = runtimeOf(system);
  const other = system.attach();
  const me = system.attach({ name: "me" });
  me.link(other.pid);
  me.monitor(other.pid);
  other.monitor(me.pid);
  me.alias();
  me.sendAfter(me.pid, "m", { delayMs: 10 });
  other.sendInterval(me.pid, "m", { delayMs: 10 });
  other.trapExit = true;
  system.exit(me.pid, "shutdown");
  const { processes, names, aliases, monitors, messageTimers, timers, dying } = runtime;
  assertEquals([...processes.values()].map(({ pid }) => pid), [other.pid]);
  assertEquals([names.size, aliases.size, monitors.size, messageTimers.size, timers.size], [0, 0, 0, 0, 0]);
  const { links, watchers } = processes.get(other.pid)!;
  assertEquals([dying, links, watchers, processes.get(other.pid)!.monitors], [[], null, null, null]);
});

Deno.test("Runtime.timeTurn() times one turn of 16, and the first after a rest", async () => {
  await using simulation = new Simulation();
  const runtime = runtimeOf(simulation.system);
  const weights = Array.from({ length: 48 }, () => runtime.timeTurn());
  assertEquals(weights.filter((weight) => weight !== 0), [16, 16, 16]);
});

Deno.test("Runtime.codeOf() is the newest of a chain of changes, and what was never changed itself", async () => {
  await using simulation = new Simulation();
  const runtime = runtimeOf(simulation.system);
  const [a, b, c] = ["a", "b", "c"].map((name) => ({ name, module: name, run: () => false, exited() {} }));
  assertEquals(runtime.codeOf(a!).name, "a");
  runtime.upgrades = new Map([[a!, b!], [b!, c!]]);
  assertEquals([a!, b!, c!].map((each) => runtime.codeOf(each).name), ["c", "c", "c"]);
});
