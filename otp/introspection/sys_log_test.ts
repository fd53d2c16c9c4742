import { assertEquals, assertThrows } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import type { DebugEvent } from "../processes/debug.ts";
import { ArgumentError, NoProcessError } from "../processes/errors.ts";
import type { StatusParts } from "../processes/status_parts.ts";
import { Simulation } from "../simulation/simulation.ts";
import { everyOrder, fateOf, notebook } from "../testdata/world.ts";
import { sys } from "./sys.ts";
import { Log } from "./testdata/log.ts";

const Relay = GenServer.define({
  name: "Relay",
  init: () => 0,
  calls: {
    pass: (count, to: string, self) => {
      self.send(to, "passed");
      return [count, count + 1];
    },
    later: (count, _: undefined, self) => {
      const { from } = self;
      self.sendAfter(self.pid, "due", { delayMs: 10 });
      owed = () => from.reply("late");
      return GenServer.noreply(count);
    },
    crash: (): [number, number] => {
      throw new Error("Bad");
    },
  },
  handleInfo: (count) => {
    owed();
    return count + 1;
  },
});
let owed = () => {};

Deno.test("case 232: a log has what a server does in order: in, out, reply, new state", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const log = await system.start(Log, { name: "log" });
    const relay = await system.start(Relay);
    const pid = relay.pid!;
    const caller = system.attach();
    assertEquals(sys.log(system, pid, "get"), []);
    sys.log(system, pid, "on");
    const entries = () => sys.log(system, pid, "get").map(({ event }) => event);
    await Relay.at(caller, pid).call("pass", "log");
    const message = { form: "call", kind: "pass", message: "log" } as const;
    const passed: DebugEvent[] = [
      { type: "in", ...message, from: caller.pid },
      { type: "out", form: "info", message: "passed", to: log.pid! },
      { type: "reply", kind: "pass", reply: 0, to: caller.pid },
      { type: "state", state: 1 },
    ];
    assertEquals(entries(), passed);
    const late = fateOf(relay.call("later"));
    await advance(10);
    await settle();
    assertEquals([late.value, entries().slice(4)], ["late", [
      { type: "in", form: "call", kind: "later", message: undefined },
      { type: "state", state: 1 },
      { type: "in", form: "info", message: "due" },
      { type: "reply", kind: "later", reply: "late" },
      { type: "state", state: 2 },
    ]]);
    sys.log(system, pid, "off");
    assertEquals(entries(), []);
    await relay.call("pass", "log");
    assertEquals(entries(), []);
  }, 20);
});

Deno.test("case 232: a log is bounded, by ten or as told, and keeps the last", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log = await system.start(Log);
    const pid = log.pid!;
    const kept = () => sys.log(system, pid, "get").map(({ event }) => event.type === "in" ? event.message : "state");
    sys.log(system, pid, "on");
    sys.log(system, pid, "on");
    for (let index = 0; index < 20; index++) log.cast("add", `m${index}`);
    await settle();
    assertEquals([kept().length, kept().slice(-2)], [10, ["m19", "state"]]);
    sys.log(system, pid, { limit: 3 });
    assertEquals(kept(), ["state", "m19", "state"]);
    sys.log(system, pid, { limit: 4 });
    log.cast("add", "x");
    await settle();
    assertEquals(kept(), ["m19", "state", "x", "state"]);
    for (const wrong of [{ limit: 0 }, { limit: 1.5 }, "yes", null]) {
      assertThrows(() => sys.log(system, pid, wrong as "on"), ArgumentError, "a limit from 1 up");
    }
    assertThrows(() => sys.log(system, "nobody", "on"), NoProcessError, "Cannot log nobody");
  }, 2);
});

Deno.test("case 233: a log shows messages, replies and states as formatStatus does", async () => {
  await everyOrder(async ({ system, settle }) => {
    const Vault = GenServer.define({
      name: "Vault",
      init: () => "s3cret",
      calls: { get: (state) => [state, state] },
      casts: {
        set: (_state, next: string, self) => {
          self.send(self.pid, next);
          return next;
        },
      },
      handleInfo: (state) => state,
      formatStatus: (parts) =>
        Object.fromEntries(Object.keys(parts).map((part) => [part, "hidden"])) as unknown as StatusParts,
    });
    const vault = await system.start(Vault);
    sys.log(system, vault.pid!, "on");
    vault.cast("set", "other");
    await settle();
    assertEquals(sys.log(system, vault.pid!, "get").map(({ event }) => event), [
      { type: "in", form: "cast", kind: "set", message: "hidden" },
      { type: "out", to: vault.pid!, form: "info", message: "hidden" },
      { type: "state", state: "hidden" },
      { type: "in", form: "info", message: "hidden" },
      { type: "state", state: "hidden" },
    ]);
    sys.log(system, vault.pid!, "off");
    sys.log(system, vault.pid!, "on");
    assertEquals(await vault.call("get"), "other");
    assertEquals(sys.log(system, vault.pid!, "get").map(({ event }) => event), [
      { type: "in", form: "call", kind: "get", message: "hidden" },
      { type: "reply", kind: "get", reply: "hidden" },
      { type: "state", state: "hidden" },
    ]);
  }, 2);
});

Deno.test("case 232: what is in the log of a process that crashes is in its crash report", async () => {
  const logger = notebook();
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  const relay = await system.start(Relay);
  sys.log(system, relay.pid!, { limit: 2 });
  for (const kind of ["pass", "crash"] as const) fateOf(relay.call(kind, relay.pid! as never));
  await simulation.settle();
  assertEquals(logger.crashes.map(({ log }) => log.map(({ event }) => event.type)), [["state", "in"]]);
});

Deno.test("sys.log() prints through the System's logger, without secrets", async () => {
  const lines: string[] = [];
  const logger = { ...notebook(), info: (text: string) => void lines.push(text) };
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  await system.start(Log, { name: "log" });
  const relay = await system.start(Relay, { name: "relay" });
  const pid = relay.pid!;
  sys.log(system, pid, "print");
  sys.log(system, pid, "on");
  fateOf(relay.call("pass", "log"));
  await simulation.advance(5);
  fateOf(relay.call("crash"));
  sys.log(system, pid, "print");
  const at = `${pid} (relay) at 0 ms:`;
  assertEquals(lines, [
    `${at} got call "pass" "log"`,
    `${at} sent info "passed" to <0.1.0>`,
    `${at} replied 0 to "pass"`,
    `${at} new state 1`,
  ]);
});
