import { assertEquals, assertRejects } from "@std/assert";
import { Agent, GenServer, NoProcessError, Supervisor, System } from "@superlearner/otp";
import { getState, putState, stateNames } from "./guest_states.ts";

const Counter = GenServer.define({ name: "Counter", init: () => 1 });

Deno.test("stateNames() has the servers and agents with names, and their states can be read and replaced", async () => {
  await using system = new System();
  await system.start(Supervisor.define({ children: [] }), { name: "tree" });
  await system.start(Counter, { name: "counter" });
  await system.start(Counter);
  await system.start(Agent.define({ name: "Settings", init: () => "dark" }), { name: "agent" });
  assertEquals(stateNames(system), ["agent", "counter"]);
  assertEquals([await getState(system, "counter"), await getState(system, "agent")], [1, "dark"]);
  await putState(system, "counter", 7);
  assertEquals(await getState(system, "counter"), 7);
  await assertRejects(() => putState(system, "nobody", 7), NoProcessError);
});
