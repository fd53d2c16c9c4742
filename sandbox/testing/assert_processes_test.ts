import { assertEquals, assertRejects } from "@std/assert";
import { AssertionError } from "./assertion_error.ts";
import { assertExited, assertReply, assertRestarted, assertState } from "./assert_processes.ts";
import { SubmittedProcess } from "./submitted_process.ts";

const gives: Record<string, unknown> = {
  processCall: 5,
  processState: { count: 5 },
  processExited: "shutdown",
  processRestarted: "<0.9.0>",
};
const process = new SubmittedProcess((name) => Promise.resolve(gives[name]), "<0.1.0>");

Deno.test("assert_processes: what holds is silent", async () => {
  await assertReply(process, "value", { expected: 5 });
  await assertState(process, { count: 5 });
  await assertExited(process, "shutdown");
  assertEquals((await assertRestarted(process)).pid, "<0.9.0>");
});

Deno.test("assert_processes: what does not hold says what it is", async () => {
  await assertRejects(
    () => assertReply(process, "value", { expected: 6 }),
    AssertionError,
    "The reply to value: It is 5",
  );
  await assertRejects(() => assertState(process, {}), AssertionError, "The state: It is { count: 5 }");
  await assertRejects(() => assertExited(process, "normal"), AssertionError, "The reason of the exit");
});
