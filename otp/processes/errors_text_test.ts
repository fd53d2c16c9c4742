import { assert, assertEquals } from "@std/assert";
import { CallError, StartError } from "./errors.ts";

const call = { server: "<0.7.0>", kind: "value", timeoutMs: 5000 };

Deno.test("CallError: a thousand calls that fail of one death put its reason into words once", () => {
  let told = 0;
  const reason = { bad_return_value: { toJSON: () => (told++, "state") } };
  const messages = new Set(Array.from({ length: 1000 }, () => new CallError(reason, call).message));
  assertEquals([...messages], [
    'Cannot call "value" of <0.7.0>: the server exited with {"bad_return_value":"state"}',
  ]);
  assertEquals(told, 1);
});

Deno.test("CallError and StartError of a reason that holds a whole state have a message that can be read", () => {
  const reason = { bad_return_value: "x".repeat(100_000) };
  for (const error of [new CallError(reason, call), new StartError("counter", reason)]) {
    assert(error.message.length < 1200, `${error.message.length} characters`);
    assert(error.message.endsWith("x…"));
    assertEquals(error.reason, reason);
  }
});
