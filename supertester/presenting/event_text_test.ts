import { assertEquals } from "@std/assert";
import type { SystemEvent } from "@superlearner/otp";
import { eventLine, shortValue } from "./event_text.ts";

Deno.test("eventLine: when, who, what, and the facts", () => {
  const event: SystemEvent = {
    type: "child.restarted",
    sequence: 7,
    time: 12.34567,
    pid: "<0.1.0>",
    child: "a",
    oldPid: "<0.2.0>",
    childPid: "<0.3.0>",
    restarts: 1,
    reason: { error: { name: "Error", message: "no", stack: "" } },
    cause: "a",
  };
  assertEquals(
    eventLine(event),
    '12.346 ms  <0.1.0> child.restarted child="a" oldPid="<0.2.0>" childPid="<0.3.0>" restarts=1 reason=Error: no cause="a"',
  );
});

Deno.test("shortValue: secrets are hidden, long values are cut, odd ones can be shown", () => {
  assertEquals(shortValue({ password: "hunter2", n: 1n }), '{"password":"[redacted]","n":{"$bigint":"1"}}');
  assertEquals(shortValue("x".repeat(200)).length <= 121, true);
  const circle: { self?: unknown } = {};
  circle.self = circle;
  assertEquals(typeof shortValue(circle), "string");
  assertEquals(shortValue(undefined), "undefined");
});
