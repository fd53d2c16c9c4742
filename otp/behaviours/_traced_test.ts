import { assertEquals } from "@std/assert";
import { CAST, Envelope } from "../processes/envelope.ts";
import { runtimeOf } from "../processes/host.ts";
import { Simulation } from "../simulation/simulation.ts";
import { eventsOf } from "../testdata/world.ts";
import { tellHandled } from "./_traced.ts";

Deno.test("tellHandled() tells once for a message, with how long it took and what it failed with", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const process = runtimeOf(system).find(system.spawn(() => new Promise(() => {})))!;
  await simulation.settle();
  const extra = { tracedSince: system.now() };
  process.current = new Envelope(CAST, "kind", 1);
  tellHandled(process, extra); // nobody listens
  const events = eventsOf(system, "message.handled");
  tellHandled(process, extra); // told already
  extra.tracedSince = system.now();
  await simulation.advance(5);
  tellHandled(process, extra, "why");
  tellHandled(process, null);
  tellHandled(process, undefined);
  assertEquals(events.map(({ sequence: _sequence, time: _time, ...event }) => event as unknown), [
    { type: "message.handled", pid: process.pid, form: "cast", kind: "kind", durationMs: 5, failed: "why" },
  ]);
});
