import { assertEquals } from "@std/assert";
import type { CallError } from "../processes/errors.ts";
import { runtimeOf } from "../processes/host.ts";
import { everyOrder, fateOf } from "../testdata/world.ts";
import { processInfo } from "./process_info.ts";
import { sys } from "./sys.ts";
import { Log, openGate } from "./testdata/log.ts";

Deno.test("case 234: what only looks or switches does not go through the mailbox: a stuck server answers", async () => {
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

Deno.test("case 234: what changes a server, or waits for its state, goes behind the messages that are there", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log = await system.start(Log, { args: ["a"] });
    const pid = log.pid!;
    log.cast("add", "b");
    const state = fateOf(sys.awaitState(system, pid));
    const replaced = fateOf(sys.replaceState(system, pid, (state: string[]) => [...state, "new"]));
    log.cast("add", "c");
    await settle();
    assertEquals([state.value, replaced.value, await log.call("get")], [
      ["a", "b"],
      ["a", "b", "new"],
      ["a", "b", "new", "c"],
    ]);
  }, 20);
});

Deno.test("case 234: a busy server makes a request time out, and the server does not notice", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const log = await system.start(Log, { args: ["a"], name: "log" });
    const slow = fateOf(log.call("slow", "b", { timeoutMs: Infinity }));
    await settle();
    const state = fateOf(sys.awaitState(system, "log"));
    const replaced = fateOf(sys.replaceState(system, "log", { replace: () => ["never"], timeoutMs: 100 }));
    await advance(100);
    assertEquals([state.state, (replaced.error as Error).message], [
      "pending",
      'Cannot call "replaceState" of log: no reply within 100 ms',
    ]);
    await advance(4900);
    assertEquals([(state.error as CallError).reason, (state.error as CallError).call.timeoutMs], ["timeout", 5000]);
    openGate();
    await settle();
    assertEquals([slow.value, await log.call("get")], [1, ["a", "b"]]);
  }, 5);
});

Deno.test("sys costs nothing while nothing is switched on: a process has no debug, before and after", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log = await system.start(Log);
    const process = runtimeOf(system).find(log.pid!)!;
    assertEquals([process.debug, process.traced], [null, false]);
    const trace = sys.trace(system, log.pid!);
    sys.log(system, log.pid!, "on");
    sys.statistics(system, log.pid!, "on");
    sys.install(system, log.pid!, { id: "x", state: 0, handle: (count) => count + 1 });
    assertEquals(process.traced, true);
    log.cast("add", "a");
    await settle();
    trace.stop();
    sys.noDebug(system, log.pid!);
    assertEquals([process.debug, process.traced, process.extra], [null, false, undefined]);
    for (const off of ["off"] as const) {
      sys.log(system, log.pid!, "on");
      sys.log(system, log.pid!, off);
      sys.statistics(system, log.pid!, "on");
      sys.statistics(system, log.pid!, off);
    }
    assertEquals(process.debug, null);
  }, 2);
});
