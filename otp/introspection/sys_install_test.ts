import { assertEquals, assertThrows } from "@std/assert";
import type { DebugEvent } from "../processes/debug.ts";
import { ArgumentError } from "../processes/errors.ts";
import { Simulation } from "../simulation/simulation.ts";
import { everyOrder, notebook } from "../testdata/world.ts";
import { sys } from "./sys.ts";
import { Log } from "./testdata/log.ts";

Deno.test("sys.install() calls a function for each thing a process does, with what the call before gave", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log = await system.start(Log);
    const pid = log.pid!;
    const seen: [number, string, unknown][] = [];
    const handle = (count: number, event: DebugEvent, state: unknown) => {
      seen.push([count, event.type, state]);
      return count + 1;
    };
    {
      using _watch = sys.install(system, pid, { id: "watch", state: 0, handle });
      log.cast("add", "a");
      await log.call("add", "b");
    }
    log.cast("add", "c");
    await settle();
    assertEquals(seen, [
      [0, "in", []],
      [1, "state", ["a"]],
      [2, "in", ["a"]],
      [3, "reply", ["a"]],
      [4, "state", ["a", "b"]],
    ]);
  }, 5);
});

Deno.test("sys.install(): a function ends by done, by throwing with a warning, or by being removed", async () => {
  const logger = notebook();
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  const log = await system.start(Log);
  const pid = log.pid!;
  const counts = { done: 0, throws: 0, stays: 0 };
  sys.install(system, pid, { id: "done", state: 2, handle: (left) => (counts.done++, left === 1 ? "done" : left - 1) });
  sys.install(system, pid, {
    id: "throws",
    state: undefined,
    handle: () => {
      counts.throws++;
      throw new Error("Bad");
    },
  });
  const stays = sys.install(system, pid, { id: "stays", state: undefined, handle: () => void counts.stays++ });
  for (const text of ["a", "b"]) log.cast("add", text);
  await simulation.settle();
  assertEquals(counts, { done: 2, throws: 1, stays: 4 });
  assertEquals(logger.warnings, [`The debug function "throws" of ${pid} was removed: it threw Error: Bad`]);
  assertEquals([log.alive, sys.getStatus(system, pid).debug.functions], [true, ["stays"]]);
  sys.remove(system, pid, { id: "stays" });
  sys.remove(system, pid, { id: "stays" });
  const again = sys.install(system, pid, { id: "stays", state: undefined, handle: () => {} });
  stays[Symbol.dispose]();
  assertEquals(
    sys.getStatus(system, pid).debug.functions,
    ["stays"],
    "the one before is gone, and takes no other along",
  );
  again[Symbol.dispose]();
  assertEquals(sys.getStatus(system, pid).debug.functions, []);
});

Deno.test("sys.install() refuses what is no function, no id, or an id that is taken", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const log = await system.start(Log);
  const install = (debug: unknown) => () => sys.install(system, log.pid!, debug as never);
  const handle = () => 0;
  assertThrows(install(undefined), ArgumentError, "handle is a function, got undefined");
  assertThrows(install({ id: "", state: 0, handle }), ArgumentError, 'id is a text, got ""');
  install({ id: "x", state: 0, handle })();
  assertThrows(install({ id: "x", state: 0, handle }), ArgumentError, 'belongs to one debug function, got "x"');
});
