import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { VirtualClock } from "@superlearner/otp/simulation";
import { checkTimeout, startDeadline } from "./deadline.ts";

Deno.test("D9, case 15: time-outs of 0 and Infinity are allowed, others that are none are refused", () => {
  assertEquals([0, Infinity, 2.5].map((timeoutMs) => checkTimeout("wait", { timeoutMs })), [0, Infinity, 2.5]);
  assertEquals([checkTimeout("wait"), checkTimeout("wait", { usual: 7 })], [1000, 7]);
  for (const timeoutMs of [-1, NaN, "5", null]) {
    assertThrows(
      () => checkTimeout("wait", { timeoutMs: timeoutMs as number }),
      ArgumentError,
      "Cannot wait: timeoutMs is a number of milliseconds from 0 up",
    );
  }
  assertThrows(() => checkTimeout("wait", null as unknown as undefined), ArgumentError, "its options are an object");
});

Deno.test("startDeadline: fires at its time, unless it is disposed of or has no end", async () => {
  const clock = new VirtualClock();
  const fired: string[] = [];
  const over = startDeadline(clock, 5, () => fired.push("over"));
  startDeadline(clock, 10, () => fired.push("in time"));
  startDeadline(clock, Infinity, () => fired.push("never"))[Symbol.dispose]();
  over[Symbol.dispose]();
  assertEquals(clock.nextAlarm, 10);
  await clock.advance(10, () => Promise.resolve());
  assertEquals(fired, ["in time"]);
});
