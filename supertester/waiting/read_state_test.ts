import { assertEquals, assertRejects } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { Agent, ArgumentError, GenServer, NoProcessError, Supervisor, System } from "@superlearner/otp";
import { readState, type StateOf } from "./read_state.ts";
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

Deno.test("readState: after the messages that are there, with the type that handlers take", async () => {
  await using system = new System();
  const counter = await system.start(Counter, { args: [40] });
  counter.cast("add", 2);
  const state = await readState(counter);
  assertType<IsExact<typeof state, { count: number }>>(true);
  assertEquals(state, { count: 42 });
  const caster = await system.start(Caster);
  caster.cast("push", "b");
  const list: string[] = await readState(caster);
  assertEquals(list, ["a", "b"]);
  const agent = await system.start(Agent.define({ name: "Sum", init: () => 7 }));
  const sum: number = await readState(agent);
  assertEquals(sum, 7);
  const tree = await system.start(Supervisor.define({ children: [] }));
  assertType<IsExact<StateOf<typeof tree>, unknown>>(true);
});

Deno.test("readState: of nobody there is none", async () => {
  await using system = new System();
  const counter = await system.start(Counter);
  system.exit(counter.pid!, "kill");
  await assertRejects(() => readState(counter), NoProcessError);
  await assertRejects(() => readState(processRef(system, "nobody")), NoProcessError);
  await assertRejects(() => readState(undefined as never), ArgumentError, "it is a ref");
});
