import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, System } from "@superlearner/otp";
import { op } from "./operation.ts";
import { stress } from "./stress.ts";
import { ACTION, checkOperations, settingsOf } from "./stress_options.ts";
import { Counter } from "./testdata/servers.ts";

const mixed = [op.call("value"), op.call("add", 1), op.cast("reset")];

Deno.test("settingsOf: puts defaults in", () => {
  const { workers, durationMs, rate, seed, callTimeoutMs, maxMailbox } = settingsOf({ workers: 2 });
  assertEquals([workers, durationMs, rate, seed, callTimeoutMs, maxMailbox], [2, 5000, 1000, 0, 100, 1000]);
});

Deno.test("checkOperations: says what is attempted", () => {
  checkOperations(mixed);
  assertThrows(() => checkOperations([]), ArgumentError, `Cannot ${ACTION}: there is one operation at least`);
});

Deno.test("D30: operations and options are looked at before anything is done", async () => {
  await using system = new System();
  const counter = await system.start(Counter);
  const refuses = (operations: unknown, options: object, message: string) =>
    assertRejects(() => stress(counter, operations as typeof mixed, options), ArgumentError, message);
  await refuses([], {}, "there is one operation at least");
  await refuses([{ does: "shout" }], {}, "an operation is made by op.call");
  await refuses([null], {}, "an operation is made by op.call");
  await refuses(mixed, { rates: 1 }, "the options are workers, durationMs");
  await refuses(mixed, { rate: 0 }, "rate is a number of operations a second above 0");
  await refuses(mixed, { workers: 0 }, "workers is a whole number from 1 up");
  await refuses(mixed, { durationMs: Infinity }, "durationMs is a finite number");
  await refuses(mixed, { seed: 0.5 }, "the seed is a whole number");
  // @ts-expect-error there is no such call
  void (() => stress(counter, [op.call("nonsense")]));
  assertEquals((await stress(counter, mixed, { durationMs: 0 })).calls, 0);
});
