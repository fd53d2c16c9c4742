import { Submission } from "./submission.ts";
import { type TestFunction, type TestOptions, TestSession } from "./test_session.ts";

/** The tests of this sandbox. One a realm: a module registers what it has by being loaded, as with `Deno.test`. */
export const session: TestSession = new TestSession();

/** What was handed in; to be asked from within a test. See {@linkcode Submission}. */
export const submission: Submission = new Submission((name, args) => session.ask(name, args));

/**
 * Registers a test of an exercise; when it is run, and against what, is the grader's to say. It has passed if the function
 * comes to its end within its time.
 *
 * @throws {ArgumentError} If its name is taken, or an option is none.
 */
export function test(name: string, body: TestFunction, options?: TestOptions): void {
  session.register(name, body, options);
}
