import { assertEquals, assertRejects } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import { concurrentCalls } from "./concurrent_calls.ts";
import { op } from "./operation.ts";
import { Account, Counter } from "./testdata/servers.ts";

Deno.test(
  "concurrentCalls: an entry for each call, in their order, also where two are the same",
  isolated(async (t) => {
    const counter = await t.start(Counter);
    const results = await concurrentCalls(counter, [op.call("add", 1), op.call("value"), op.call("add", 1)], {
      count: 2,
    });
    assertEquals(results.map(({ index, call, successes }) => [index, call.kind, successes]), [
      [0, "add", [1, 2]],
      [1, "value", [2, 2]],
      [2, "add", [3, 4]],
    ]);
    const [usual] = await concurrentCalls(counter, [op.call("value")]);
    assertEquals(usual?.successes.length, 10);
  }),
);

Deno.test(
  "concurrentCalls: what fails is told beside what does not",
  isolated(async (t) => {
    const account = await t.start(Account);
    const [never, balance] = await concurrentCalls(account, [op.call("never"), op.call("balance")], {
      count: 3,
      timeoutMs: 5,
    });
    assertEquals([never?.successes, never?.errors.map(({ reason }) => reason)], [[], [
      "timeout",
      "timeout",
      "timeout",
    ]]);
    assertEquals([balance?.successes, balance?.errors], [[0, 0, 0], []]);
  }, { clock: "virtual" }),
);

Deno.test(
  "concurrentCalls: refuses what is no call",
  isolated(async (t) => {
    const counter = await t.start(Counter);
    // @ts-expect-error reset is a cast
    await assertRejects(() => concurrentCalls(counter, [op.cast("reset")]), ArgumentError, "each is made by op.call");
    await assertRejects(() => concurrentCalls(counter, [], { count: 0 }), ArgumentError, "count is a whole number");
    await assertRejects(() => concurrentCalls(counter, 7 as never), ArgumentError, "the calls are a list");
    // @ts-expect-error there is no such call
    void (() => concurrentCalls(counter, [op.call("nonsense")]));
  }),
);
