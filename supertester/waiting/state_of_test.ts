import { assertEquals, assertRejects } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { Agent, ArgumentError, GenServer, NoProcessError, Supervisor, System } from "@superlearner/otp";
import { type StateOf, stateOf } from "./state_of.ts";
import { processRef } from "./target.ts";

const Counter = GenServer.define({
  name: "Counter",
  init: (start: number = 0) => ({ count: start }),
  calls: { value: (state) => [state.count, state] },
  casts: { add: ({ count }, n: number) => ({ count: count + n }) },
});
const Caster = GenServer.define({
  name: "Caster",
  init: () => ["a"],
  casts: { push: (list, b: string) => [...list, b] },
});

Deno.test("stateOf: after the messages that are there, with the type that handlers take", async () => {
  await using system = new System();
  const counter = await system.start(Counter, { args: [40] });
  counter.cast("add", 2);
  const state = await stateOf(counter);
  assertType<IsExact<typeof state, { count: number }>>(true);
  assertEquals(state, { count: 42 });
  const caster = await system.start(Caster);
  caster.cast("push", "b");
  const list: string[] = await stateOf(caster);
  assertEquals(list, ["a", "b"]);
  const agent = await system.start(Agent.define({ name: "Sum", init: () => 7 }));
  const sum: number = await stateOf(agent);
  assertEquals(sum, 7);
  const tree = await system.start(Supervisor.define({ children: [] }));
  assertType<IsExact<StateOf<typeof tree>, unknown>>(true);
});

Deno.test("stateOf: of nobody there is none", async () => {
  await using system = new System();
  const counter = await system.start(Counter);
  system.exit(counter.pid!, "kill");
  await assertRejects(() => stateOf(counter), NoProcessError);
  await assertRejects(() => stateOf(processRef(system, "nobody")), NoProcessError);
  await assertRejects(() => stateOf(undefined as never), ArgumentError, "it is a ref");
});
