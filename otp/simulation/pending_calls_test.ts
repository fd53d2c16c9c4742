import { assertEquals, assertRejects } from "@std/assert";
import { CallError } from "../processes/errors.ts";
import { GenServer } from "../behaviours/gen_server.ts";
import { noreply } from "../behaviours/outcome.ts";
import { Simulation } from "./simulation.ts";

const Ask = GenServer.define({
  name: "Ask",
  init: () => 0,
  calls: {
    never: (state) => noreply(state),
    echo: (state, text: string) => [text, state],
    ask: async (state, name: string, self): Promise<[string, number]> => [
      await Ask.at(self, name).call("echo", "x"),
      state,
    ],
  },
});

Deno.test("Simulation.calls: who waits for whom, processes and code outside, until it is over", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const one = await system.start(Ask, { name: "one" });
  const two = await system.start(Ask);
  assertEquals(simulation.calls, []);
  assertEquals(await simulation.until(two.call("echo", "hello")), "hello");
  const outside = two.call("never", undefined, { timeoutMs: 70 });
  system.spawn((self) => Ask.at(self, "one").call("never"), { label: "asker" });
  await simulation.settle();
  assertEquals(simulation.calls, [
    {
      caller: undefined,
      callerName: undefined,
      server: two.pid!,
      serverName: "Ask",
      kind: "never",
      timeoutMs: 70,
      replied: false,
    },
    {
      caller: "<0.3.0>",
      callerName: "asker",
      server: one.pid!,
      serverName: "one",
      kind: "never",
      timeoutMs: 5000,
      replied: false,
    },
  ]);
  assertEquals(simulation.busy, ["<0.3.0> (asker)"]);
  await assertRejects(() => simulation.until(outside), CallError, "no reply within 70 ms");
  assertEquals(simulation.calls.map(({ caller }) => caller), ["<0.3.0>"]);
  system.exit(one.pid!, "kill");
  await simulation.settle();
  assertEquals(simulation.calls, []);
});

Deno.test("Simulation.calls: a call of a process that has died is nobody's", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  await system.start(Ask, { name: "one" });
  const asker = system.spawn((self) => Ask.at(self, "one").call("never"));
  await simulation.settle();
  assertEquals(simulation.calls.length, 1);
  system.exit(asker, "kill");
  assertEquals(simulation.calls, []);
});

Deno.test("Simulation.calls: across Systems a process has one name on both sides", async () => {
  await using simulation = new Simulation({ name: "a" });
  const { system } = simulation;
  const b = simulation.addSystem("b");
  await b.start(Ask, { name: "far" });
  const [there] = await simulation.until(simulation.connect("a", "b"));
  const far = (await simulation.until(there.whereis("far")))!;
  system.spawn((self) => Ask.at(self, far).call("never"));
  await simulation.settle();
  const ways = simulation.calls.map(({ caller, server }) => `${caller} ${server}`);
  assertEquals(new Set(ways), new Set(["a<0.1.0> b<0.1.0>"]));
});

Deno.test("keepCall() forgets calls whose time was up", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const ask = await system.start(Ask);
  for (let n = 0; n < 3000; n++) ask.call("never", undefined, { timeoutMs: 1 }).catch(() => {});
  await simulation.advance(10);
  assertEquals(simulation.calls, []);
});
