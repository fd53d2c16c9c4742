import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { ArgumentError, GenServer } from "@superlearner/otp";
import { assertState } from "../assertions/server_assertions.ts";
import { exited } from "../waiting/exited.ts";
import { isolated } from "./isolated.ts";

const Counter = GenServer.define({
  name: "Counter",
  init: () => 0,
  calls: {
    fetch: async (count, file: Promise<number>) => [await file, count],
    later: (count) => GenServer.noreply(count),
  },
});

/** Runs a test that is to fail, and gives its error. */
async function failureOf(test: (runner: { name: string }) => Promise<void>): Promise<Error> {
  return await assertRejects(() => test({ name: "the test" }), Error);
}

Deno.test("isolated: the stack of a failure begins at the line of the test, also where time has run out", async () => {
  for (
    const fails of [
      isolated(async (t) => await assertState(await t.start(Counter), 1)),
      isolated(async (t) => void await exited(await t.start(Counter), { timeoutMs: 10 }), { clock: "virtual" }),
    ]
  ) {
    const { stack, message } = await failureOf(fails);
    const [first] = stack!.slice(stack!.indexOf("\n    at ") + 1).split("\n");
    assertMatch(first!, /isolated_failure_test\.ts:\d+:\d+/, `${message}\n${stack}`);
  }
});

Deno.test("isolated: no event is told twice", async () => {
  const { message } = await failureOf(isolated(async (t) => {
    await t.start(Counter, { name: "other" });
    const counter = await t.start(Counter);
    await assertState(counter, 1);
  }));
  assertEquals(message.match(/<0\.2\.0> process\.started/g)?.length, 1);
  assertMatch(message, /Beside them:\n.*<0\.1\.0> process\.started/);
});

Deno.test("isolated: who waits in virtual time for what no time brings is told how to", async () => {
  const outside = () => new Promise<number>(() => {});
  const waits = isolated(async () => void await outside(), { clock: "virtual" });
  const calls = isolated(async (t) => {
    const counter = await t.start(Counter);
    await counter.call("fetch", outside());
  }, { clock: "virtual", messages: "share" });
  for (const test of [waits, calls]) {
    assertStringIncludes((await failureOf(test)).message, "wait for that by t.external");
  }
  const answersNever = isolated(async (t) => {
    const counter = await t.start(Counter);
    await counter.call("later");
  }, { clock: "virtual" });
  assertEquals((await failureOf(answersNever)).message.includes("t.external"), false);
  const real = await failureOf(isolated(async (t) => {
    await (await t.start(Counter)).call("fetch", outside(), { timeoutMs: 1 });
  }, { messages: "share" }));
  assertEquals(real.message.includes("t.external"), false);
});

Deno.test("isolated: a body that is none is refused", async () => {
  await assertRejects(() => isolated(undefined as never)(), ArgumentError, "its body is a function, got undefined");
});
