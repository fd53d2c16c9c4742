import { assertRejects, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { session, submission, test } from "./session.ts";

Deno.test("test: registers with the session of its realm", () => {
  test("session_test", () => {});
  assertThrows(() => session.register("session_test", () => {}), ArgumentError, "a name of its own");
});

Deno.test("submission: outside a grader's sandbox there is none", async () => {
  await assertRejects(() => submission.call("add"), ArgumentError, "from within a test");
});
