import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ArgumentError, GenServer, sys, System } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { eventually } from "./eventually.ts";
import { WaitError } from "./wait_error.ts";

const Counter = GenServer.define({
  name: "Counter",
  init: () => 0,
  calls: { value: (count) => [count, count] },
  casts: {
    add: (count, n: number) => count + n,
    later: (count, n: number, self) => {
      self.sendAfter(self.pid, n, { delayMs: 50 });
      return count;
    },
  },
  handleInfo: (count, n) => count + (n as number),
});

Deno.test("eventually: looks at once, then after each message, never by the clock", async () => {
  await using system = new System();
  const counter = await system.start(Counter, { name: "counter" });
  let looks = 0;
  for (let n = 0; n < 5; n++) counter.cast("add", 1);
  const value = await eventually(system, () => {
    looks++;
    const state = sys.getState(system, "counter") as number;
    return state === 5 ? state : undefined;
  });
  assertEquals([value, looks <= 6], [5, true]);
});

Deno.test("eventually: a test that asks the server lets virtual time go on", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const got = await simulation.until(async () => {
    const counter = await system.start(Counter);
    counter.cast("later", 7);
    return await eventually(system, async () => await counter.call("value") === 7 && "seven");
  });
  assertEquals([got, system.now()], ["seven", 50]);
});

Deno.test("eventually: in vain it says what the test gave or threw last", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const counter = await system.start(Counter);
  const never = () => simulation.until(() => eventually(system, async () => await counter.call("value") > 0));
  await assertRejects(never, WaitError, "Cannot wait for a test to hold: not within 1000 ms; it gave false");
  const failing = () => {
    throw new RangeError("not yet");
  };
  const error = await assertRejects(
    () => simulation.until(() => eventually(system, failing, { timeoutMs: 0 })),
    WaitError,
  );
  assertStringIncludes(error.message, "it threw RangeError: not yet");
  assertEquals((error.cause as Error).message, "not yet");
  await assertRejects(
    () => eventually(system, true as unknown as () => boolean),
    ArgumentError,
    "the test is a function",
  );
});
