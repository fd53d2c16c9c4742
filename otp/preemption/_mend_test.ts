import { assertEquals } from "@std/assert";
import { GenServer, type Receiver } from "../mod.ts";
import { runtimeOf } from "../processes/host.ts";
import { link, listOf, Monitor } from "../processes/links.ts";
import type { MailboxLimit } from "../processes/mailbox_limit.ts";
import { DEAD } from "../processes/process.ts";
import { FairScheduler } from "../processes/scheduler.ts";
import { silentLogger } from "../processes/reporter.ts";
import { System } from "../system.ts";
import { eventsOf } from "../testdata/world.ts";
import { mend, mendTurns } from "./_mend.ts";
import { brokenInvariants } from "./testdata/invariants.ts";

const idle = (self: Receiver) => self.receive().then(() => {});

/** A System whose turns are given when the test awaits, and a way to mend it as if all so far had just been stopped. */
function torn() {
  const scheduler = new FairScheduler();
  const system = new System({ scheduler, logger: silentLogger });
  const runtime = runtimeOf(system);
  const before = { current: null, last: runtime.processes.last, burying: false };
  const mended = () => {
    mend(runtime, before);
    mendTurns(runtime, scheduler, null);
    return brokenInvariants(runtime);
  };
  return { system, runtime, mended };
}

Deno.test("mend() finds who is dead and not buried, and tells it to each once", async () => {
  const { system, runtime, mended } = torn();
  const me = system.attach();
  me.trapExit = true;
  const target = runtime.find(system.spawn(idle, { name: "target" }))!;
  me.link(target.pid);
  me.monitor(target.pid);
  const events = eventsOf(system, "process.exited");
  runtime.dying.push(target);
  target.phase = DEAD;
  target.exitReason = "odd";
  // The link was told, the monitor was about to be.
  const mine = runtime.find(me.pid)!;
  mine.links = null;
  me.send(me.pid, { type: "EXIT", pid: target.pid, reason: "odd" });
  runtime.burial.told = [...runtime.monitors.values()][0]!;
  assertEquals(mended(), []);
  assertEquals([events.length, system.whereis("target"), me.mailboxLength], [1, undefined, 2]);
  assertEquals((await me.receive({ type: "DOWN" })).reason, "odd");
  await system.stop();
});

Deno.test("mend() ends who began to be started and never will be, and tells its whole life", async () => {
  const { system, runtime, mended } = torn();
  const events = eventsOf(system, "process.started", "process.exited");
  const Server = GenServer.define({ name: "Server", init: () => new Promise<number>(() => {}) });
  system.start(Server).catch(() => {}); // slow, but it will
  runtime.events.active = false;
  const lost = runtime.create({ name: "x", module: "x", run: () => false, exited() {} }, {
    parent: null,
    name: "lost",
  });
  runtime.events.active = true;
  assertEquals(mended(), []);
  const told = events.map((event) => [event.type, "pid" in event && event.pid === lost.pid]);
  assertEquals(told, [["process.started", false], ["process.started", true], ["process.exited", true]]);
  assertEquals([lost.exitReason, system.processCount], ["turn_limit", 1]);
  await system.stop({ limitMs: 0 });
});

Deno.test("mend() takes half a link, half a monitor and half a timer away", async () => {
  const { system, runtime, mended } = torn();
  const [one, other] = [runtime.find(system.spawn(idle))!, runtime.find(system.spawn(idle))!];
  link(one, other);
  one.links = null;
  const made = new Monitor(one, { ref: runtime.nextRef(), target: other, tag: "DOWN" });
  runtime.monitors.set(made.ref, made);
  one.monitors = made;
  const ref = system.sendAfter(one.pid, "later", { delayMs: 1000 });
  const timer = runtime.messageTimers.get(ref)!;
  runtime.timers.remove(timer, 1000);
  assertEquals(mended(), []);
  assertEquals([listOf(other.links), one.monitors, one.timers], [[], null, null]);
  assertEquals([runtime.monitors.size, runtime.messageTimers.size], [0, 0]);
  await system.stop();
});

Deno.test("mendTurns() gives a turn to who has something to do and waits for none", async () => {
  const { system, runtime, mended } = torn();
  const Echo = GenServer.define({
    name: "Echo",
    init: () => 0,
    calls: { echo: (state, text: string) => [text, state] },
  });
  const echo = await system.start(Echo);
  const process = runtime.find(echo.pid!)!;
  process.queued = true; // as if it stood in the queue
  const reply = echo.call("echo", "hello");
  assertEquals(mended(), []);
  assertEquals(await reply, "hello");
  await system.stop();
});

Deno.test("mend() has each gate of a mailbox put itself in order", async () => {
  const { system, runtime, mended } = torn();
  const full = system.attach({ maxMailbox: 1, overload: "drop_newest" });
  for (let i = 0; i < 2; i++) system.send(full.pid, i);
  const limit = runtime.find(full.pid)!.limit as MailboxLimit;
  runtime.timers.remove(limit, 1000); // as if the sender had been stopped before it was added
  assertEquals(mended(), []);
  assertEquals([limit.overloaded, runtime.timers.has(limit, 1000)], [true, true]);
  await system.stop();
});
