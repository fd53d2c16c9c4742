import { ArgumentError } from "@superlearner/otp";
import { checkIsolation } from "../host/check_isolation.ts";
import type { SandboxHost } from "../host/sandbox_host.ts";
import { checkKnownOptions } from "../limits/check_options.ts";
import { checkLimits, type Isolation, type Limits, type SharedIsolation } from "../limits/limits.ts";

/** What an exercise is made of, and how submissions to it are judged. */
export interface ExerciseOptions {
  /** The modules of the tests, by path. They import `@superlearner/sandbox/testing`. No submission ever sees them. */
  readonly tests: Readonly<Record<string, string>>;
  /** The path of the module of the tests that is loaded. @default {"/tests.ts"}, or the only one */
  readonly testsEntry?: string;
  /** The path of the module of a submission that is asked. @default {"/main.ts"}, `/exercise.ts`, or the only one */
  readonly entry?: string;
  /** What a submission may use in a test, where that differs from the profile `strict` with 10,000 messages a second. @default {{}} */
  readonly limits?: Partial<Limits>;
  /** The seed of all chance, on both sides. @default {0} */
  readonly seed?: number;
  /**
   * Where a submission lives while it is asked: `"worker"` only for submissions that you trust not to be hostile. The tests
   * are trusted, and live in a worker.
   *
   * `{ shared: "students" }` is a process for all that are graded at a time, with the same results as `"process"`, sooner where
   * most pass: from there only that a submission has passed all tests is taken. Whatever else comes of it may be the fault of
   * another one, so it is graded again from its first test in a process of its own. Who finds a hole in V8 reaches the others in
   * there: for submissions of people who may see each other's work.
   *
   * @default {"process"}
   */
  readonly isolation?: Isolation | SharedIsolation;
  /** Who makes the sandboxes. @default one of its own, in a System of its own */
  readonly host?: SandboxHost;
  /** Whether the types of a submission are checked as well: seconds rather than milliseconds. @default {false} */
  readonly check?: boolean;
  /** How many are graded at a time; the others wait. As many as there are cores is best. @default {2} */
  readonly parallel?: number;
}

const KNOWN: Readonly<Record<keyof ExerciseOptions, true>> = {
  tests: true,
  testsEntry: true,
  entry: true,
  limits: true,
  seed: true,
  isolation: true,
  host: true,
  check: true,
  parallel: true,
};

/** Gives options back if they have the right form. @throws {ArgumentError} If not. */
export function checkExerciseOptions(options: ExerciseOptions): ExerciseOptions {
  const { tests, seed = 0, parallel = 2, isolation = "process", check = false, limits = {}, host } = checkKnownOptions(
    "grade",
    options,
    KNOWN,
  );
  const { testsEntry = "", entry = "" } = options;
  checkFiles("tests", tests);
  if (!Number.isFinite(seed)) refuse("seed is a number", seed);
  if (!(Number.isSafeInteger(parallel) && parallel > 0)) refuse("parallel is a whole number from 1 up", parallel);
  checkIsolation("grade", isolation);
  for (const [name, value] of Object.entries({ testsEntry, entry })) {
    if (typeof value !== "string") refuse(`${name} is a path`, value);
  }
  checkLimits(limits);
  if (typeof check !== "boolean") refuse("check is true or false", check);
  if (host !== undefined && typeof (host as Partial<SandboxHost> | null)?.create !== "function") {
    refuse("host is a SandboxHost", host);
  }
  return options;
}

/** Gives modules by path back if they are that. @throws {ArgumentError} If not. */
export function checkFiles(what: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const isRecord = typeof files === "object" && files !== null && !Array.isArray(files);
  if (!isRecord || Object.keys(files).length === 0) refuse(`${what} are texts by path, at least one`, files);
  for (const [path, text] of Object.entries(files)) if (typeof text !== "string") refuse(`${what} are texts`, path);
  return files;
}

function refuse(rule: string, value: unknown): never {
  throw new ArgumentError("grade", { rule, value });
}
