import { assertEquals } from "@std/assert";
import { Redaction } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { TraceStore } from "./trace_store.ts";

const LIMITS = { maxEvents: 10, durationMs: 1000, maxBytes: 1000 };

Deno.test("TraceStore finds the newest trace of a process, or the one of an id", async () => {
  await using simulation = new Simulation();
  const { system, clock } = simulation;
  const store = new TraceStore({ system, clock, redaction: new Redaction() });
  const [one, other] = [system.attach().pid, system.attach().pid];
  const first = store.start(one, LIMITS)!;
  const second = store.start(one, LIMITS)!;
  assertEquals([store.find(one), store.find(one, first.id), store.find(other), store.find(other, first.id)], [
    second,
    first,
    undefined,
    undefined,
  ]);
  store.close();
  assertEquals([first.ended?.reason, system.events.active], ["closed", false]);
});

Deno.test("TraceStore bounds what runs and what is kept", async () => {
  await using simulation = new Simulation();
  const { system, clock } = simulation;
  const store = new TraceStore({ system, clock, redaction: new Redaction() });
  const { pid } = system.attach();
  for (let at = 0; at < 20; at++) store.start(pid, LIMITS);
  assertEquals([store.list().length, store.start(pid, LIMITS)], [20, undefined]);
  store.close("stopped");
  for (let at = 0; at < 100; at++) store.start(pid, LIMITS)!.end("stopped");
  assertEquals([store.list().length <= 51, store.list().at(-1)?.id], [true, "trace-120"]);
});
