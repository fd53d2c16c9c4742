import { assertEquals, AssertionError, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { Agent, GenServer, sys, System } from "@superlearner/otp";
import { processRef } from "../waiting/target.ts";
import { assertReply, assertResponsive, assertState } from "./server_assertions.ts";

const Counter = GenServer.define({
  name: "Counter",
  init: () => ({ count: 0, tags: ["a"] }),
  calls: {
    add: (state, n: number) => [state.count + n, { ...state, count: state.count + n }],
    silent: (state) => GenServer.noreply(state),
  },
  casts: { add: (state, n: number) => ({ ...state, count: state.count + n }) },
});

Deno.test("assertState: of a server that is done with its messages, by value or by a test", async () => {
  await using system = new System();
  const counter = await system.start(Counter, { name: "counter" });
  for (const n of [1, 2]) counter.cast("add", n);
  await assertState(counter, { count: 3, tags: ["a"] });
  await assertState(counter, (state) => state.count === 3);
  // @ts-expect-error: the count is a number
  await assertRejects(() => assertState(counter, { count: "3", tags: ["a"] }), AssertionError);
  await assertState(processRef(system, "counter"), (state: { tags: string[] }) => state.tags.length === 1);
  const agent = await system.start(Agent.define({ init: () => 7 }));
  await assertState(agent, 7);
});

Deno.test("assertState: fails with the difference and the last messages", async () => {
  await using system = new System();
  const counter = await system.start(Counter);
  const error = await assertRejects(() => assertState(counter, { count: 1, tags: ["a"] }), AssertionError);
  assertStringIncludes(error.message, "Expected another state of Counter <0.1.0>. Values are not equal.");
  assertMatch(error.message, /^-\s+count: 0,$/m);
  assertMatch(error.message, /^\+\s+count: 1,$/m);
  await assertRejects(
    () => assertState(counter, ({ count }) => count > 0),
    AssertionError,
    'to pass the test, but it is {"count":0,"tags":["a"]}',
  );
  const truthy = (() => 1) as unknown as (state: { count: number; tags: string[] }) => boolean;
  await assertRejects(() => assertState(counter, truthy), AssertionError, "to pass the test");
});

Deno.test("assertState: of who is dead, and of who does not come to it", async () => {
  await using system = new System();
  const counter = await system.start(Counter);
  const Stuck = GenServer.define({
    name: "Stuck",
    init: () => 0,
    casts: { hang: () => new Promise<number>(() => {}) },
  });
  const stuck = await system.start(Stuck);
  stuck.cast("hang");
  await assertRejects(
    () => assertState(stuck, 0, { timeoutMs: 5 }),
    AssertionError,
    "was not done with its messages within 5 ms",
  );
  await counter.stop();
  await assertRejects(
    () => assertState(counter, { count: 0, tags: [] }),
    AssertionError,
    "Expected to read the state of Counter <0.1.0>, but it is dead",
  );
  system.exit(stuck.pid!, "kill");
});

Deno.test("D5: assertResponsive asks nothing of the server, and does not change it", async () => {
  await using system = new System();
  const counter = await system.start(Counter);
  await assertResponsive(counter);
  assertEquals(sys.getState(system, counter.pid!), { count: 0, tags: ["a"] });
  await counter.stop();
  await assertRejects(() => assertResponsive(counter), AssertionError, "to be responsive. Cannot call");
});

Deno.test("assertReply: by value or by a test; another one, and none, fail", async () => {
  await using system = new System();
  const counter = await system.start(Counter);
  await assertReply(counter, "add", { payload: 2, expected: 2 });
  await assertReply(counter, "add", { payload: 2, expected: (reply) => reply > 3 });
  await assertRejects(
    () => assertReply(counter, "add", { payload: 1, expected: 6 }),
    AssertionError,
    'the reply of Counter <0.1.0> to "add". Values are not equal.',
  );
  await assertRejects(
    () => assertReply(counter, "add", { payload: 1, expected: (reply) => reply > 7 }),
    AssertionError,
    "to pass the test, but it is 6",
  );
  await assertRejects(
    () => assertReply(counter, "silent", { expected: undefined as never, timeoutMs: 5 }),
    AssertionError,
    "no reply within 5 ms",
  );
  // @ts-expect-error: it carries a number
  const _missing = () => assertReply(counter, "add", { expected: 1 });
  // @ts-expect-error: the reply is a number
  const _wrong = () => assertReply(counter, "add", { payload: 1, expected: "1" });
});
