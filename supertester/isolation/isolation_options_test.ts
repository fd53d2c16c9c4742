import { assertEquals, assertRejects } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { createContext, isolated } from "./isolated.ts";
import { isolationModes, type IsolationOptions } from "./isolation_options.ts";

Deno.test("isolated: options that are none are refused by name", async () => {
  const odd: [unknown, string][] = [
    [{ isolation: "full" }, "its options are mode, clock"],
    [{ mode: "fully" }, "mode is basic or registry or full or contamination"],
    [{ clock: "slow" }, "clock is real or virtual"],
    [{ seed: 0.5 }, "the seed is a whole number"],
    [{ timeoutMs: NaN }, "timeoutMs is a number from 0 up"],
    [null, "its options are an object"],
  ];
  for (const [options, rule] of odd) {
    await assertRejects(() => isolated(() => {}, options as IsolationOptions)(), ArgumentError, rule);
  }
});

Deno.test("isolationModes: each has a limit, which holds in real time; only contamination forbids others beside it", async () => {
  const modes = Object.entries(isolationModes);
  assertEquals(modes.filter(([, { parallel }]) => !parallel).map(([mode]) => mode), ["contamination"]);
  for (const [mode, { timeoutMs }] of modes) {
    const limitOf = async (options: IsolationOptions) => {
      await using t = createContext({ ...options, mode: mode as keyof typeof isolationModes });
      return t.timeoutMs;
    };
    assertEquals([await limitOf({}), await limitOf({ timeoutMs: 7 })], [timeoutMs, 7]);
    assertEquals(await limitOf({ clock: "virtual" }), Infinity);
  }
});
