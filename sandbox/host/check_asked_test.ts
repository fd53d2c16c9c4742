import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, GenServer } from "@superlearner/otp";
import { checkCall, checkDefinition, checkProcess, checkRun, checkWatcher } from "./check_asked.ts";
import { worldOf } from "./testdata/worlds.ts";

/** What no process is known by. */
const NOBODY = ["", null, undefined, 5, {}, [], Symbol("s")] as never[];
/** What no options are. */
const NO_OPTIONS = [null, 5, "x", []] as never[];
/** What no time-out is. */
const NO_TIMES = [-1, NaN, "5", null] as never[];

Deno.test("what is right is given back", () => {
  const run = { name: "f", args: [1], options: { timeoutMs: Infinity } };
  const options = { payload: 1, timeoutMs: 0 };
  const Any = GenServer.define({ name: "Any", init: () => 0 });
  assertEquals(checkProcess("call", "a"), "a");
  assertEquals(checkRun("run", run), run);
  assertEquals(checkCall("call", { to: "<a.1.0>", kind: "add", options }), options);
  assertEquals(checkDefinition("look", Any), Any);
});

Deno.test("what is wrong is named", () => {
  const known = "a process is known by a pid or a name that is not empty";
  for (const to of NOBODY) assertThrows(() => checkProcess("call", to), ArgumentError, known);
  const to = "a";
  assertThrows(() => checkCall("call", { to, kind: 5 as never, options: {} }), ArgumentError, "kind is a text");
  assertThrows(() => checkRun("run", { name: 5 as never, args: [], options: {} }), ArgumentError, "name is a text");
  for (const options of NO_OPTIONS) {
    assertThrows(() => checkCall("call", { to, kind: "a", options }), ArgumentError, "the options are an object");
    assertThrows(() => checkRun("run", { name: "a", args: [], options }), ArgumentError, "the options are an object");
  }
  for (const timeoutMs of NO_TIMES) {
    const options = { timeoutMs };
    assertThrows(() => checkCall("call", { to, kind: "a", options }), ArgumentError, "timeoutMs is a number");
    assertThrows(() => checkRun("run", { name: "a", args: [], options }), ArgumentError, "timeoutMs is a number");
  }
  assertThrows(() => checkWatcher("monitor", {} as never), ArgumentError, "the watcher is a process of the host");
  assertThrows(() => checkDefinition("look", {} as never), ArgumentError, "a definition is what define() has given");
});

Deno.test("a sandbox refuses what nobody can be asked, and goes on", async () => {
  await using world = worldOf("worker");
  const sandbox = await world.create();
  const me = world.system.attach();
  const Any = GenServer.define({ name: "Any", init: () => 0 });
  const refused = (attempt: () => Promise<unknown>) => assertRejects(attempt, ArgumentError);
  for (const to of NOBODY) {
    await refused(() => sandbox.whereis(to));
    await refused(() => sandbox.call(to, "add"));
    await refused(() => sandbox.cast(to, "reset"));
    await refused(() => sandbox.monitor(to, me));
    await refused(() => sandbox.at(Any, to));
  }
  for (const options of NO_OPTIONS) {
    await refused(() => sandbox.call("counter", "add", options));
    await refused(() => sandbox.cast("counter", "reset", options));
    await refused(() => sandbox.run("echo", [], options));
    await refused(() => sandbox.watch("/tmp", options));
    await refused(() => sandbox.reload(options));
    await refused(() => sandbox.rollback(1, options));
    await refused(() => sandbox.exportState(options));
    await refused(() => sandbox.importState({} as never, options));
    assertThrows(() => sandbox.snapshotEvery(options), ArgumentError, "the options are an object");
    assertThrows(() => sandbox.diff(1, 1, options), ArgumentError, "the options are an object");
  }
  const unknown = { nobody: 1 } as never;
  await refused(() => sandbox.call("counter", "add", unknown));
  await refused(() => sandbox.cast("counter", "reset", unknown));
  await refused(() => sandbox.run("echo", [], unknown));
  await refused(() => sandbox.watch("/tmp", unknown));
  await refused(() => sandbox.exportState(unknown));
  await refused(() => sandbox.importState({} as never, unknown));
  await refused(() => sandbox.reload(unknown));
  await refused(() => sandbox.rollback(1, unknown));
  const snapshots = { save() {} } as never;
  assertThrows(
    () => sandbox.snapshotEvery({ snapshots, everyMs: 1, ...unknown as object }),
    ArgumentError,
    "an option is one of",
  );
  assertThrows(
    () => sandbox.snapshotEvery({ snapshots, everyMs: 1 }),
    ArgumentError,
    "snapshots is where they are kept",
  );
  for (const dir of [null, undefined, 5, ""] as never[]) await refused(() => sandbox.watch(dir));
  for (const version of [null, undefined, "1", Symbol("s")] as never[]) {
    await refused(() => sandbox.rollback(version));
    assertThrows(() => sandbox.diff(version, 1), ArgumentError, "a version is a number");
  }
  for (const timeoutMs of NO_TIMES) await refused(() => sandbox.run("echo", [], { timeoutMs }));
  for (const args of [null, 5, {}, "x"] as never[]) await refused(() => sandbox.run("echo", args));
  await refused(() => sandbox.call("counter", 5 as never));
  await refused(() => sandbox.monitor("counter", {} as never));
  await refused(() => sandbox.at({} as never, "counter"));
  assertThrows(() => sandbox.diff(1, 1, { context: -1 }), ArgumentError, "context is a whole number");
  assertEquals([sandbox.status, await sandbox.call("counter", "add", { payload: 2 })], ["running", 2]);
});
