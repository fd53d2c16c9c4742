import { assertEquals } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { Simulation } from "../simulation/simulation.ts";
import { eventsOf, fateOf } from "../testdata/world.ts";
import { type DebugEvent, debugOf, dropIdleDebug, noteHandled, noteReceived, noteSent, noteTaken } from "./debug.ts";
import { Envelope, INFO } from "./envelope.ts";
import { runtimeOf } from "./host.ts";
import type { Process } from "./process.ts";

const Echo = GenServer.define({
  name: "Echo",
  init: () => 0,
  calls: { next: (count) => [count, count + 1] },
  handleInfo: (count) => count,
});

async function observed(system: Simulation["system"]): Promise<{ process: Process; seen: DebugEvent[] }> {
  const echo = await system.start(Echo);
  const process = runtimeOf(system).find(echo.pid!)!;
  const seen: DebugEvent[] = [];
  debugOf(process).observers.set("test", { tell: (event) => void seen.push(event) });
  return { process, seen };
}

Deno.test("debugOf() makes one for a process, dropIdleDebug() takes it away when nothing uses it", async () => {
  await using simulation = new Simulation();
  const { process } = await observed(simulation.system);
  const debug = debugOf(process);
  assertEquals([debugOf(process) === debug, process.traced], [true, true]);
  debug.observers.clear();
  debug.traces = 1;
  dropIdleDebug(process);
  assertEquals(process.traced, true);
  debug.traces = 0;
  dropIdleDebug(process);
  dropIdleDebug(process);
  assertEquals(process.debug, null);
});

Deno.test("noteTaken(), noteSent(), noteReceived() and noteHandled() do nothing for a process without a debug", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const events = eventsOf(system, "message.taken", "message.sent", "message.received", "message.handled");
  const process = runtimeOf(system).find((await system.start(Echo)).pid!)!;
  const envelope = new Envelope(INFO, "", "x");
  noteTaken(process, envelope);
  noteSent(process, process, envelope);
  noteReceived(process, envelope);
  noteHandled(process);
  assertEquals(events, []);
});

Deno.test("noteHandled() tells once for each message that was taken, and no state of one that failed", async () => {
  await using simulation = new Simulation();
  const { process, seen } = await observed(simulation.system);
  noteHandled(process);
  const envelope = new Envelope(INFO, "", "x");
  process.current = envelope;
  noteTaken(process, envelope);
  noteHandled(process);
  noteHandled(process);
  noteTaken(process, envelope);
  noteHandled(process, "boom");
  process.current = null;
  assertEquals(seen.map(({ type }) => type), ["in", "state", "in"]);
});

Deno.test("noteTaken(): an answer is told when it is given; one that nobody waits for any more is dropped and not told", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const { process, seen } = await observed(system);
  const echo = Echo.at(system, process.pid);
  process.suspended = true;
  const late = fateOf(echo.call("next", undefined, { timeoutMs: 5 }));
  await simulation.advance(5);
  process.suspended = false;
  process.wake();
  assertEquals([late.state, await echo.call("next")], ["rejected", 1]);
  assertEquals(seen.map(({ type }) => type), ["in", "state", "in", "reply", "state"]);
});

Deno.test("an observer's own messages are not those of the process it observes", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const { process, seen } = await observed(system);
  const me = system.attach();
  debugOf(process).observers.set("talks", { tell: () => (system.send(me.pid, "told"), "done") });
  system.send(process.pid, "x");
  await simulation.settle();
  assertEquals([seen.map(({ type }) => type), me.mailboxLength], [["in", "state"], 1]);
});
