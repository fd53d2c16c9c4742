import { ArgumentError, silentLogger, System } from "@superlearner/otp";
import { Compiler } from "../compiling/compiler.ts";
import { RUNTIME_MODULES } from "../compiling/runtime_types.ts";
import { SandboxHost } from "../host/sandbox_host.ts";
import type { Limits } from "../limits/limits.ts";
import { checkOptions } from "../limits/check_options.ts";
import { limitsOf } from "../limits/profiles.ts";
import { checkExerciseOptions, checkFiles, type ExerciseOptions } from "./exercise_options.ts";
import { gradeFairly } from "./grade_fairly.ts";
import type { GradeResult } from "./grade_result.ts";
import type { GradingOptions } from "./grading.ts";
import { openRoom } from "./rooms.ts";
import { SharedRoom } from "./shared_room.ts";
import { Slots } from "./slots.ts";
import { compileSubmission, compileTests } from "./submission_modules.ts";
import { TESTING } from "./tests_room.ts";

/** What may be imported; by tests also what is theirs. */
const GRANTS = { ...RUNTIME_MODULES, [TESTING]: import.meta.resolve("../testing/mod.ts") };

/** It is the tests that ask; how often is not for the submission to answer for. */
const ASKED_OFTEN: Partial<Limits> = { messagesPerSec: 10_000 };

/** What somebody has handed in: modules by path. */
export type Submitted = Readonly<Record<string, string>>;

/**
 * Grades submissions to one exercise, so many at a time, the others in the order in which they came. What one of them does
 * changes nothing for the others but when they have their turn.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Grader } from "@superlearner/sandbox";
 *
 * const tests = {
 *   "tests.ts": `
 *     import { assertEquals, submission, test } from "@superlearner/sandbox/testing";
 *     test("two and two", async () => assertEquals(await submission.call("add", [2, 2]), 4), { points: 3 });
 *     test("below zero", async () => assertEquals(await submission.call("add", [-1, 0]), -1));
 *   `,
 * };
 * await using grader = new Grader({ tests });
 * const { alice, bob } = await grader.gradeAll({
 *   alice: { "main.ts": "export const add = (a: number, b: number) => a + b;" },
 *   bob: { "main.ts": "export const add = () => 4;" },
 * });
 * assertEquals([alice?.score, bob?.score], [100, 75]);
 * ```
 */
export class Grader implements AsyncDisposable {
  readonly #options: Omit<GradingOptions, "host" | "tests">;
  readonly #tests: { readonly files: Submitted; readonly entry: string };
  #compiledTests: Promise<Submitted> | undefined;
  readonly #host: SandboxHost;
  readonly #compiler: Compiler;
  readonly #check: boolean;
  readonly #slots: Slots;
  readonly #room: SharedRoom | undefined;
  readonly #own = new AsyncDisposableStack();

  /** Starts nothing yet. @throws {ArgumentError} If an option is none. */
  constructor(options: ExerciseOptions) {
    const { tests, testsEntry, entry, seed = 0, isolation = "process" } = checkExerciseOptions(options);
    const { check = false, parallel = 2 } = options;
    const limits = limitsOf("strict", ASKED_OFTEN, options.limits ?? {});
    const files = Object.fromEntries(Object.entries(tests).map(([path, text]) => [fromRoot(path), text]));
    this.#tests = { files, entry: testsEntryOf(files, testsEntry) };
    this.#options = { entry, limits, seed, isolation };
    this.#check = check;
    this.#slots = new Slots(parallel);
    // That a submission crashes stands in the result, and is nothing to be told of besides.
    this.#host = options.host ??
      this.#own.use(new SandboxHost({ system: this.#own.use(new System({ logger: silentLogger })) }));
    this.#compiler = this.#own.use(new Compiler({ grants: GRANTS }));
    if (typeof isolation !== "object") return;
    const held = { source: { modules: { "/held.js": "" } }, isolation, limits, profile: "strict" } as const;
    this.#room = this.#own.use(new SharedRoom(() => openRoom(this.#host, held)));
  }

  /**
   * Grades a submission. Whatever is wrong with it is in the result.
   *
   * @throws {SandboxError} If the tests do not load.
   * @throws {ArgumentError} If the submission is no texts by path; or it is to share a process whose limits of memory are others.
   */
  async grade(files: Submitted): Promise<GradeResult> {
    checkFiles("files", files);
    return await this.#slots.within(async () => {
      const modules = await compileSubmission({ files }, { compiler: this.#compiler, check: this.#check });
      const tests = { files: await this.#testModules(), entry: this.#tests.entry };
      return await gradeFairly(modules, { ...this.#options, host: this.#host, tests, room: this.#room });
    });
  }

  /** Grades many, by who handed them in. @throws As {@linkcode Grader.grade} does. */
  async gradeAll<Who extends string>(submissions: Readonly<Record<Who, Submitted>>): Promise<Record<Who, GradeResult>> {
    const all = Object.entries<Submitted>(checkOptions("grade all", submissions)).map(async (
      [who, files],
    ) => [who, await this.grade(files)]);
    return Object.fromEntries(await Promise.all(all)) as Record<Who, GradeResult>;
  }

  /** The tests are compiled once. */
  #testModules(): Promise<Submitted> {
    return this.#compiledTests ??= compileTests({ files: this.#tests.files }, this.#compiler);
  }

  /** Ends what it has made itself. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#own[Symbol.asyncDispose]();
  }
}

function fromRoot(path: string): string {
  return path.startsWith("/") ? path : `/${path}`;
}

function testsEntryOf(files: Readonly<Record<string, string>>, asked: string | undefined): string {
  const paths = Object.keys(files);
  const wanted = asked === undefined ? undefined : fromRoot(asked);
  const found = wanted ?? (paths.includes("/tests.ts") ? "/tests.ts" : paths.length === 1 ? paths[0] : undefined);
  if (found !== undefined && paths.includes(found)) return found;
  throw new ArgumentError("grade", { rule: "testsEntry is the path of a module of the tests", value: asked });
}
