import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, NoProcessError } from "../processes/errors.ts";
import { Simulation } from "../simulation/simulation.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { eventsOf, everyOrder, fateOf } from "../testdata/world.ts";
import { sys } from "./sys.ts";
import { Log, openGate } from "./testdata/log.ts";

Deno.test("case 226: getState gives the state between two messages, never one in the middle of a handler", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log = await system.start(Log, { args: ["a"], name: "log" });
    assertEquals([sys.getState(system, "log"), sys.getState(system, log.pid!)], [["a"], ["a"]]);
    const slow = fateOf(log.call("slow", "b"));
    await settle();
    assertEquals([sys.getState(system, "log"), slow.state], [["a"], "pending"]);
    openGate();
    await settle();
    assertEquals(sys.getState(system, "log"), ["a", "b"]);
  }, 5);
});

Deno.test("case 226: getState of nobody is an error, of a crash what it left", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  assertThrows(() => sys.getState(system, "nobody"), NoProcessError, "Cannot read the state of nobody");
  const log = await system.start(Log, { args: ["a"] });
  const { pid } = log;
  system.exit(pid!, "kill");
  assertEquals(sys.getState(system, pid!), ["a"]);
});

Deno.test("case 227: replaceState gives the new state, in use for the next message", async () => {
  await everyOrder(async ({ system }) => {
    const log = await system.start(Log, { args: ["a"] });
    const events = eventsOf(system, "state.replaced");
    assertEquals(await sys.replaceState(system, log.pid!, (state: string[]) => [...state, "new"]), ["a", "new"]);
    assertEquals(await log.call("add", "b"), 2);
    assertEquals([await log.call("get"), events.length], [["a", "new", "b"], 1]);
  }, 3);
});

Deno.test("case 227: replaceState of a busy server waits for its handler, and gets what that gave", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log = await system.start(Log, { args: ["a"] });
    const slow = fateOf(log.call("slow", "b"));
    await settle();
    const replaced = fateOf(sys.replaceState(system, log.pid!, (state: string[]) => [...state, "new"]));
    const next = fateOf(log.call("get"));
    await settle();
    assertEquals([replaced.state, slow.state], ["pending", "pending"]);
    openGate();
    await settle();
    assertEquals([replaced.value, next.value], [["a", "b", "new"], ["a", "b", "new"]]);
  }, 10);
});

Deno.test("case 227: a replacement that throws leaves the state, and its error is the caller's", async () => {
  await everyOrder(async ({ system }) => {
    const log = await system.start(Log, { args: ["a"] });
    await assertRejects(
      () =>
        sys.replaceState(system, log.pid!, () => {
          throw new RangeError("no");
        }),
      RangeError,
      "no",
    );
    assertEquals([await log.call("get"), log.alive], [["a"], true]);
  }, 2);
});

Deno.test("case 227: replaceState of nobody, of a process that dies first, or of one that is no GenServer is refused", async () => {
  await everyOrder(async ({ system, settle }) => {
    await assertRejects(() => sys.replaceState(system, "nobody", (state) => state), NoProcessError, "nobody");
    const log = await system.start(Log);
    fateOf(log.call("slow", "b"));
    await settle();
    const replaced = fateOf(sys.replaceState(system, log.pid!, (state) => state));
    system.exit(log.pid!, "kill");
    await settle();
    assert(replaced.error instanceof NoProcessError);
    const pid = system.spawn(() => new Promise(() => {}));
    const tree = await system.start(Supervisor.define({}));
    for (const [other, behaviour] of [[pid, "spawn"], [tree.pid!, "Supervisor"]] as const) {
      await assertRejects(
        () => sys.replaceState(system, other, (state) => state),
        ArgumentError,
        `Cannot replace the state of ${other}: the process is a server with a state of its own, got "${behaviour}"`,
      );
    }
  }, 2);
});

Deno.test("case 227: a replaced state is frozen where messages are", async () => {
  await using simulation = new Simulation();
  const log = await simulation.system.start(Log);
  const state = await sys.replaceState(simulation.system, log.pid!, () => ["a"]);
  assertThrows(() => state.push("b"), TypeError);
});

Deno.test("case 227: what is to replace a state is a function, and the time-out one", async () => {
  await using simulation = new Simulation();
  const log = await simulation.system.start(Log);
  await assertRejects(
    () => sys.replaceState(simulation.system, log.pid!, "x" as never),
    ArgumentError,
    `it is done by a function, got "x"`,
  );
  await assertRejects(
    () => sys.awaitState(simulation.system, log.pid!, { timeoutMs: -1 }),
    ArgumentError,
    "timeoutMs is a number of milliseconds from 0 up, got -1",
  );
});
