import { assert, assertEquals, assertRejects } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { ArgumentError, NoProcessError } from "../processes/errors.ts";
import { Simulation } from "../simulation/simulation.ts";
import { DynamicSupervisor } from "../supervision/dynamic_supervisor.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { eventsOf, everyOrder, fateOf } from "../testdata/world.ts";
import { sys } from "./sys.ts";

const Old = GenServer.define({
  name: "Counter",
  version: 1,
  init: () => 0,
  calls: { get: (count) => [`old ${count}`, count] },
  casts: { add: (count, n: number) => count + n },
});
const told: unknown[] = [];
const New = GenServer.define({
  name: "Counter",
  version: 2,
  init: () => ({ count: 0, note: "fresh" }),
  calls: { get: (state) => [`new ${state.count} ${state.note}`, state] },
  casts: { add: (state, n: number) => ({ ...state, count: state.count + n }) },
  codeChange: (oldVersion, count: number, note: string) => {
    told.push(oldVersion);
    if (note === "fail") throw new RangeError("Cannot convert");
    return { count, note };
  },
});

Deno.test("case 230: codeChange exchanges state and code together, and both are used after resume", async () => {
  await everyOrder(async ({ system }) => {
    const events = eventsOf(system, "code.changed");
    const counter = await system.start(Old);
    const other = await system.start(Old);
    const pid = counter.pid!;
    counter.cast("add", 2);
    await sys.awaitState(system, pid);
    sys.suspend(system, pid);
    counter.cast("add", 1);
    const waiting = fateOf(counter.call("get"));
    await sys.changeCode(system, pid, { definition: New, extra: "kept" });
    assertEquals([told.at(-1), sys.getState(system, pid), waiting.state], [1, { count: 2, note: "kept" }, "pending"]);
    assertEquals(sys.getStatus(system, pid).version, 2);
    assertEquals(events.map(({ sequence: _, time: __, ...event }) => event as unknown), [
      { type: "code.changed", pid, module: "Counter", version: 2 },
    ]);
    sys.resume(system, pid);
    assertEquals([await counter.call("get"), waiting.value], ["new 3 kept", "new 3 kept"]);
    assertEquals(await other.call("get"), "old 0", "others are not disturbed");
  }, 20);
});

Deno.test("case 230: codeChange of a process that is not suspended is refused", async () => {
  await everyOrder(async ({ system }) => {
    const counter = await system.start(Old);
    await assertRejects(
      () => sys.changeCode(system, counter.pid!, { definition: New }),
      ArgumentError,
      `Cannot change the code of ${counter.pid}: the process is suspended, got "${counter.pid}"`,
    );
    sys.suspend(system, counter.pid!);
    sys.resume(system, counter.pid!);
    await assertRejects(() => sys.changeCode(system, counter.pid!, { definition: New }), ArgumentError, "suspended");
    assertEquals(await counter.call("get"), "old 0");
  }, 2);
});

Deno.test("case 230: a codeChange that fails leaves the old state and code", async () => {
  await everyOrder(async ({ system }) => {
    const counter = await system.start(Old);
    const pid = counter.pid!;
    sys.suspend(system, pid);
    await assertRejects(() => sys.changeCode(system, pid, { definition: New, extra: "fail" }), RangeError, "convert");
    const Rejecting = GenServer.define({
      name: "Counter",
      init: () => 0,
      codeChange: () => Promise.reject(new RangeError("Later")),
    });
    await assertRejects(() => sys.changeCode(system, pid, { definition: Rejecting }), RangeError, "Later");
    sys.resume(system, pid);
    assertEquals(await counter.call("get"), "old 0");
    assertEquals(await (await system.start(Old)).call("get"), "old 0");
  }, 5);
});

Deno.test("case 230: what is no definition of a server, or of another behaviour, is refused", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const counter = await system.start(Old);
  sys.suspend(system, counter.pid!);
  const tree = await system.start(Supervisor.define({}));
  const change = (to: string, definition: unknown) => () =>
    sys.changeCode(system, to, { definition: definition as typeof New });
  for (const wrong of [undefined, {}, Supervisor.define({})]) {
    await assertRejects(change(counter.pid!, wrong), ArgumentError, "a server, an agent or a state machine");
  }
  await assertRejects(change(tree.pid!, New), ArgumentError, 'a state of its own, got "Supervisor"');
  await assertRejects(change("nobody", New), NoProcessError);
  await assertRejects(() => sys.changeCode(system, counter.pid!, undefined as never), ArgumentError);
  assertEquals(sys.getState(system, counter.pid!), 0);
});

Deno.test("case 230: without a codeChange the state is taken over; one that waits keeps the server from all else", async () => {
  await everyOrder(async ({ system, settle }) => {
    const gate = Promise.withResolvers<void>();
    const Plain = GenServer.define({
      name: "Counter",
      init: () => 0,
      calls: { get: (count) => [`plain ${count}`, count] },
    });
    const Slow = GenServer.define({
      name: "Counter",
      init: () => 0,
      calls: { get: (count) => [`slow ${count}`, count] },
      codeChange: async (_old, count: number) => {
        await gate.promise;
        return count + 100;
      },
    });
    const counter = await system.start(Old);
    const pid = counter.pid!;
    sys.suspend(system, pid);
    await sys.changeCode(system, pid, { definition: Plain, forStarts: false });
    const changed = fateOf(sys.changeCode(system, pid, { definition: Slow, forStarts: false }));
    const state = fateOf(sys.awaitState(system, pid));
    sys.resume(system, pid);
    const call = fateOf(counter.call("get"));
    await settle();
    assertEquals([changed.state, state.state, call.state], ["pending", "pending", "pending"]);
    gate.resolve();
    await settle();
    assertEquals([changed.state, state.value, call.value], ["fulfilled", 100, "slow 100"]);
  }, 10);
});

Deno.test("case 230: a server that is killed while its code changes stays dead, and the change is an error", async () => {
  await everyOrder(async ({ system, settle }) => {
    const gate = Promise.withResolvers<number>();
    const Slow = GenServer.define({ name: "Counter", init: () => 0, codeChange: () => gate.promise });
    const counter = await system.start(Old);
    const pid = counter.pid!;
    sys.suspend(system, pid);
    const changed = fateOf(sys.changeCode(system, pid, { definition: Slow }));
    system.exit(pid, "kill");
    gate.resolve(1);
    await settle();
    assert(changed.error instanceof NoProcessError);
    assertEquals([sys.getState(system, pid), await (await system.start(Old)).call("get")], [0, "old 0"]);
  }, 5);
});

Deno.test("case 230: what is started of the old definition later runs the new one, restarts included, as with a code server", async () => {
  await everyOrder(async ({ system, settle }) => {
    const children = [Old.child({ id: "a", name: "a" }), Old.child({ id: "b", name: "b" })];
    await system.start(Supervisor.define({ maxRestarts: 10, children }));
    const pool = await system.start(DynamicSupervisor.define({}));
    sys.suspend(system, "a");
    await sys.changeCode(system, "a", { definition: New, extra: "x" });
    sys.resume(system, "a");
    const ask = (name: string) => system.whereis(Old, name).call("get");
    assertEquals([await ask("a"), await ask("b")], ["new 0 x", "old 0"]);
    system.exit("a", "boom");
    system.exit("b", "boom");
    await settle();
    assertEquals([await ask("a"), await ask("b")], ["new 0 fresh", "new 0 fresh"]);
    assertEquals(await (await pool.startChild(Old.child())).call("get"), "new 0 fresh");

    const Newest = GenServer.define({ name: "Counter", init: () => 9, calls: { get: (n) => [`newest ${n}`, n] } });
    for (const definition of [Newest, Old]) { // on, and back again
      sys.suspend(system, "a");
      await sys.changeCode(system, "a", { definition });
      sys.resume(system, "a");
      system.exit("a", "boom");
      await settle();
      assertEquals(await ask("a"), definition === Newest ? "newest 9" : "old 0");
    }
    assertEquals(await (await system.start(New)).call("get"), "old 0", "the newest of all is the one it came back to");
  }, 5);
});

Deno.test("case 230: forStarts false keeps the change to the one process; another System never sees it", async () => {
  await using simulation = new Simulation();
  await using elsewhere = new Simulation();
  const { system } = simulation;
  const counter = await system.start(Old);
  sys.suspend(system, counter.pid!);
  await sys.changeCode(system, counter.pid!, { definition: New, extra: "x", forStarts: false, oldVersion: "given" });
  assertEquals([told.at(-1), await (await system.start(Old)).call("get")], ["given", "old 0"]);
  await sys.changeCode(system, counter.pid!, { definition: New, extra: "x" });
  await sys.changeCode(system, counter.pid!, { definition: Old });
  await sys.changeCode(system, counter.pid!, { definition: New, extra: "x" });
  assertEquals(await (await system.start(Old)).call("get"), "new 0 fresh");
  assertEquals(await (await elsewhere.system.start(Old)).call("get"), "old 0");
});
