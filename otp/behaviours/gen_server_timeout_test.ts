import { assert, assertEquals } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { Simulation } from "../simulation/simulation.ts";
import { deathsOf, everyOrder, fateOf } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";
import type { OutcomeOptions } from "./outcome.ts";

/** Writes down all it gets; how it goes on is said by the message. */
const Watch = GenServer.define({
  name: "Watch",
  init: (options: OutcomeOptions = {}) => GenServer.ok([] as unknown[], options),
  calls: {
    log: (log) => [log, log],
    wait: (log, timeoutMs: number) => GenServer.reply("ok", log, { timeoutMs }),
    proceed: (log, argument: unknown) => GenServer.reply("replied", log, { continue: argument }),
  },
  casts: {
    note: (log, text: string) => [...log, text],
    wait: (log, timeoutMs: number) => GenServer.noreply(log, { timeoutMs }),
    proceed: (log, argument: unknown) => GenServer.noreply(log, { continue: argument }),
    sleep: (log) => GenServer.noreply([...log, "sleep"], { hibernate: true }),
  },
  handleInfo: (log, message) => {
    const { type, again } = message as { type: string; again?: number };
    return again === undefined ? [...log, type] : GenServer.noreply([...log, type], { timeoutMs: again });
  },
  handleContinue: async (log, argument: { wait?: Promise<unknown>; next?: unknown; text?: string; fail?: string }) => {
    if (argument.fail !== undefined) throw new Error(argument.fail);
    if (argument.wait !== undefined) await argument.wait;
    const seen = [...log, argument.text ?? "continued"];
    return argument.next === undefined ? seen : GenServer.noreply(seen, { continue: argument.next });
  },
});

Deno.test("case 107: without a message for so long, handleInfo gets the time-out, once", async () => {
  await everyOrder(async ({ system, advance }) => {
    const watch = await system.start(Watch);
    await watch.call("wait", 100);
    const info = () => processInfo(system, watch.pid!)!;
    await advance(99);
    assertEquals(info().handled, 1);
    await advance(1);
    assertEquals(info().handled, 2);
    await advance(100_000);
    assertEquals(await watch.call("log"), ["timeout"]);
  }, 5);
});

Deno.test("case 107: the time-out of a call's or a cast's outcome counts from that outcome, also for an asynchronous handler", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const Slow = GenServer.define({
    name: "Slow",
    init: () => [] as number[],
    calls: { get: (log) => [log, log] },
    casts: { work: async (log, until: Promise<unknown>) => (await until, GenServer.noreply(log, { timeoutMs: 50 })) },
    handleInfo: (log, _message, self) => [...log, self.now()],
  });
  const slow = await system.start(Slow);
  let open!: () => void;
  slow.cast("work", new Promise<void>((resolve) => open = resolve));
  await simulation.advance(1000);
  open();
  await simulation.advance(1000);
  assertEquals(await slow.call("get"), [1050]);
});

Deno.test("case 108: any message before it cancels the time-out, which does not come back unless it is set again", async () => {
  await everyOrder(async ({ system, advance }) => {
    for (const kind of ["cast", "call", "info", "again"]) {
      const watch = await system.start(Watch);
      await watch.call("wait", 100);
      await advance(99);
      if (kind === "cast") watch.cast("note", "x");
      else if (kind === "call") await watch.call("log");
      else if (kind === "info") system.send(watch.pid!, { type: "hello" });
      else system.send(watch.pid!, { type: "hello", again: 70 });
      await advance(69);
      const before = processInfo(system, watch.pid!)!.handled;
      await advance(100_000);
      assertEquals(processInfo(system, watch.pid!)!.handled - before, kind === "again" ? 1 : 0);
      const expected = { cast: ["x"], call: [], info: ["hello"], again: ["hello", "timeout"] };
      assertEquals(await watch.call("log"), expected[kind as "cast"]);
    }
  }, 3);
});

Deno.test("case 108: a message that is in the mailbox when the time is up was in time", async () => {
  await everyOrder(async ({ system, advance }) => {
    const watch = await system.start(Watch);
    system.sendAfter(watch.pid!, { type: "first" }, { delayMs: 100 });
    await watch.call("wait", 100);
    await advance(100_000);
    assertEquals(await watch.call("log"), ["first"]);
  }, 5);
});

Deno.test("case 109: a time-out from init counts from the moment init returned", async () => {
  await everyOrder(async ({ system, advance }) => {
    let open!: () => void;
    const opened = new Promise<void>((resolve) => open = resolve);
    const Slow = GenServer.define({
      name: "Slow",
      init: async () => (await opened, GenServer.ok([] as number[], { timeoutMs: 100 })),
      calls: { get: (log) => [log, log] },
      handleInfo: (log, _message, self) => [...log, self.now()],
    });
    const start = fateOf(system.start(Slow));
    await advance(500);
    open();
    await advance(1000);
    assertEquals(await start.value!.call("get"), [600]);
  }, 3);
});

Deno.test("case 107: a time-out of zero is over at once if nothing waits, and cancelled if something does", async () => {
  await everyOrder(async ({ system, settle }) => {
    const watch = await system.start(Watch, { args: [{ timeoutMs: 0 }], name: "watch" });
    await settle(); // no time passes
    watch.cast("wait", 0);
    watch.cast("note", "was there");
    await settle();
    assertEquals(await watch.call("log"), ["timeout", "was there"]);
    watch.cast("wait", 0);
    await settle();
    assertEquals(await watch.call("log"), ["timeout", "was there", "timeout"]);
  });
});

Deno.test("case 107: a time-out without end never comes, and sets off an earlier one", async () => {
  await using simulation = new Simulation();
  const watch = await simulation.system.start(Watch, { args: [{ timeoutMs: Infinity }] });
  await simulation.advance(1e9);
  assertEquals(await watch.call("log"), []);
});

Deno.test("case 107: a time-out beside a continue is replaced by the time-out that the continue asks for", async () => {
  await using simulation = new Simulation();
  const Both = GenServer.define({
    name: "Both",
    init: () => GenServer.ok([] as number[], { timeoutMs: 30, continue: 50 }),
    calls: { get: (log) => [log, log] },
    handleInfo: (log, _message, self) => [...log, self.now()],
    handleContinue: (log, timeoutMs: number) => GenServer.noreply(log, { timeoutMs }),
  });
  const both = await simulation.system.start(Both);
  await simulation.advance(1000);
  assertEquals(await both.call("get"), [50]);
});

Deno.test("case 110: continue from init runs before any message, also one that came by name while init ran", async () => {
  await everyOrder(async ({ system, settle }) => {
    let open!: () => void;
    const opened = new Promise<void>((resolve) => open = resolve);
    const Eager = GenServer.define({
      name: "Eager",
      init: async () => (await opened, GenServer.ok(["init"], { continue: "rest" })),
      calls: { get: (log) => [log, log] },
      casts: { note: (log, text: string) => [...log, text] },
      handleContinue: (log, text: string) => [...log, text],
    });
    const start = system.start(Eager, { name: "eager" });
    system.whereis(Eager, "eager").cast("note", "early");
    await settle();
    open();
    const eager = await start;
    assertEquals(await eager.call("get"), ["init", "rest", "early"]);
    assertEquals(processInfo(system, eager.pid!)!.currentMessage, undefined);
  }, 10);
});

Deno.test("case 111: continue from a handler runs before messages that were already queued, chains included", async () => {
  await everyOrder(async ({ system }) => {
    const watch = await system.start(Watch);
    const wait = Promise.resolve();
    watch.cast("proceed", { wait, text: "1", next: { text: "2", next: { wait, text: "3" } } });
    watch.cast("note", "queued");
    system.send(watch.pid!, { type: "info" });
    assertEquals(await watch.call("log"), ["1", "2", "3", "queued", "info"]);
  }, 10);
});

Deno.test("case 111: a long chain of continues does not grow the stack", async () => {
  await using simulation = new Simulation();
  const Counting = GenServer.define({
    name: "Counting",
    init: () => GenServer.ok(0, { continue: 20_000 }),
    calls: { get: (count) => [count, count] },
    handleContinue: (count, left: number) => left === 0 ? count : GenServer.noreply(count + 1, { continue: left - 1 }),
  });
  const counting = await simulation.system.start(Counting);
  assertEquals(await counting.call("get"), 20_000);
});

Deno.test("case 112: with a reply and a continue the caller has the reply while the continue still runs", async () => {
  await everyOrder(async ({ system, settle }) => {
    const watch = await system.start(Watch);
    let open!: () => void;
    const wait = new Promise<void>((resolve) => open = resolve);
    const call = fateOf(watch.call("proceed", { wait }));
    const after = fateOf(watch.call("log"));
    await settle();
    assertEquals([call.value, after.state], ["replied", "pending"]);
    assertEquals(processInfo(system, watch.pid!)!.status, "busy");
    open();
    await settle();
    assertEquals(after.value, ["continued"]);
  }, 10);
});

Deno.test("case 113: a crash in the continue of init comes after start has given the server", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const watch = await system.start(Watch, { args: [{ continue: { fail: "broken" } }], name: "w" });
    const pid = watch.pid;
    await settle();
    assertEquals((deaths.get(pid ?? [...deaths.keys()][0]!) as { error: { message: string } }).error.message, "broken");
    assertEquals([system.whereis("w"), watch.alive], [undefined, false]);
  }, 10);
});

Deno.test("case 113: a continue that nothing handles is a crash", async () => {
  await using simulation = new Simulation();
  const deaths = deathsOf(simulation.system);
  await simulation.system.start(GenServer.define({ name: "Deaf", init: () => GenServer.ok(0, { continue: 1 }) }));
  await simulation.settle();
  assertEquals([...deaths.values()], [{ bad_continue: 1 }]);
});

Deno.test("case 114: hibernate shows as status until the next message, and changes neither state nor order", async () => {
  await everyOrder(async ({ system, settle }) => {
    const watch = await system.start(Watch);
    const status = () => processInfo(system, watch.pid!)!.status;
    watch.cast("note", "a");
    watch.cast("sleep");
    await settle();
    assertEquals(status(), "hibernated");
    watch.cast("note", "b");
    assertEquals(status(), "runnable");
    watch.cast("note", "c");
    assertEquals(await watch.call("log"), ["a", "sleep", "b", "c"]);
    assertEquals(status(), "waiting");
  }, 10);
  await using simulation = new Simulation();
  const asleep = await simulation.system.start(Watch, { args: [{ hibernate: true }] });
  assert(processInfo(simulation.system, asleep.pid!)!.status === "hibernated");
});
