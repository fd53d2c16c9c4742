/**
 * What the tests of an exercise import. It is there in the sandbox that they run in; outside of it, it is there for its types.
 *
 * ```ts ignore
 * import { assertEquals, submission, test } from "@superlearner/sandbox/testing";
 *
 * test("a counter counts", async () => {
 *   const counter = await submission.start("Counter", { args: [5] });
 *   await counter.cast("add", 2);
 *   assertEquals(await counter.call("value"), 7);
 * }, { points: 10 });
 * ```
 *
 * @module
 */
export { submission, test } from "./session.ts";
export type { TestFunction, TestOptions } from "./test_session.ts";
export type { Ask, StartSubmittedOptions, Submission, SubmittedTree } from "./submission.ts";
export type { SubmittedProcess, SubmittedWaitOptions } from "./submitted_process.ts";
export type { AskName } from "./protocol.ts";
export { AssertionError, fail } from "./assertion_error.ts";
export { equal } from "./equal.ts";
export {
  assert,
  assertEquals,
  assertExists,
  assertFalse,
  assertNotEquals,
  assertStrictEquals,
} from "./assert_equals.ts";
export { assertAlmostEquals, assertGreater, assertLess, assertMatch, assertStringIncludes } from "./assert_values.ts";
export { assertRejects, assertThrows, type ErrorClass } from "./assert_errors.ts";
export { assertExited, assertReply, assertRestarted, assertState, type ReplyOptions } from "./assert_processes.ts";
