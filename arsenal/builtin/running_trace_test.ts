import { assertEquals, assertThrows } from "@std/assert";
import { GenServer, NoProcessError, processInfo, Redaction } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { RunningTrace, type TraceLimits } from "./running_trace.ts";

const Sink = GenServer.define({ name: "Sink", init: () => 0, casts: { note: (count, _text: string) => count + 1 } });

async function traced(limits: Partial<TraceLimits> = {}) {
  const simulation = new Simulation();
  const { system, clock } = simulation;
  const sink = await system.start(Sink);
  const trace = new RunningTrace(sink.pid!, {
    id: "t",
    system,
    clock,
    redaction: new Redaction(),
    limits: { maxEvents: 1000, durationMs: 1000, maxBytes: 1_000_000, ...limits },
  });
  return {
    simulation,
    system,
    sink,
    trace,
    types: () => trace.journal.read(0, 1000).entries.map(({ value }) => value.type),
  };
}

Deno.test("case 12: RunningTrace records messages, and none of its own doing", async () => {
  const { simulation, system, sink, trace, types } = await traced();
  sink.cast("note", "hello");
  await simulation.settle();
  trace.end("stopped");
  assertEquals(types(), ["message.received", "message.taken", "message.handled"]);
  assertEquals([system.events.active, processInfo(system, trace.pid)?.traced], [false, false]);
  assertEquals([trace.ended?.reason, simulation.clock.nextAlarm], ["stopped", undefined]);
  await simulation.stop();
});

Deno.test("case 12: RunningTrace ends by count, by bytes and by time, and leaves nothing behind", async () => {
  for (const limits of [{ maxEvents: 3 }, { maxBytes: 250 }, {}]) {
    const { simulation, system, sink, trace, types } = await traced(limits);
    for (let at = 0; at < 5; at++) sink.cast("note", "hello");
    await simulation.advance(2000);
    const wanted = "maxEvents" in limits
      ? ["max_events", 3]
      : "maxBytes" in limits
      ? ["max_bytes", 3]
      : ["duration", 15];
    assertEquals<unknown>([trace.ended?.reason, types().length], wanted);
    assertEquals([system.events.active, simulation.clock.nextAlarm], [false, undefined]);
    await simulation.stop();
  }
});

Deno.test("case 12: RunningTrace ends with its process", async () => {
  const { simulation, system, sink, trace, types } = await traced();
  system.exit(sink.pid!, "kill");
  assertEquals([trace.ended?.reason, types(), system.events.active], ["process_exited", ["process.exited"], false]);
  await simulation.stop();
});

Deno.test("case 12: RunningTrace does not end another of the same process", async () => {
  const { simulation, system, sink, trace } = await traced();
  const { limits } = trace;
  const other = new RunningTrace(sink.pid!, {
    id: "u",
    system,
    clock: simulation.clock,
    redaction: new Redaction(),
    limits,
  });
  trace.end("stopped");
  trace.end("closed");
  sink.cast("note", "hello");
  await simulation.settle();
  assertEquals([trace.journal.size, other.journal.size, trace.ended?.reason], [0, 3, "stopped"]);
  other.end("stopped");
  assertEquals(system.events.active, false);
  await simulation.stop();
});

Deno.test("RunningTrace refuses a dead process", async () => {
  await using simulation = new Simulation();
  const { system, clock } = simulation;
  const limits = { maxEvents: 1, durationMs: 1, maxBytes: 1 };
  assertThrows(
    () => new RunningTrace("<0.9.0>", { id: "t", system, clock, redaction: new Redaction(), limits }),
    NoProcessError,
    "Cannot trace <0.9.0>",
  );
});
