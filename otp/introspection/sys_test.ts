import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import type { SystemEvent } from "../events/event.ts";
import { ArgumentError, NoProcessError } from "../processes/errors.ts";
import { Simulation } from "../simulation/simulation.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { deathsOf, eventsOf, everyOrder, fateOf, reasonIn } from "../testdata/world.ts";
import { processInfo } from "./process_info.ts";
import { sys } from "./sys.ts";

const gates: PromiseWithResolvers<void>[] = [];
const Log = GenServer.define({
  name: "Log",
  init: (...first: string[]) => first,
  calls: {
    get: (log) => [log, log],
    add: (log, text: string) => [log.length, [...log, text]],
    slow: async (log, text: string) => {
      gates.push(Promise.withResolvers<void>());
      await gates.at(-1)!.promise;
      return [log.length, [...log, text]];
    },
    keep: (log) => GenServer.noreply(log),
  },
  casts: { add: (log, text: string) => [...log, text] },
  handleInfo: (log, message) => [...log, `info ${message}`],
});

Deno.test("case 226: getState gives the state between two messages, never one in the middle of a handler", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log = await system.start(Log, { args: ["a"], name: "log" });
    assertEquals([sys.getState(system, "log"), sys.getState(system, log.pid!)], [["a"], ["a"]]);
    const slow = fateOf(log.call("slow", "b"));
    await settle();
    assertEquals([sys.getState(system, "log"), slow.state], [["a"], "pending"]);
    gates.at(-1)!.resolve();
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
    const next = fateOf(log.call("get"));
    await settle();
    const replaced = fateOf(sys.replaceState(system, log.pid!, (state: string[]) => [...state, "new"]));
    await settle();
    assertEquals([replaced.state, slow.state], ["pending", "pending"]);
    gates.at(-1)!.resolve();
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

Deno.test("case 232: a trace shows messages in the order handled: in, handled, and out", async () => {
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
      { type: "message.sent", pid, to: log.pid, form: "cast", kind: "add", message: "x" },
      { type: "message.sent", pid, to: log.pid, form: "info", message: "x" },
      { type: "message.handled", pid, form: "call", kind: "pass", durationMs: 0 },
      { type: "message.handled", pid, form: "cast", kind: "note", durationMs: 0 },
      { type: "message.handled", pid, form: "info", durationMs: 0 },
      { type: "trace.stopped", pid },
    ]);
    assertEquals(told.filter((each) => (each as { type: string }).type === "message.received"), [
      { type: "message.received", pid, from: caller.pid, form: "call", kind: "pass", message: "x", mailbox: 1 },
      { type: "message.received", pid, form: "cast", kind: "note", message: "y", mailbox: 2 },
      { type: "message.received", pid, form: "info", message: "z", mailbox: 3 },
    ]);
    const order = (kind: string) =>
      told.findIndex((each) =>
        (each as { kind?: string; type: string }).kind === kind && (each as { type: string }).type === "message.handled"
      );
    assert(order("pass") < order("note"));
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

Deno.test("case 234: our requests do not go through the mailbox: a server that is stuck, or behind with its work, answers", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log = await system.start(Log, { args: ["a"] });
    fateOf(log.call("slow", "b"));
    await settle();
    for (let index = 0; index < 1000; index++) log.cast("add", "x");
    assertEquals(sys.getState(system, log.pid!), ["a"]);
    assertEquals(processInfo(system, log.pid!)!.mailboxLength, 1000);
    using _trace = sys.trace(system, log.pid!);
    assertEquals(processInfo(system, log.pid!)!.traced, true);
  }, 1);
});
