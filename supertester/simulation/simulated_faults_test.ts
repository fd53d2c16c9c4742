import { assertEquals } from "@std/assert";
import { GenServer, Supervisor } from "@superlearner/otp";
import { explore } from "./explore.ts";
import type { SimulatedBody } from "./sim_context.ts";

const Counter = GenServer.define({
  name: "Counter",
  init: () => 0,
  calls: { value: (count) => [count, count] },
  casts: { add: (count) => count + 1 },
});

/** Three are added to a counter that is started again, and forgets, where it is killed. */
const forgetful: SimulatedBody = async (sim) => {
  await sim.start(Supervisor.define({ maxRestarts: 100, children: [Counter.child({ name: "counter" })] }));
  for (let n = 0; n < 3; n++) sim.spawn((self) => Counter.at(self, "counter").cast("add"), { label: "client" });
  await sim.settle();
  sim.final("three", async () => await sim.system.whereis(Counter, "counter").call("value") === 3);
};

Deno.test("simulated: a crash that is injected fails no run by itself; what comes of it does, with one fault left", async () => {
  const faults = { crash: { rate: 0.1, who: "counter", most: 3 } };
  const { found } = await explore(forgetful, { faults });
  assertEquals([found?.failure.kind, found?.minimal, found?.preemptions], ["final", true, 0]);
  assertEquals(found!.shrunk.faults.map(({ kind }) => kind), ["crash"]);
  const again = await explore(forgetful, { faults, replay: found!.token! });
  assertEquals(again.found?.failure.signature, found!.failure.signature);
});

Deno.test("simulated: a token brings its faults along, also where the test asks for none", async () => {
  const { found } = await explore(forgetful, { faults: { crash: { rate: 0.1, who: "counter" } } });
  const again = await explore(forgetful, { replay: found!.token! });
  assertEquals(again.found?.failure.signature, found!.failure.signature);
  assertEquals((await explore(forgetful, { runs: 200 })).found?.failure.message, undefined);
});

Deno.test("simulated: a delayed message is waited for at the end; a lost one is not", async () => {
  const body: SimulatedBody = async (sim) => {
    await sim.start(Counter, { name: "counter" });
    sim.spawn(async (self) => {
      await Counter.at(self, "counter").call("value", undefined, { timeoutMs: Infinity });
    }, { label: "client" });
  };
  const delayed = await explore(body, { runs: 50, faults: { messages: { delay: { meanMs: 100 } } } });
  assertEquals(delayed.found?.failure.message, undefined);
  const lost = await explore(body, { runs: 50, faults: { messages: { loss: 1 } } });
  assertEquals([lost.found?.failure.kind, lost.found?.shrunk.faults.length], ["unanswered", 1]);
});
