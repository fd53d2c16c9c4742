import { assertEquals } from "@std/assert";
import { GenServer } from "@superlearner/otp";
import type { SimulatedBody } from "./sim_context.ts";
import { prepare, runOnce, trimmed } from "./_run.ts";
import { settle } from "./simulated_options.ts";
import type { RunRecord } from "@superlearner/otp/simulation";

const Echo = GenServer.define({ name: "Echo", init: () => 0, calls: { say: (state, text: string) => [text, state] } });

const body: SimulatedBody = async (sim) => {
  await sim.start(Echo, { name: "echo" });
  for (const text of ["x", "y"]) sim.spawn((self) => Echo.at(self, "echo").call("say", text), { label: text });
  await sim.advance(5);
};

const spec = { settings: settle({}), seed: 1, by: "test" };

Deno.test("runOnce: follows what is given, and writes down what ran", async () => {
  const { record, counts, turns, names, timed, steps, failure } = await runOnce(body, {
    ...spec,
    choices: [1],
    traces: true,
  });
  assertEquals(record, { seed: 1, strategy: "test", choices: [1], faults: [] });
  assertEquals([counts, steps, timed, failure], [[2, 2], 4, false, undefined]);
  assertEquals(turns.map(({ place }) => names.get(place)), ["y", "x", "echo", "echo"]);
});

Deno.test("runOnce: what a reader makes of the end, before the Systems are stopped", async () => {
  const { end } = await runOnce(() => 7, spec, (simulation, value) => `${simulation.system.stopped} ${value}`);
  assertEquals(end, "false 7");
});

Deno.test("runOnce: a token that has more choices than the run is told", async () => {
  assertEquals((await runOnce(body, { ...spec, choices: [0, 1], marks: "x" })).left, { step: 1, choice: 1 });
  assertEquals((await runOnce(() => {}, { ...spec, choices: [0, 1], marks: "" })).left, { step: 0, choice: 1 });
});

Deno.test("prepare: the same options make one run after the other", () => {
  const { options } = prepare({ ...spec, faults: [{ kind: "loss", scope: "messages", at: 1 }] });
  assertEquals([options.seed, options.fifo, options.strategy?.name], [1, false, "test"]);
  assertEquals((options.replay as RunRecord).faults.length, 1);
});

Deno.test("trimmed: zeros at the end say nothing", () => {
  assertEquals(trimmed([0, 2, 0, 0]), [0, 2]);
  assertEquals(trimmed([0, 0]), []);
});
