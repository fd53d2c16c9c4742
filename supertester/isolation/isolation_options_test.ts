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
    await using real = createContext({ mode: mode as keyof typeof isolationModes });
    await using own = createContext({ mode: mode as keyof typeof isolationModes, timeoutMs: 7 });
    await using virtual = createContext({ mode: mode as keyof typeof isolationModes, clock: "virtual" });
    assertEquals([real.timeoutMs, own.timeoutMs, virtual.timeoutMs], [timeoutMs, 7, Infinity]);
  }
});
