import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { GenServer } from "@superlearner/otp";
import { castAndSync } from "../waiting/sync.ts";
import { isolated } from "./isolated.ts";
import { LeakError } from "./leaks.ts";

const asleep = () => new Promise(() => {});

const Counter = GenServer.define({
  name: "Counter",
  init: () => 0,
  casts: {
    leak: (count, name: string, self) => {
      self.spawn(asleep, { name });
      return count;
    },
  },
});

/** Runs a test that is to fail, and gives its error. */
async function failureOf(test: (runner: { name: string }) => Promise<void>): Promise<Error> {
  return await assertRejects(() => test({ name: "the test" }), Error);
}
Deno.test("case 13: a process that nobody stops fails the test, with who started it and where", async () => {
  const error = await failureOf(isolated(async (t) => {
    const counter = await t.start(Counter, { name: "counter" });
    await castAndSync(counter, "leak", { payload: "forgotten" });
  }));
  assertEquals(error instanceof LeakError && error.leaks.map(({ kind }) => kind), ["process"]);
  assertStringIncludes(
    error.message,
    'process <0.2.0> "forgotten" (spawn asleep), by <0.1.0> "counter" (GenServer Counter',
  );
  assertStringIncludes(error.message, "leaks_test.ts:");
  await isolated(async (t) => {
    const counter = await t.start(Counter);
    await castAndSync(counter, "leak", { payload: "forgotten" });
  }, { leaks: "ignore" })();
});

Deno.test("case 14: a timer and a subscription that are left behind fail the test", async () => {
  const error = await failureOf(isolated((t) => {
    t.system.sendAfter("nobody", "tea", { delayMs: 60_000 });
    t.system.events.subscribe(() => {}, { types: ["node.up"] });
  }));
  assertStringIncludes(error.message, 'timer #Ref<0.1> of 60000 ms to nobody, message "tea"');
  assertStringIncludes(error.message, "subscription to node.up, at ");
  await isolated((t) => t.listen(() => {}))();
});
