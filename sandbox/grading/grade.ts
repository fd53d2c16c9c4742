import { checkOptions } from "../limits/check_options.ts";
import { checkFiles, type ExerciseOptions } from "./exercise_options.ts";
import type { GradeResult } from "./grade_result.ts";
import { Grader, type Submitted } from "./grader.ts";

/** What is graded, and how. */
export interface GradeOptions extends Omit<ExerciseOptions, "parallel"> {
  /** What was handed in: modules by path. */
  readonly files: Submitted;
}

/**
 * Grades one submission; for more of them keep a {@linkcode Grader}.
 *
 * @throws {SandboxError} If the tests do not load; what is wrong with the submission is in the result.
 * @throws {ArgumentError} If an option is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { grade } from "@superlearner/sandbox";
 *
 * const tests = `
 *   import { assertEquals, submission, test } from "@superlearner/sandbox/testing";
 *   test("starts at 5", async () => {
 *     const counter = await submission.start("Counter", { args: [5] });
 *     assertEquals(await counter.call("value"), 5);
 *   });
 * `;
 * const exercise = `
 *   import { GenServer } from "@superlearner/otp";
 *   export const Counter = GenServer.define({
 *     name: "Counter",
 *     init: (from: number) => from,
 *     calls: { value: (state: number) => [state, state] },
 *   });
 * `;
 * const { score, tests: [first] } = await grade({ files: { "main.ts": exercise }, tests: { "tests.ts": tests } });
 * assertEquals([score, first?.status], [100, "passed"]);
 * ```
 */
export async function grade(options: GradeOptions): Promise<GradeResult> {
  const { files, ...exercise } = checkOptions("grade", options);
  checkFiles("files", files);
  await using grader = new Grader(exercise);
  return await grader.grade(files);
}
