import { assertEquals, assertThrows } from "@std/assert";
import type { Receiver } from "./receive.ts";
import { Simulation } from "../simulation/simulation.ts";
import { type CallError, GenServer } from "../mod.ts";
import { eventsOf, notebook } from "../testdata/world.ts";
import { runtimeOf } from "./host.ts";
import type { MailboxOptions } from "./mailbox_limit.ts";

/** What a part of the runtime throws once, as if the code that called it had been stopped there. */
function stopAt<Part extends object>(part: Part, method: keyof Part): void {
  const stop = () => {
    delete part[method]; // what the class has is seen again
    throw new Error("stopped");
  };
  Object.defineProperty(part, method, { configurable: true, value: stop });
}

/** A mailbox that is full, in virtual time. */
function world(options: MailboxOptions) {
  const logger = notebook();
  const simulation = new Simulation({ logger });
  const { system } = simulation;
  const full: Receiver = system.attach(options);
  for (let i = 0; i < options.maxMailbox!; i++) system.send(full.pid, i);
  const told = eventsOf(system, "mailbox.overloaded", "mailbox.relieved");
  const runtime = runtimeOf(system);
  const mend = () => runtime.find(full.pid)!.limit!.mend!();
  return { logger, simulation, system, full, told, runtime, mend };
}

Deno.test("MailboxLimit.mend(): an overload that was stopped while it began is told once, and so is its relief", async () => {
  for (const place of ["timers", "reporter", "events"] as const) {
    const { logger, simulation, system, full, told, runtime, mend } = world({ maxMailbox: 2, overload: "drop_newest" });
    if (place === "timers") stopAt(runtime.timers, "add");
    else if (place === "reporter") stopAt(runtime.reporter, "warn");
    else stopAt(runtime.events, "emit");
    assertThrows(() => system.send(full.pid, "too much"), Error, "stopped");
    mend();
    mend();
    assertEquals([told.map(({ type }) => type), logger.warnings.length], [["mailbox.overloaded"], 1], place);
    for (let i = 0; i < 2; i++) await full.receive();
    await simulation.advance(2000);
    assertEquals(told.map(({ type }) => type), ["mailbox.overloaded", "mailbox.relieved"], place);
    assertEquals(runtime.timers.size, 0);
    await simulation.stop();
  }
});

Deno.test("MailboxLimit.mend(): a full mailbox that rests is watched on where that was stopped in the middle", async () => {
  const { simulation, system, full, told, runtime, mend } = world({ maxMailbox: 2, overload: "drop_newest" });
  system.send(full.pid, "too much");
  await simulation.advance(3000);
  mend();
  assertEquals(runtime.timers.size, 0); // it rests on
  for (let i = 0; i < 2; i++) await full.receive();
  stopAt(runtime.timers, "add");
  assertThrows(() => system.send(full.pid, "room again"), Error, "stopped");
  mend();
  await simulation.advance(1000);
  assertEquals(told.map(({ type }) => type), ["mailbox.overloaded", "mailbox.relieved"]);
  await simulation.stop();
});

Deno.test("MailboxLimit.mend(): the caller of a call that was taken out is told", async () => {
  const { simulation, system, full, runtime, mend } = world({ maxMailbox: 1, overload: "drop_oldest" });
  await full.receive();
  const Server = GenServer.define({ name: "Server", init: () => 0, calls: { ask: (state) => [state, state] } });
  const outcome = Server.at(system, full.pid).call("ask").catch((error: CallError) => error.reason);
  stopAt(runtime, "failCall");
  assertThrows(() => system.send(full.pid, "newer"), Error, "stopped");
  mend();
  assertEquals(await outcome, "overload");
  assertEquals([full.mailboxLength, simulation.clock.now()], [0, 0]);
  mend(); // and nobody else
  const waiting = Server.at(system, full.pid).call("ask", undefined, { timeoutMs: 10 }).catch(({ reason }) => reason);
  mend();
  await simulation.advance(10);
  assertEquals(await waiting, "timeout");
  await simulation.stop();
});
