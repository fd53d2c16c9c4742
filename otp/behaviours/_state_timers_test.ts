import { assertEquals } from "@std/assert";
import { runtimeOf } from "../processes/host.ts";
import { Simulation } from "../simulation/simulation.ts";
import { type DueTimeout, StateTimers } from "./_state_timers.ts";
import type { TimeoutAction, TimeoutSetting } from "./state_machine_types.ts";

function action(type: TimeoutAction["type"], setting: TimeoutSetting<unknown>, name = ""): TimeoutAction {
  return { type, name, setting };
}

/** Timers of a process that takes nothing from its mailbox. */
async function timersIn(simulation: Simulation) {
  const runtime = runtimeOf(simulation.system);
  const process = runtime.find(simulation.system.spawn(() => new Promise(() => {})))!;
  await simulation.settle();
  return { timers: new StateTimers(process), process, runtime };
}

Deno.test("StateTimers: what is due goes through the mailbox, and is claimed once", async () => {
  await using simulation = new Simulation();
  const { timers, process, runtime } = await timersIn(simulation);
  const before = runtime.timers.size;
  timers.set([action("timeout", { afterMs: 5, content: "c" }, "n"), action("state_timeout", { afterMs: 6 })]);
  assertEquals([timers.size, runtime.timers.size - before], [2, 2]);
  await simulation.advance(5);
  const due = process.take() as DueTimeout;
  assertEquals(timers.claim(due)?.event, { type: "timeout", name: "n", content: "c" });
  assertEquals([timers.claim(due), timers.size], [null, 1]);
});

Deno.test("StateTimers: a cancelled or replaced one cannot be claimed, and clear() leaves no timer behind", async () => {
  await using simulation = new Simulation();
  const { timers, process, runtime } = await timersIn(simulation);
  const before = runtime.timers.size;
  timers.set([action("event_timeout", { afterMs: 5 }), action("state_timeout", { afterMs: 5 })]);
  await simulation.advance(5);
  timers.cancel("event_timeout");
  timers.set([action("state_timeout", { afterMs: 5, content: "new" })]);
  const [one, two] = [process.take() as DueTimeout, process.take() as DueTimeout];
  assertEquals([timers.claim(one), timers.claim(two), timers.size], [null, null, 1]);
  timers.set([action("timeout", { afterMs: 0 }, "zero"), action("timeout", { atMs: 1000 }, "at")]);
  timers.clear();
  assertEquals([timers.size, timers.anyZero, runtime.timers.size - before], [0, false, 0]);
});

Deno.test("StateTimers: those of no time come in order, one at a time, with what they carry by then", async () => {
  await using simulation = new Simulation();
  const { timers } = await timersIn(simulation);
  timers.set([action("timeout", { afterMs: 0, content: 1 }, "a"), action("state_timeout", { afterMs: 0 })]);
  timers.set([action("timeout", { update: 2 }, "a"), action("event_timeout", { update: 3 })]);
  const seen = [timers.takeZero(), timers.takeZero(), timers.takeZero()].map((each) => each?.event);
  assertEquals(seen, [
    { type: "timeout", name: "a", content: 2 },
    { type: "state_timeout", content: undefined },
    { type: "event_timeout", content: 3 },
  ]);
  assertEquals([timers.takeZero(), timers.size], [null, 0]);
});
