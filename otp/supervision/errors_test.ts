import { assertEquals, assertInstanceOf } from "@std/assert";
import { ChildError } from "./errors.ts";

Deno.test("ChildError says what was attempted on which child, and carries the reason as it is", () => {
  const error = new ChildError("restart", { child: "clerk", reason: "running" });
  assertInstanceOf(error, Error);
  assertEquals([error.name, error.child, error.reason], ["ChildError", "clerk", "running"]);
  assertEquals(error.message, 'Cannot restart the child "clerk": running');
  const reason = { already_started: "<0.5.0>" };
  assertEquals(new ChildError("start", { child: "clerk", reason }).reason, reason);
});
