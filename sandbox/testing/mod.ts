/**
 * Exercises: what their tests import, and how they are graded.
 *
 * The tests of an exercise are a module. They see what was handed in through {@linkcode submission}, and nothing else of it:
 *
 * ```ts ignore
 * import { assertEquals, assertRestarted, submission, test } from "@superlearner/sandbox/testing";
 *
 * test("adds", async () => assertEquals(await submission.call("add", [2, 3]), 5));
 *
 * test("a counter comes back", async () => {
 *   await submission.start("Tree"); // a definition that the submission exports
 *   const counter = await submission.whereis("counter");
 *   await counter!.cast("add", 2);
 *   const next = await assertRestarted(counter!);
 *   assertEquals(await next.call("value"), 0);
 * }, { points: 10, timeoutMs: 2000 });
 * ```
 *
 * `grade` and `Grader` of `@superlearner/sandbox` run them: files and tests in, a score and a result for each test out.
 * `sandbox/examples/student_lab.ts` is a whole lab.
 *
 * ## Who is where
 *
 * 1. The submission is compiled without being run; what is wrong stands in `diagnostics`, with its place.
 * 2. The tests are loaded into a sandbox of their own and register. That is the plan: the score is what was earned of *it*,
 *    so a test that did not run, or did not come to its end, counts 0.
 * 3. For each test the submission gets a sandbox, made for it and destroyed after it: a process without any permission. It
 *    is told what it is asked, and answers; tests, their names and the way of the verdict are not there.
 * 4. The host carries questions and answers between the two as plain data, and counts. What tells it of a test carries a word
 *    that only the sandbox of the tests was given.
 *
 * With `isolation: { shared: "students" }` these processes are one for all that are graded at a time, with the same results,
 * sooner where most pass. One of them may end it for all, and nobody can say who: so from there only that a submission has passed
 * all tests is taken. Any other is graded again, from its first test, in processes of its own.
 *
 * ## What fools no grader here
 *
 * | A submission that | has |
 * | --- | --- |
 * | leaves, spins, floods, or goes over a limit | `crashed` in that test, whatever the test says of it; the next has a new sandbox |
 * | never answers | `timeout` |
 * | crashes, lacks or never answers what a test expects an error of | not passed: only what its code throws can be expected |
 * | prints or returns a report | a line among `output`, a value that is wrong |
 * | patches `Object.is`, `JSON`, `Date`, `Promise`, the runtime | an error, as what the language brings is frozen; or its own realm changed, in which nothing is judged |
 * | answers with an object that adapts, or has functions | what it was when it crossed; or an error |
 * | leaves timers or globals behind | none of them in the next test |
 * | reads tests, or the files of others | nothing to read: imports lead to its own files only |
 *
 * ## What is the same in each run
 *
 * Scores, statuses and messages, for code that does not look at the time: chance follows `seed` and the name of the test, on
 * both sides (`Math.random` too); tests run one at a time and in their order. `timeMs` differs.
 *
 * A turn is limited by the clock. Where it was ended and has had less CPU time than its limit says, since the machine was
 * busy, the test is run again with a longer turn: `Grader` is as fair with 30 submissions on 2 cores as with one.
 *
 * ## What it cannot promise
 *
 * - `timeoutMs` of a test and the limits `wallMs` and `startMs` are by the clock on the wall; have them generous.
 * - A submission can tell that it is in a sandbox, and can answer what it is asked in any way it likes, its own copy of the
 *   runtime changed: tests judge answers, not how they came about. Whoever guesses the questions can answer them from a list.
 * - Who finds a hole in V8 itself reaches what shares the process: with `"worker"` the host, with `{ shared }` other submissions.
 * - Two equal submissions are both graded: who copied from whom outside is not seen.
 *
 * @module
 */
export { submission, test } from "./session.ts";
export type { TestFunction, TestOptions } from "./test_session.ts";
export type { Ask, StartSubmittedOptions, Submission, SubmittedTree } from "./submission.ts";
export type { SubmittedProcess, SubmittedWaitOptions } from "./submitted_process.ts";
export type { AskName } from "./protocol.ts";
export { AssertionError, fail, type Message } from "./assertion_error.ts";
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
