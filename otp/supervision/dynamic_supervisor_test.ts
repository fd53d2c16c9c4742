import { assert, assertEquals, assertNotEquals, assertRejects, assertThrows } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { ArgumentError, StartError } from "../processes/errors.ts";
import type { Pid } from "../processes/pid.ts";
import { Simulation } from "../simulation/simulation.ts";
import { end, Nursery } from "../testdata/nursery.ts";
import { deathsOf, eventsOf, everyOrder, fateOf } from "../testdata/world.ts";
import { DynamicSupervisor, DynamicSupervisorDefinition } from "./dynamic_supervisor.ts";
import { ChildError } from "./errors.ts";

const Echo = GenServer.define({
  name: "Echo",
  init: (...args: unknown[]) => args,
  calls: { args: (args) => [args, args] },
});

Deno.test("case 164: a DynamicSupervisor starts empty, and lists its children without ids", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    const rooms = await system.start(DynamicSupervisor.define());
    assertEquals([await rooms.whichChildren(), (await rooms.countChildren()).specs], [[], 0]);
    const [one, two] = [await rooms.startChild(nursery.child("same")), await rooms.startChild(nursery.child("same"))];
    const listed = (await rooms.whichChildren()).toSorted((a, b) => String(a.pid).localeCompare(String(b.pid)));
    assertEquals(
      listed,
      [one, two].map(({ pid }) => ({ id: undefined, pid: pid!, type: "worker", modules: ["Child"] })),
    );
    const below = await rooms.startChild(DynamicSupervisor.define({ name: "Below" }).child());
    assert(below.alive);
    assertEquals(await rooms.countChildren(), { specs: 3, active: 3, supervisors: 1, workers: 2 });
  }, 3);
});

Deno.test("case 165: with maxChildren reached a start gives max_children; after one ends it succeeds again", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const rooms = await system.start(DynamicSupervisor.define({ maxChildren: 2 }));
    const first = await rooms.startChild(nursery.child("a", { restart: "temporary" }));
    await rooms.startChild(nursery.child("b"));
    const error = await assertRejects(() => rooms.startChild(nursery.child("c")), StartError);
    assertEquals(error.reason, "max_children");
    system.exit(first.pid!, "kill");
    await settle();
    await rooms.startChild(nursery.child("c"));
    await assertRejects(() => rooms.startChild(nursery.child("d")), StartError, "max_children");
    const none = await system.start(DynamicSupervisor.define({ maxChildren: 0 }));
    await assertRejects(() => none.startChild(nursery.child("a")), StartError, "max_children");
  }, 3);
});

Deno.test("case 165: a child between two tries has its place, and counts", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const rooms = await system.start(DynamicSupervisor.define({ maxChildren: 1, maxRestarts: 100 }));
    const room = await rooms.startChild(nursery.child("a"));
    const answers: Promise<unknown>[] = [];
    using _asking = system.events.subscribe((event) => {
      if (event.type !== "child.failed" || answers.length > 0) return;
      answers.push(
        Promise.resolve().then(() => rooms.startChild(nursery.child("b"))).catch(({ reason }) => reason),
        Promise.resolve().then(() => rooms.whichChildren()).then((all) => all.map(({ pid }) => pid)),
        Promise.resolve().then(() => rooms.countChildren()),
        Promise.resolve().then(() => rooms.terminateChild(room.pid ?? "<0.3.0>")).catch(({ reason }) => reason),
      );
    });
    nursery.failing.set("a", 10);
    system.exit(room.pid!, "kill");
    await settle();
    assertEquals(await Promise.all(answers), [
      "max_children",
      ["restarting"],
      { specs: 1, active: 0, supervisors: 0, workers: 1 },
      "not_found",
    ]);
    assertEquals((await rooms.countChildren()).active, 1);
  }, 10);
});

Deno.test("case 166: extraArguments come before the child's own, at start and at every restart", async () => {
  await everyOrder(async ({ system, settle }) => {
    const rooms = await system.start(DynamicSupervisor.define({ extraArguments: ["x", 1] }));
    const echo = await rooms.startChild(Echo.child({ args: ["own"], name: "echo" }));
    assertEquals(await echo.call("args"), ["x", 1, "own"]);
    system.exit("echo", "kill");
    await settle();
    assertEquals(await Echo.at(system, "echo").call("args"), ["x", 1, "own"]);
  }, 3);
});

Deno.test("case 167: a start that says ignore or fails keeps nothing and counts nothing", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    const rooms = await system.start(DynamicSupervisor.define({ maxRestarts: 0 }));
    const ignoring = nursery.child("i", { init: () => GenServer.ignore() });
    assertEquals((await assertRejects(() => rooms.startChild(ignoring), StartError)).reason, "ignore");
    nursery.failing.set("f", 1);
    assertEquals((await assertRejects(() => rooms.startChild(nursery.child("f")), StartError)).reason, "cannot");
    assertEquals([(await rooms.countChildren()).specs, rooms.alive, system.processCount], [0, true, 1]);
  }, 2);
});

Deno.test("case 168: terminateChild stops a child by its rule, for good; a pid that is none of its children is not_found", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const rooms = await system.start(DynamicSupervisor.define({ maxRestarts: 0 }));
    const gate = Promise.withResolvers<void>();
    const room = await rooms.startChild(nursery.child("a", { terminate: () => gate.promise }));
    const pid = room.pid!;
    const stranger = system.spawn(() => new Promise(() => {}));
    const done = fateOf(rooms.terminateChild(pid));
    await settle();
    assertEquals(done.state, "pending");
    gate.resolve();
    await settle();
    assertEquals([done.state, nursery.log, rooms.alive], ["fulfilled", ["start a", "stop a shutdown"], true]);
    for (const other of [pid, stranger, "<0.999.0>" as Pid, "a" as Pid]) {
      const error = await assertRejects(() => rooms.terminateChild(other), ChildError);
      assertEquals([error.reason, error.message], ["not_found", `Cannot terminate the child "${other}": not_found`]);
    }
    assertEquals([(await rooms.countChildren()).specs, system.isAlive(stranger)], [0, true]);
  }, 3);
});

Deno.test("case 169: a permanent child that is killed comes back under a new pid; all share one window", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const nursery = new Nursery();
    const deaths = deathsOf(system);
    const rooms = await system.start(DynamicSupervisor.define({ maxRestarts: 3, maxSeconds: 5 }));
    const roomsPid = rooms.pid!;
    for (const id of ["a", "b", "c", "d"]) await rooms.startChild(nursery.child(id, { name: id }));
    const before = system.whereis("a");
    system.exit("a", "kill");
    await settle();
    assertNotEquals(system.whereis("a"), before);
    assertEquals((await rooms.countChildren()).active, 4);
    await advance(5001);
    for (const id of ["a", "b", "c"]) system.exit(id, "kill");
    await settle();
    assertEquals((await rooms.countChildren()).active, 4);
    system.exit("d", "kill");
    await settle();
    assertEquals([rooms.alive, deaths.get(roomsPid), system.processCount], [false, "shutdown", 0]);
  }, 5);
});

Deno.test("case 169: transient and temporary children end by the table, and leave nothing behind", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const rooms = await system.start(DynamicSupervisor.define({ maxRestarts: 100 }));
    for (const restart of ["permanent", "transient", "temporary"] as const) {
      for (const reason of ["normal", "shutdown", { shutdown: 1 }, "killed", "boom"]) {
        const { pid } = await rooms.startChild(nursery.child("x", { restart, name: "x" }));
        end(system, pid!, reason);
        await settle();
        const crash = reason === "killed" || reason === "boom";
        const back = restart === "permanent" || (restart === "transient" && crash);
        const now = system.whereis("x");
        assertEquals([now !== undefined, (await rooms.countChildren()).specs], [back, back ? 1 : 0]);
        if (now !== undefined) await rooms.terminateChild(now);
      }
    }
  }, 3);
});

Deno.test("case 170: its shutdown stops all children at the same time, each within its own shutdown time", async () => {
  await everyOrder(async ({ system, advance }) => {
    const nursery = new Nursery();
    const deaths: [number, string][] = [];
    const rooms = await system.start(DynamicSupervisor.define());
    const never = () => new Promise(() => {});
    await rooms.startChild(nursery.child("a", { name: "a", shutdown: 100, terminate: never }));
    await rooms.startChild(nursery.child("b", { name: "b", shutdown: 300, terminate: never }));
    await rooms.startChild(nursery.child("c", { name: "c", shutdown: 200 }));
    await rooms.startChild(nursery.child("d", { name: "d", shutdown: "brutal_kill", terminate: never }));
    const exits = eventsOf(system, "process.exited");
    const stop = fateOf(rooms.stop());
    await advance(1000);
    for (const event of exits) if (event.type === "process.exited" && event.name) deaths.push([event.time, event.name]);
    assertEquals(deaths.sort(), [[0, "c"], [0, "d"], [100, "a"], [300, "b"]]);
    assertEquals(stop.state, "fulfilled");
  }, 5);
});

Deno.test("case 170: ten thousand children are stopped, whatever they are in the middle of", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const rooms = await system.start(DynamicSupervisor.define());
  const Busy = GenServer.define({
    name: "Busy",
    trapExit: true,
    init: () => 0,
    casts: { work: () => new Promise<number>(() => {}) },
  });
  const plain = GenServer.define({ name: "Plain", init: () => 0 }).child();
  const starts = Array.from({ length: 9990 }, () => rooms.startChild(plain));
  await Promise.all(starts);
  for (let index = 0; index < 10; index++) (await rooms.startChild(Busy.child({ shutdown: 50 }))).cast("work");
  assertEquals((await rooms.countChildren()).active, 10_000);
  const stop = fateOf(rooms.stop());
  await simulation.settle();
  assertEquals(system.processCount, 11);
  await simulation.advance(50);
  assertEquals([stop.state, system.processCount], ["fulfilled", 0]);
});

Deno.test("DynamicSupervisor.define() refuses settings that are none, by the rule they break", () => {
  assert(DynamicSupervisor.define() instanceof DynamicSupervisorDefinition);
  assertEquals([DynamicSupervisor.define().name, DynamicSupervisor.define({ name: "R" }).type], [
    "DynamicSupervisor",
    "supervisor",
  ]);
  const wrong: [unknown, string][] = [
    [null, "Cannot define a supervisor: it is an object, got null"],
    [{ name: "" }, 'Cannot define a supervisor: name is a text, got ""'],
    [
      { maxRestarts: -1 },
      "Cannot define the supervisor DynamicSupervisor: maxRestarts is a whole number from 0 up, got -1",
    ],
    [{ name: "R", maxSeconds: 0 }, "Cannot define the supervisor R: maxSeconds is a number above 0, got 0"],
    [
      { name: "R", maxChildren: -1 },
      "Cannot define the supervisor R: maxChildren is a whole number from 0 up, or Infinity, got -1",
    ],
    [
      { name: "R", maxChildren: 1.5 },
      "Cannot define the supervisor R: maxChildren is a whole number from 0 up, or Infinity, got 1.5",
    ],
    [{ name: "R", extraArguments: "x" }, 'Cannot define the supervisor R: extraArguments is a list, got "x"'],
  ];
  for (const [spec, message] of wrong) {
    assertEquals(
      assertThrows(() => DynamicSupervisor.define(spec as { name: string }), ArgumentError).message,
      message,
    );
  }
});
