import { assertEquals, assertThrows } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import type { SystemEvent } from "../events/event.ts";
import { ArgumentError, NoProcessError } from "../processes/errors.ts";
import type { Pid } from "../processes/pid.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { deathsOf, eventsOf, everyOrder, fateOf, reasonIn } from "../testdata/world.ts";
import { processInfo } from "./process_info.ts";
import { sys } from "./sys.ts";
import { Log, openGate } from "./testdata/log.ts";

Deno.test("case 228: suspended, everything waits in the mailbox in order, and sys requests are answered", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log = await system.start(Log, { args: ["a"] });
    const pid = log.pid!;
    sys.suspend(system, pid);
    sys.suspend(system, pid);
    log.cast("add", "b");
    system.send(pid, "c");
    const call = fateOf(log.call("add", "d"));
    await settle();
    assertEquals([call.state, processInfo(system, pid)!.status, processInfo(system, pid)!.mailboxLength], [
      "pending",
      "suspended",
      3,
    ]);
    assertEquals(sys.getState(system, pid), ["a"]);
    assertEquals(await sys.replaceState(system, pid, (state: string[]) => [...state, "new"]), ["a", "new"]);
    sys.resume(system, pid);
    await settle();
    assertEquals([call.value, await log.call("get")], [4, ["a", "new", "b", "info c", "d"]]);
  }, 20);
});

Deno.test("case 229: resumed, what waits is handled in order, also calls that timed out, whose replies are dropped", async () => {
  await everyOrder(async ({ system, advance }) => {
    const log = await system.start(Log);
    const events = eventsOf(system, "process.suspended", "process.resumed");
    sys.suspend(system, log.pid!);
    const calls = ["a", "b", "c"].map((text) => fateOf(log.call("add", text, { timeoutMs: text === "b" ? 10 : 1000 })));
    await advance(10);
    assertEquals(calls.map(({ state }) => state), ["pending", "rejected", "pending"]);
    sys.resume(system, log.pid!);
    sys.resume(system, log.pid!);
    await advance(0);
    assertEquals([calls[0]!.value, reasonIn(calls[1]!.error), calls[2]!.value], [0, "timeout", 2]);
    assertEquals([await log.call("get"), events.map(({ type }) => type)], [["a", "b", "c"], [
      "process.suspended",
      "process.resumed",
    ]]);
  }, 10);
});

Deno.test("case 228: a suspended process is killed like any other", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log = await system.start(Log);
    sys.suspend(system, log.pid!);
    const call = fateOf(log.call("get"));
    system.exit(log.pid!, "boom");
    await settle();
    assertEquals([reasonIn(call.error), log.alive], ["boom", false]);
    for (const ask of [sys.suspend, sys.resume, sys.trace]) {
      assertThrows(() => ask(system, "nobody"), NoProcessError, "nobody: no process is alive under that pid or name");
    }
  }, 3);
});

Deno.test("case 228: a suspended process ends with its parent's exit at once, as under Erlang's sys, and its mailbox is lost", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const ends: unknown[] = [];
    const Trapper = GenServer.define({
      name: "Trapper",
      trapExit: true,
      init: () => "first",
      calls: {
        set: (_state, state: string) => ["ok", state],
        slow: () => new Promise<[string, string]>((resolve) => open = resolve),
      },
      terminate: (state, reason) => void ends.push([state, reason]),
    });
    let open!: (value: [string, string]) => void;
    const tree = await system.start(
      Supervisor.define({
        children: [
          Supervisor.define({ name: "Below", children: [Trapper.child({ name: "t" })] }).child({ name: "below" }),
        ],
      }),
    );
    const pid = system.whereis("t")!;
    sys.suspend(system, "t");
    sys.suspend(system, "below");
    const waiting = fateOf(system.whereis(Trapper, "t").call("set", "second"));
    const stop = fateOf(tree.stop());
    await settle();
    assertEquals([stop.state, ends, reasonIn(waiting.error)], ["fulfilled", [["first", "shutdown"]], "shutdown"]);
    assertEquals(deaths.get(pid), "shutdown");

    const busy = await system.start(Trapper);
    fateOf(busy.call("slow"));
    await settle();
    sys.suspend(system, busy.pid!);
    system.exit(busy.pid!, "shutdown");
    await settle();
    assertEquals(busy.alive, true, "its handler is done first");
    open(["ok", "third"]);
    await settle();
    assertEquals([busy.alive, ends.at(-1)], [false, ["third", "shutdown"]]);
    const stranger = await system.start(Trapper);
    sys.suspend(system, stranger.pid!);
    system.spawn((self) => self.sendExit(stranger.pid!, "boom"));
    await settle();
    assertEquals([processInfo(system, stranger.pid!)!.status, processInfo(system, stranger.pid!)!.mailboxLength], [
      "suspended",
      1,
    ]);
  }, 10);
});

Deno.test("case 232: a trace shows what is done in order: in, out, reply, new state", async () => {
  await everyOrder(async ({ system, settle }) => {
    const Relay = GenServer.define({
      name: "Relay",
      init: () => 0,
      calls: {
        pass: (count, text: string, self) => {
          Log.at(self, "log").cast("add", text);
          self.send("log", text);
          return [count, count + 1];
        },
      },
      casts: { note: (count, _: string) => count + 1 },
      handleInfo: (count) => count + 1,
    });
    const log = await system.start(Log, { name: "log" });
    const relay = await system.start(Relay);
    const pid = relay.pid!;
    const caller = system.attach();
    const seen: SystemEvent[] = [];
    using _all = system.events.subscribe((event) => void seen.push(event), { pid });
    relay.cast("note", "untraced");
    await settle();
    assertEquals(seen, []);
    const trace = sys.trace(system, pid);
    const call = Relay.at(caller, pid).call("pass", "x");
    relay.cast("note", "y");
    system.send(pid, "z");
    assertEquals(await call, 1);
    await settle();
    trace.stop();
    trace.stop();
    relay.cast("note", "after");
    await settle();
    const told = seen.map(({ sequence: _, time: __, ...event }) => event as unknown);
    assertEquals(told.filter((each) => (each as { type: string }).type !== "message.received"), [
      { type: "trace.started", pid },
      { type: "message.taken", pid, from: caller.pid, form: "call", kind: "pass", message: "x" },
      { type: "message.sent", pid, to: log.pid, form: "cast", kind: "add", message: "x" },
      { type: "message.sent", pid, to: log.pid, form: "info", message: "x" },
      { type: "message.replied", pid, to: caller.pid, kind: "pass", reply: 1 },
      { type: "message.handled", pid, form: "call", kind: "pass", durationMs: 0, state: 2 },
      { type: "message.taken", pid, form: "cast", kind: "note", message: "y" },
      { type: "message.handled", pid, form: "cast", kind: "note", durationMs: 0, state: 3 },
      { type: "message.taken", pid, form: "info", message: "z" },
      { type: "message.handled", pid, form: "info", durationMs: 0, state: 4 },
      { type: "trace.stopped", pid },
    ]);
    assertEquals(told.filter((each) => (each as { type: string }).type === "message.received"), [
      { type: "message.received", pid, from: caller.pid, form: "call", kind: "pass", message: "x", mailbox: 1 },
      { type: "message.received", pid, form: "cast", kind: "note", message: "y", mailbox: 2 },
      { type: "message.received", pid, form: "info", message: "z", mailbox: 3 },
    ]);
  }, 10);
});

Deno.test("case 232: two traces of one process are one; it ends with the later of them", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log = await system.start(Log);
    const events = eventsOf(system, "trace.started", "trace.stopped", "message.handled");
    const first = sys.trace(system, log.pid!);
    {
      using _second = sys.trace(system, log.pid!);
      log.cast("add", "a");
      await settle();
      first.stop();
      first.stop();
      log.cast("add", "b");
      await settle();
      assertEquals(processInfo(system, log.pid!)!.traced, true);
    }
    log.cast("add", "c");
    await settle();
    assertEquals(events.map(({ type }) => type), [
      "trace.started",
      "message.handled",
      "message.handled",
      "trace.stopped",
    ]);
    assertEquals(processInfo(system, log.pid!)!.traced, false);
  }, 3);
});

const Ending = GenServer.define({
  name: "Ending",
  trapExit: true,
  init: () => 0,
  calls: { wait: (count) => [count, count], slow: (count) => new Promise<[number, number]>(() => void count) },
  casts: { add: (count, n: number) => count + n },
});

Deno.test("case 228: a suspended server is stopped by whom Erlang lets stop it, ahead of what waits in its mailbox", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const Tree = Supervisor.define({ children: [Ending.child({ name: "child" })] });
    const tree = await system.start(Tree);
    const suspended = async () => {
      const server = await system.start(Ending);
      sys.suspend(system, server.pid!);
      server.cast("add", 1);
      return { server, pid: server.pid!, waiting: fateOf(server.call("wait")) };
    };
    const stopped = await suspended();
    await stopped.server.stop({ reason: "enough" });
    const terminated = await suspended();
    sys.terminate(system, terminated.pid, "over");
    const child = system.whereis("child")!;
    sys.suspend(system, child);
    await tree.terminateChild("Ending");
    sys.suspend(system, tree.pid!);
    const supervisor = tree.pid!;
    await tree.stop();
    const last = await suspended();
    await settle();
    await system.stop();
    assertEquals([stopped.pid, terminated.pid, child, supervisor, last.pid].map((pid) => deaths.get(pid)), [
      "enough",
      "over",
      "shutdown",
      "normal",
      "shutdown",
    ]);
    assertEquals([stopped, terminated, last].map(({ waiting }) => reasonIn(waiting.error)), [
      "enough",
      "over",
      "shutdown",
    ]);
  }, 20);
});

Deno.test("case 228: who was told to end before it was suspended ends, once its handler is done", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log = await system.start(Log, { args: ["a"] });
    const slow = fateOf(log.call("slow", "b"));
    await settle();
    log.cast("add", "c");
    const stop = fateOf(log.stop());
    sys.suspend(system, log.pid!);
    await settle();
    assertEquals([slow.state, stop.state], ["pending", "pending"]);
    openGate();
    await settle();
    assertEquals([slow.value, stop.state, log.alive], [1, "fulfilled", false]);

    const trapper = await system.start(Ending);
    const pid = trapper.pid!;
    fateOf(trapper.call("slow"));
    await settle();
    system.exit(pid, "shutdown");
    sys.suspend(system, pid);
    sys.suspend(system, pid);
    assertEquals(processInfo(system, pid)!.status, "busy", "it was told to end, and is suspended no more");
    system.exit(pid, "kill");
  }, 5);
});

Deno.test("sys.terminate() has its turn behind the messages that are there, and is nothing for a function", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const server = await system.start(Ending);
    const pid = server.pid!;
    const before = fateOf(server.call("wait"));
    sys.terminate(system, pid, "over");
    const after = fateOf(server.call("wait"));
    await settle();
    assertEquals([before.value, reasonIn(after.error), deaths.get(pid)], [0, "over", "over"]);
    const spawned = system.spawn(() => new Promise(() => {}));
    assertThrows(() => sys.terminate(system, spawned, "over"), ArgumentError, 'by an exit signal, got "spawn"');
    assertThrows(() => sys.terminate(system, pid, "over"), NoProcessError, "Cannot terminate");
  }, 10);
});

Deno.test("case 232: a trace shows state, replies and what is sent as formatStatus does, of a function all", async () => {
  await everyOrder(async ({ system, settle }) => {
    const Vault = GenServer.define({
      name: "Vault",
      init: () => ({ key: "k", opened: 0 }),
      calls: {
        key: (state, to: Pid, self) => {
          self.send(to, { key: state.key });
          return [state.key, state];
        },
      },
      casts: { open: (state) => ({ ...state, opened: state.opened + 1 }) },
      formatStatus: ({ state, message, ...status }) => ({
        ...status,
        state: { opened: state.opened },
        ...(message === undefined ? {} : { message: "(a message)" }),
        ...("reply" in status ? { reply: "(a key)" } : {}),
      }),
    });
    const replied = eventsOf(system, "message.replied");
    const sent = eventsOf(system, "message.sent");
    const handled = eventsOf(system, "message.handled");
    const taken = eventsOf(system, "message.taken");
    const vault = await system.start(Vault);
    const reader = system.spawn(async (self) => {
      for (;;) await self.receive({ wanted: true });
    });
    using _vault = sys.trace(system, vault.pid!);
    using _reader = sys.trace(system, reader);
    vault.cast("open");
    for (const wanted of [false, true]) system.send(reader, { wanted });
    await settle();
    assertEquals(handled.map((event) => event.type === "message.handled" && event.state), [{ opened: 1 }]);
    assertEquals(taken.filter((event) => "pid" in event && event.pid === reader).length, 1);
    assertEquals(await vault.call("key", reader), "k");
    await settle();
    assertEquals(replied.map((event) => event.type === "message.replied" && event.reply), ["(a key)"]);
    assertEquals(sent.map((event) => event.type === "message.sent" && event.message), ["(a message)"]);
  }, 5);
});
