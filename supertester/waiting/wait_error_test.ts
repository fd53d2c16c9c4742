import { assertEquals } from "@std/assert";
import { WaitError } from "./wait_error.ts";

Deno.test("WaitError: says what, how long, what was found, and the last events", () => {
  const error = new WaitError("counter to exit", {
    timeoutMs: 50,
    found: "it is busy",
    events: [{ type: "process.suspended", pid: "<0.3.0>", sequence: 1, time: 2 }],
  });
  assertEquals(
    error.message,
    "Cannot wait for counter to exit: not within 50 ms; it is busy\nLast events:\n  2 ms  <0.3.0> process.suspended",
  );
  assertEquals([error.name, error.awaited, error.timeoutMs], ["WaitError", "counter to exit", 50]);
});
