import { assertEquals, assertIsError, assertRejects, assertThrows } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { sys } from "../introspection/sys.ts";
import { ArgumentError, CallError, OverloadError } from "../processes/errors.ts";
import type { Overload } from "../processes/mailbox_limit.ts";
import { DynamicSupervisor } from "../supervision/dynamic_supervisor.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { everyOrder, fairly, type Fate, fateOf, reasonIn } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";

const list = (maxMailbox = Infinity, overload?: Overload) =>
  GenServer.define({
    name: "List",
    init: (): readonly number[] => [],
    ...(maxMailbox === Infinity ? {} : { maxMailbox }),
    ...(overload === undefined ? {} : { overload }),
    calls: { add: (state, n: number) => [n, [...state, n]], all: (state) => [state, state] },
    casts: { add: (state, n: number) => [...state, n] },
  });

const states = (fates: Fate<unknown>[]) => fates.map(({ state, error }) => error ? reasonIn(error) : state);

Deno.test("maxMailbox: reject tells callers at once, and throws at whoever casts", async () => {
  await everyOrder(async ({ system, settle }) => {
    const server = await system.start(list(2));
    sys.suspend(system, server.pid!);
    server.cast("add", 1);
    const first = fateOf(server.call("add", 2));
    const second = fateOf(server.call("add", 3));
    const error = assertThrows(() => server.cast("add", 4), OverloadError);
    assertEquals(error.process, server.pid);
    await settle();
    assertEquals(states([first, second]), ["pending", "overload"]);
    assertIsError(second.error, CallError, `Cannot call "add" of ${server.pid}: its mailbox is full`);
    sys.resume(system, server.pid!);
    await settle();
    assertEquals(await server.call("all"), [1, 2]);
  }, 5);
});

Deno.test("maxMailbox: a call that is dropped does not hang: its caller is told at once", async () => {
  await everyOrder(async ({ system, settle }) => {
    for (
      const [overload, expected, kept] of [
        ["drop_newest", ["pending", "pending", "overload", "overload"], [1, 2]],
        ["drop_oldest", ["overload", "overload", "pending", "pending"], [3, 4]],
      ] as const
    ) {
      const server = await system.start(list(2, overload));
      sys.suspend(system, server.pid!);
      const fates = [1, 2, 3, 4].map((n) => fateOf(server.call("add", n, { timeoutMs: Infinity })));
      await settle();
      assertEquals(states(fates), [...expected]);
      sys.resume(system, server.pid!);
      await settle();
      assertEquals(await server.call("all"), [...kept]);
      assertEquals(processInfo(system, server.pid!)!.dropped, 2);
    }
  }, 5);
});

Deno.test("maxMailbox: a rejected call of a process ends it with { reason: overload, call }", async () => {
  await everyOrder(async ({ system, settle }) => {
    const server = await system.start(list(1, "drop_newest"));
    sys.suspend(system, server.pid!);
    server.cast("add", 1);
    const caller = system.spawn(async (self) => void await list().at(self, server.pid!).call("all"));
    const me = system.attach();
    const ref = me.monitor(caller);
    await settle();
    const call = { server: server.pid, kind: "all", timeoutMs: 5000 };
    assertEquals(await me.receive(), { type: "DOWN", ref, pid: caller, reason: { reason: "overload", call } });
  }, 5);
});

Deno.test("maxMailbox: a start or a child may have another limit than its definition", async () => {
  await fairly(async ({ system, settle }) => {
    const usual = await system.start(list(5, "drop_oldest"));
    const own = await system.start(list(5, "drop_oldest"), { maxMailbox: 7 });
    const free = await system.start(list(5), { maxMailbox: Infinity });
    await system.start(Supervisor.define({
      strategy: "one_for_one",
      children: [list().child({ name: "child", maxMailbox: 3, overload: "drop_newest" })],
    }));
    const limits = () =>
      [usual.pid!, own.pid!, free.pid!, system.whereis("child")!].map((pid) => processInfo(system, pid)!.maxMailbox);
    assertEquals(limits(), [5, 7, undefined, 3]);
    system.exit("child", "kill");
    await settle();
    assertEquals(limits(), [5, 7, undefined, 3]); // also after its restart
  });
});

Deno.test("maxMailbox: a stop and the exit of the parent are never stopped", async () => {
  await everyOrder(async ({ system, settle }) => {
    const server = await system.start(list(1, "drop_newest"));
    const { pid } = server;
    sys.suspend(system, pid!);
    server.cast("add", 1);
    const stopped = fateOf(server.stop());
    await settle();
    assertEquals([stopped.state, system.isAlive(pid!)], ["fulfilled", false]);

    const gate = Promise.withResolvers<void>();
    const Busy = GenServer.define({
      name: "Busy",
      maxMailbox: 1,
      overload: "drop_newest",
      init: () => 0,
      casts: { wait: (state) => gate.promise.then(() => state), add: (state) => state + 1 },
    });
    const busy = await system.start(Busy);
    busy.cast("wait");
    await settle();
    busy.cast("add");
    const behind = fateOf(busy.stop());
    gate.resolve();
    await settle();
    assertEquals([behind.state, busy.alive], ["fulfilled", false]);
  }, 5);
});

Deno.test("maxMailbox: a supervisor under a flood of starts refuses some and loses no child's death", async () => {
  await everyOrder(async ({ system, settle }) => {
    const supervisor = await system.start(DynamicSupervisor.define(), { maxMailbox: 3 });
    const fates = Array.from({ length: 10 }, () => fateOf(supervisor.startChild(list().child())));
    await settle();
    const started = fates.filter(({ state }) => state === "fulfilled").map(({ value }) => value!);
    const refused = fates.filter(({ state }) => state === "rejected");
    assertEquals([started.length, refused.length], [3, 7]);
    for (const { pid } of started) system.exit(pid!, "boom");
    await settle();
    assertEquals((await supervisor.countChildren()).active, 3);
  }, 5);
});

Deno.test("maxMailbox: what is no limit is refused: at define, start and child", async () => {
  await fairly(async ({ system }) => {
    assertThrows(() => list(0), ArgumentError, "Cannot define a server List: maxMailbox is a whole number from 1 up");
    assertThrows(() => list(1, "drop" as Overload), ArgumentError, "overload is reject, drop_newest or drop_oldest");
    await assertRejects(
      () => system.start(list(), { maxMailbox: 2.5 }),
      ArgumentError,
      "Cannot start List: maxMailbox",
    );
    const bad = { strategy: "one_for_one", children: [list().child({ maxMailbox: -1 })] } as const;
    await assertRejects(() => system.start(Supervisor.define(bad)), Error, "maxMailbox");
    const byHand = { id: "hand", start: () => "<0.1.0>" as const, maxMailbox: 1 };
    const hand = Supervisor.define({ strategy: "one_for_one", children: [byHand] });
    await assertRejects(() => system.start(hand), Error, "a start function limits what it starts");
  });
});
