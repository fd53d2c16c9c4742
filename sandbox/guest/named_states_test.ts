import { assertEquals, assertRejects } from "@std/assert";
import { Agent, GenServer, NoProcessError, Registry, System } from "@superlearner/otp";
import { namedState, replaceNamedState, stateNames } from "./named_states.ts";

const Counter = GenServer.define({
  name: "Counter",
  init: () => ({ n: 1 }),
  casts: { add: ({ n }) => ({ n: n + 1 }) },
  formatStatus: () => ({ state: "hidden" }),
});

Deno.test("stateNames() are those of servers and agents that have a name", async () => {
  await using system = new System();
  await system.start(Counter, { name: "counter" });
  await system.start(Counter);
  await system.start(Agent.define({ name: "Settings", init: () => 7 }), { name: "agent" });
  await system.start(Registry.define({ name: "Rooms", keys: "unique" }), { name: "rooms" });
  system.spawn(() => new Promise(() => {}), { name: "plain" });
  assertEquals(stateNames(system), ["agent", "counter"]);
});

Deno.test("namedState() is the state as it is, once the messages before are handled", async () => {
  await using system = new System();
  const counter = await system.start(Counter, { name: "counter" });
  counter.cast("add");
  assertEquals(await namedState(system, "counter"), { n: 2 });
  await assertRejects(() => namedState(system, "nobody"), NoProcessError);
});

Deno.test("replaceNamedState() gives another state", async () => {
  await using system = new System();
  const counter = await system.start(Counter, { name: "counter" });
  await replaceNamedState(system, "counter", { n: 10 });
  counter.cast("add");
  assertEquals(await namedState(system, "counter"), { n: 11 });
});
