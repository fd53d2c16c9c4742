import { assertEquals, assertRejects } from "@std/assert";
import { System } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { waitUntil } from "./wait_until.ts";

const asleep = () => new Promise(() => {});

Deno.test("waitUntil: looks at once, then after each event", async () => {
  await using system = new System();
  assertEquals(await waitUntil(system, { timeoutMs: 0, look: () => ({ value: 1 }), expired: () => new Error() }), 1);
  const seen: (string | undefined)[] = [];
  const waiting = waitUntil(system, {
    timeoutMs: Infinity,
    look: (event) => {
      seen.push(event?.type);
      return seen.length === 3 ? { value: "third" } : undefined;
    },
    expired: () => new Error(),
  });
  system.spawn(asleep);
  system.spawn(asleep);
  system.spawn(asleep);
  assertEquals([await waiting, seen], ["third", [undefined, "process.started", "process.started"]]);
});

Deno.test("waitUntil: gives up in System time, and leaves no alarm behind", async () => {
  await using simulation = new Simulation();
  const { system, clock } = simulation;
  const plan = { timeoutMs: 60_000, look: () => undefined, expired: () => new Error("in vain") };
  await assertRejects(() => simulation.until(() => waitUntil(system, plan)), Error, "in vain");
  assertEquals(clock.now(), 60_000);
  const waiting = waitUntil(system, { ...plan, look: (event) => event === undefined ? undefined : { value: 1 } });
  system.spawn(asleep);
  assertEquals([await waiting, clock.nextAlarm], [1, undefined]);
});

Deno.test("waitUntil: what a look throws ends the wait", async () => {
  await using system = new System();
  const look = (event?: unknown): undefined => {
    if (event !== undefined) throw new RangeError("no");
  };
  const waiting = waitUntil(system, { timeoutMs: Infinity, look, expired: () => new Error() });
  system.spawn(asleep);
  await assertRejects(() => waiting, RangeError, "no");
});
