import { assertEquals, assertStrictEquals } from "@std/assert";
import { CallError } from "@superlearner/otp";
import { CodecError } from "../guest/codec.ts";
import { SandboxError, type SandboxFailure } from "../limits/sandbox_error.ts";
import { explainCall } from "./explain_call.ts";

const GONE = { kind: "not_found", what: "sandbox guest: it was stopped" } as const;

function explained(error: unknown, failure: SandboxFailure = GONE): SandboxFailure {
  const told = explainCall(error, { action: "call it", what: "call get", timeoutMs: 5, failure });
  return (told as SandboxError).failure;
}

const failed = (reason: ConstructorParameters<typeof CallError>[0]) =>
  new CallError(reason, { server: "<guest.1.0>", kind: "get", timeoutMs: 5 });

Deno.test("explainCall() says in the words of sandboxes what went wrong with a call", () => {
  assertEquals(explained(failed("timeout")), { kind: "timeout", what: "call get", timeoutMs: 5 });
  assertEquals(explained(failed("noproc")), { kind: "not_found", what: "process there" });
  assertEquals(explained(failed("noconnection")), GONE);
  assertEquals(explained(failed("noconnection"), { kind: "crashed", exit: "code 133" }), {
    kind: "crashed",
    exit: "code 133",
  });
  assertEquals(explained(failed("killed")), { kind: "crashed", exit: "killed" });
  const error = { name: "RangeError", message: "no", stack: "RangeError: no\n    at a" };
  assertEquals(explained(failed({ error })), { kind: "crashed", exit: "RangeError: no" });
});

Deno.test("explainCall() knows what could not cross, and leaves what is none of its business", () => {
  const uncrossed = new Error("no", { cause: new CodecError("[1].frame.payload[0]", "a function") });
  assertEquals(explained(uncrossed), { kind: "not_serialisable", path: "payload[0]", what: "a function" });
  const limited: SandboxFailure = { kind: "limit_exceeded", limit: "messageBytes", value: 1, used: 2, at: 0 };
  assertEquals(explained(new Error("no", { cause: new SandboxError("send", limited) })), limited);
  const other = new TypeError("else");
  assertStrictEquals(explainCall(other, { action: "", what: "", timeoutMs: 1, failure: GONE }), other);
});
