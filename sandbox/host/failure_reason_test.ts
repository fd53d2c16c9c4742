import { assertEquals } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import { failureIn, failureReason } from "./failure_reason.ts";

Deno.test("failureReason() and failureIn(): an error of a sandbox survives being a reason", () => {
  const error = new SandboxError("run a", { kind: "crashed", exit: "x" });
  const found = failureIn(failureReason(error));
  assertEquals([found?.message, found?.failure, found?.action], [error.message, error.failure, error.action]);
  for (const other of ["killed", null, {}, { error: { name: "TypeError" } }]) assertEquals(failureIn(other), undefined);
});
