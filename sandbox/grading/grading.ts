import type { SandboxHost } from "../host/sandbox_host.ts";
import type { Isolation, Limits, SharedIsolation } from "../limits/limits.ts";
import { type Diagnostic, SandboxError } from "../limits/sandbox_error.ts";
import type { PlannedTest } from "../testing/protocol.ts";
import { GradeOutput } from "./grade_output.ts";
import { type GradeResult, scoreOf, type TestResult } from "./grade_result.ts";
import { runTest, type Verdict } from "./test_run.ts";
import { seedOf } from "./seeds.ts";
import { stretched, stretchedFrom } from "./stretch.ts";
import { diagnosticOf, entryOf, type SubmissionModules } from "./submission_modules.ts";
import { SubmissionRoom } from "./submission_room.ts";
import { TestsRoom } from "./tests_room.ts";
import { describeFailure } from "./describe_failure.ts";

/** What grading one submission is made of. */
export interface GradingOptions {
  /** Who makes the sandboxes. */
  readonly host: SandboxHost;
  /** The tests, compiled, and the module that is loaded. */
  readonly tests: { readonly files: Readonly<Record<string, string>>; readonly entry: string };
  /** The module of the submission that is asked, as it was named. */
  readonly entry: string | undefined;
  /** What a submission may use. */
  readonly limits: Limits;
  /** The seed of all chance. */
  readonly seed: number;
  /** Where a submission lives. In a process that others share its first test that has not passed ends all: {@linkcode Unsettled}. */
  readonly isolation: Isolation | SharedIsolation;
}

/** That not all has passed where others share the process: it may have been the fault of one of them. */
export class Unsettled extends Error {
  /** Always `"Unsettled"`. */
  override readonly name: string = "Unsettled";
}

/** How often what is handed in may take to load, of its limits: it is not known here whether it had the core. */
const LOAD_STRETCH = 4;

/** Grades one submission: tests are planned first, then each runs against a sandbox that was made for it. */
export class Grading implements AsyncDisposable {
  readonly #options: GradingOptions;
  readonly #output = new GradeOutput();
  #tests: TestsRoom | undefined;

  /** Begins nothing yet. */
  constructor(options: GradingOptions) {
    this.#options = options;
  }

  /**
   * Grades it.
   *
   * @throws {SandboxError} If the tests do not load: that is not the fault of who handed in.
   * @throws {Unsettled} If others share its process and not all has passed.
   */
  async grade(submission: SubmissionModules): Promise<GradeResult> {
    const { system } = this.#options.host;
    const began = system.now();
    const plan = await (await this.#testsRoom()).plan();
    const { tests, diagnostics } = await this.#judge(plan, submission);
    const timeMs = Math.round(system.now() - began);
    return { score: scoreOf(tests), tests, diagnostics, output: this.#output.lines, timeMs };
  }

  /** Ends what is still there. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tests?.[Symbol.asyncDispose]();
  }

  async #judge(
    plan: readonly PlannedTest[],
    { files, diagnostics }: SubmissionModules,
  ): Promise<Pick<GradeResult, "tests" | "diagnostics">> {
    if (diagnostics.length > 0) return notRun(plan, diagnostics);
    const entry = entryOf(files, this.#options.entry);
    if (entry === undefined) {
      const what = `entry ${this.#options.entry ?? "/main.ts"}`;
      return notRun(plan, [diagnosticOf(new SandboxError("grade", { kind: "not_found", what }))]);
    }
    const tests: TestResult[] = [];
    for (const [at, planned] of plan.entries()) {
      this.#output.during(planned.name);
      let verdict: Verdict;
      try {
        verdict = await this.#run({ planned, at, files, entry });
      } catch (error) {
        if (!(error instanceof LoadFailure)) throw error;
        // What did not load once does not load again; where it did before, it has changed its mind, and this one has failed.
        if (at === 0) return notRun(plan, [diagnosticOf(error.error)]);
        const message = `The submission did not load: ${describeFailure(error.error.failure)}`;
        verdict = { status: "crashed", message, timeMs: 0, clean: true };
      }
      if (!verdict.clean) await this.#forgetTests();
      tests.push(resultOf(planned, verdict));
    }
    return { tests, diagnostics: [] };
  }

  async #run({ planned, at, files, entry }: Run): Promise<Verdict> {
    const { limits, host: { system } } = this.#options;
    for (let stretch = 1;;) {
      const seed = seedOf(this.#options.seed, planned.name);
      await using submission = await this.#load({ files, entry, seed, stretch });
      const tests = await this.#testsRoom();
      const verdict = await runTest({ planned, at, tests, submission, now: () => system.now() });
      if (this.#isAmongOthers && verdict.status !== "passed") throw new Unsettled();
      const { failure, cpuMs } = submission;
      const longer = stretchedFrom(stretch, { failure, cpuMs, limits });
      if (longer === undefined) return verdict;
      stretch = longer;
      if (!verdict.clean) await this.#forgetTests();
    }
  }

  async #load({ files, entry, seed, stretch }: Load): Promise<SubmissionRoom> {
    const { host, isolation, limits } = this.#options;
    const printed = this.#output.from("submission");
    for (let factor = stretch;; factor *= LOAD_STRETCH) {
      try {
        const options = { files, entry, isolation, limits: stretched(limits, factor), seed, printed };
        return await SubmissionRoom.open(host, options);
      } catch (error) {
        if (!(error instanceof SandboxError)) throw error;
        if (this.#isAmongOthers) throw new Unsettled();
        const { failure } = error;
        const slow = failure.kind === "limit_exceeded" && failure.limit === "turnMs";
        if (!slow || factor > stretch) throw new LoadFailure(error);
      }
    }
  }

  get #isAmongOthers(): boolean {
    return typeof this.#options.isolation === "object";
  }

  async #testsRoom(): Promise<TestsRoom> {
    if (this.#tests !== undefined) return this.#tests;
    const { host, tests, seed } = this.#options;
    const printed = this.#output.from("tests");
    return this.#tests = await TestsRoom.open(host, { ...tests, seed, printed });
  }

  async #forgetTests(): Promise<void> {
    const tests = this.#tests;
    this.#tests = undefined;
    await tests?.[Symbol.asyncDispose]();
  }
}

interface Load {
  readonly files: Readonly<Record<string, string>>;
  readonly entry: string;
  readonly seed: number;
  readonly stretch: number;
}

interface Run extends Omit<Load, "seed" | "stretch"> {
  readonly planned: PlannedTest;
  readonly at: number;
}

/** That what was handed in does not load, apart from what goes wrong with the tests. */
class LoadFailure extends Error {
  readonly error: SandboxError;

  constructor(error: SandboxError) {
    super(error.message);
    this.error = error;
  }
}

function notRun(
  plan: readonly PlannedTest[],
  diagnostics: readonly Diagnostic[],
): Pick<GradeResult, "tests" | "diagnostics"> {
  const message = `The submission does not load: ${diagnostics[0]!.message}`;
  const verdict: Verdict = { status: "not_run", message, timeMs: 0, clean: true };
  return { tests: plan.map((planned) => resultOf(planned, verdict)), diagnostics };
}

function resultOf({ name, points }: PlannedTest, { status, message, timeMs }: Verdict): TestResult {
  const earned = status === "passed" ? points : 0;
  return { name, status, ...(message !== undefined && { message }), timeMs, points: earned, maxPoints: points };
}
