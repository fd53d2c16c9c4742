import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { GenStateMachine } from "../behaviours/gen_state_machine.ts";
import { ArgumentError, CallError, NoProcessError } from "../processes/errors.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { everyOrder } from "../testdata/world.ts";
import { sys } from "./sys.ts";

interface Counts {
  n: number;
}

const Old = GenServer.define({
  name: "Counter",
  version: 1,
  init: (): Counts => ({ n: 0 }),
  calls: { get: (state) => [["old", state.n] as const, state] },
  casts: { add: ({ n }, more: number) => ({ n: n + more }) },
});
const New = GenServer.define({
  name: "Counter",
  version: 2,
  init: () => ({ total: 0 }),
  calls: { get: (state) => [["new", state.total] as const, state] },
  casts: { add: ({ total }, more: number) => ({ total: total + more }) },
  codeChange: (from, state: Counts & { total: number }, extra: string) => {
    if (extra === "fail") throw new RangeError("Cannot convert");
    if (typeof from === "object") return { n: state.total, from } as never;
    const total = state.n;
    state.n = -1; // what a careless one does
    return { total };
  },
});

Deno.test("sys.prepareCode() makes the state of several; then all are exchanged, or none", async () => {
  await everyOrder(async ({ system }) => {
    const [one, two] = [await system.start(Old), await system.start(Old)];
    one.cast("add", 1);
    two.cast("add", 2);
    for (const { pid } of [one, two]) {
      await sys.awaitState(system, pid!);
      sys.suspend(system, pid!);
    }
    const prepare = (pid: typeof one.pid, extra?: string) =>
      sys.prepareCode(system, pid!, { definition: New, copy: structuredClone, extra });
    await prepare(one.pid);
    await assertRejects(() => prepare(two.pid, "fail"), RangeError, "Cannot convert");
    assertEquals([one, two].map(({ pid }) => sys.getState(system, pid!)), [{ n: 1 }, { n: 2 }]);

    const changes = [await prepare(one.pid), await prepare(two.pid)];
    assertEquals(changes.map(({ state, valid }) => [state, valid]), [[{ total: 1 }, true], [{ total: 2 }, true]]);
    assertEquals(changes.map((each) => each.commit()), [true, true]);
    for (const { pid } of [one, two]) sys.resume(system, pid!);
    assertEquals([await one.call("get"), await two.call("get")] as unknown, [["new", 1], ["new", 2]]);
  }, 20);
});

Deno.test("sys.prepareCode() is of no use for one that is dead or has gone on", async () => {
  await everyOrder(async ({ system, settle }) => {
    const [one, two] = [await system.start(Old), await system.start(Old)];
    const prepared = [];
    for (const { pid } of [one, two]) {
      sys.suspend(system, pid!);
      prepared.push(await sys.prepareCode(system, pid!, { definition: New, copy: structuredClone }));
    }
    sys.resume(system, one.pid!);
    assertEquals(prepared[0]!.commit(), false, "it is not suspended");
    one.cast("add", 5);
    await sys.awaitState(system, one.pid!);
    sys.suspend(system, one.pid!);
    const { pid } = two;
    await two.stop();
    await settle();
    assertEquals(prepared.map((each) => each.commit()), [false, false]);
    assertEquals([sys.getState(system, one.pid!), system.isAlive(pid!)], [{ n: 5 }, false]);
  }, 20);
});

Deno.test("sys.prepareCode() drops a codeChange that does not come to an end in time: the server goes on as it was", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const one = await system.start(Old);
    one.cast("add", 3);
    await sys.awaitState(system, one.pid!);
    sys.suspend(system, one.pid!);
    const late = Promise.withResolvers<unknown>();
    const prepare = (convert: () => unknown) =>
      sys.prepareCode(system, one.pid!, { definition: New, convert, timeoutMs: 50 });
    const dropped = assertRejects(() => prepare(() => late.promise), CallError, "50");
    await advance(60);
    await dropped;
    assertEquals((await prepare(() => ({ total: 9 }))).valid, true, "it can be tried again");
    sys.resume(system, one.pid!);
    assertEquals(await one.call("get"), ["old", 3]);
    late.resolve({ total: 1 });
    await settle();
    assertEquals(await one.call("get"), ["old", 3]);
  }, 20);
});

Deno.test("sys.prepareCode() may make the new state without codeChange", async () => {
  await everyOrder(async ({ system }) => {
    const { pid } = await system.start(Old);
    sys.suspend(system, pid!);
    const convert = (state: unknown) => Promise.resolve({ total: (state as Counts).n + 7 });
    const change = await sys.prepareCode(system, pid!, { definition: New, convert });
    assertEquals([change.commit(), sys.getState(system, pid!)], [true, { total: 7 }]);
  }, 5);
});

Deno.test("sys.prepareCode() goes down by the codeChange of the newer one, told where to", async () => {
  await everyOrder(async ({ system }) => {
    const { pid } = await system.start(New);
    sys.suspend(system, pid!);
    const change = await sys.prepareCode(system, pid!, { definition: Old, down: true });
    assertEquals(change.state, { n: 0, from: { down: 1 } });
    await sys.changeCode(system, pid!, { definition: Old, down: true });
    assertEquals(sys.getState(system, pid!), { n: 0, from: { down: 1 } });
    assertEquals(sys.getStatus(system, pid!).version, 1);
  }, 5);
});

Deno.test("sys.changeStarts() has the next start run another definition", async () => {
  await everyOrder(async ({ system }) => {
    const running = await system.start(Old);
    sys.changeStarts(system, { from: Old, to: New });
    assertEquals([await running.call("get"), await (await system.start(Old)).call("get")], [["old", 0], ["new", 0]]);
    sys.changeStarts(system, { from: New, to: Old });
    assertEquals(await (await system.start(Old)).call("get"), ["old", 0], "and back");
    assertEquals(await (await system.start(New)).call("get") as unknown, ["old", 0]);
  }, 5);
});

Deno.test("sys.changeStarts() refuses what cannot be exchanged", async () => {
  await everyOrder(({ system }) => {
    const Door = GenStateMachine.define<{ state: "open"; data: null }>({
      name: "Door",
      init: () => GenStateMachine.ok("open", null),
      states: { open: () => GenStateMachine.keepStateAndData() },
    });
    const refused = (from: unknown, to: unknown) =>
      assertThrows(() => sys.changeStarts(system, { from, to } as never), ArgumentError).message;
    assertEquals(
      refused(Old, Door),
      'Cannot change what is started: to is of the same behaviour, GenServer, got "GenStateMachine"',
    );
    assert(refused(Supervisor.define({}), Old).includes("from is the definition of a server"));
    assert(refused(Old, undefined).includes("to is the definition of a server"));
    return Promise.resolve();
  }, 1);
});

Deno.test("sys.runs() tells definitions of one name apart", async () => {
  await everyOrder(async ({ system }) => {
    const counter = await system.start(Old);
    const { pid } = counter;
    assertEquals([sys.runs(system, pid!, Old), sys.runs(system, pid!, New), sys.runs(system, pid!, {})], [
      true,
      false,
      false,
    ]);
    await counter.stop();
    assertThrows(() => sys.runs(system, pid!, Old), NoProcessError);
  }, 1);
});
