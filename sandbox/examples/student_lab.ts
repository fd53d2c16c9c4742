/**
 * Emma's lab: a sandbox for each student, loaded anew when the student saves, tested at once, and graded.
 *
 *     deno run -A sandbox/examples/student_lab.ts students     # students/alice/exercise.ts, … until Ctrl+C
 *
 * Needs `"unstable": ["worker-options"]` in `deno.json`. Each student has a process that may do nothing; what one writes
 * costs nobody else anything.
 */
import { ArgumentError, silentLogger, System } from "@superlearner/otp";
import { Grader, type GradeResult, type Sandbox, SandboxError, SandboxHost } from "@superlearner/sandbox";

/** The exercise: a counter under a supervisor, 100 points. The students do not see this. */
export const EXERCISE_TESTS: Readonly<Record<string, string>> = {
  "tests.ts": `
    import { assertEquals, assertRestarted, assertState, submission, test } from "@superlearner/sandbox/testing";

    async function counter() {
      await submission.start("StudentExerciseSupervisor");
      const found = await submission.whereis("counter");
      if (found === undefined) throw new Error("nobody is called counter");
      return found;
    }

    test("the counter starts at 0", async () => assertState(await counter(), 0), { points: 15 });

    test("it counts what is cast", async () => {
      const server = await counter();
      await server.cast("add", 2);
      await server.cast("add", 3);
      assertEquals(await server.call("value"), 5);
    }, { points: 35 });

    test("it comes back after a crash", async () => {
      const server = await counter();
      await server.cast("add", 2);
      const next = await assertRestarted(server);
      assertEquals(await next.call("value"), 0);
    }, { points: 35 });

    test("what is no number is ignored", async () => {
      const server = await counter();
      await server.cast("add", "two");
      await assertState(server, 0);
      assertEquals(await server.alive(), true);
    }, { points: 15 });
  `,
};

/** The only file of a student. */
const FILE = "exercise.ts";

/** How a lab is made. */
export interface StudentLabOptions {
  /** The directory with one for each student in it. */
  readonly dir: string;
  /** Told of each result. @default it is printed */
  readonly graded?: (student: string, result: GradeResult) => void;
  /** Told of each student whose directory has no file in it yet. @default it is printed */
  readonly missing?: (student: string) => void;
  /** How long a file is left alone after it was saved, in milliseconds: editors save in several steps. @default {100} */
  readonly debounceMs?: number;
}

/** Sandboxes by student, and what their work is worth. */
export class StudentLab implements AsyncDisposable {
  readonly #options: StudentLabOptions;
  readonly #system = new System({ logger: silentLogger });
  readonly #host = new SandboxHost({ system: this.#system });
  readonly #grader = new Grader({ host: this.#host, tests: EXERCISE_TESTS, entry: FILE });
  readonly #saving = new Map<string, Promise<unknown>>();
  readonly #ending = new AbortController();

  /** Starts nothing yet. @throws {ArgumentError} If there is no directory of students. */
  constructor(options: StudentLabOptions) {
    checkDirectory(options.dir);
    this.#options = options;
  }

  /** The sandbox of a student, with what was saved last and did load; `undefined` before that. */
  sandboxOf(student: string): Sandbox | undefined {
    return this.#host.get(sandboxName(student));
  }

  /** A student has saved: the sandbox is loaded anew, then the work is tested and graded. One after the other for each. */
  async saved(student: string): Promise<GradeResult> {
    const before = this.#saving.get(student);
    const work = (async () => {
      await before?.catch(() => {});
      return await this.#load(student);
    })();
    this.#saving.set(student, work);
    return await work;
  }

  /** Grades everybody who has handed in, all at once. Who has not is told of, and graded by {@linkcode watch} once they have. */
  async gradeAll(): Promise<Record<string, GradeResult>> {
    const { dir, missing = (student) => console.log(`${student}\n  not handed in yet`) } = this.#options;
    const students = [];
    for await (const { isDirectory, name } of Deno.readDir(dir)) if (isDirectory) students.push(name);
    const graded = students.sort().map(async (student) => {
      try {
        return [[student, await this.saved(student)] as const];
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
        missing(student);
        return [];
      }
    });
    return Object.fromEntries((await Promise.all(graded)).flat());
  }

  /** Waits for saved files, until the lab is closed. `ready` is called when it does. */
  async watch(ready: () => void = () => {}): Promise<void> {
    const { dir, debounceMs = 100 } = this.#options;
    using watcher = Deno.watchFs(dir);
    this.#ending.signal.addEventListener("abort", () => watcher.close(), { once: true });
    const timers = new Map<string, { cancel(): void }>();
    const { clock } = this.#system;
    ready();
    for await (const { kind, paths } of watcher) {
      if (kind === "access" || kind === "remove") continue;
      for (const path of paths.filter((path) => path.endsWith(`/${FILE}`))) {
        const student = path.split("/").at(-2)!;
        timers.get(student)?.cancel();
        const save = () => void this.saved(student).catch((error) => console.error(`${student}: ${error}`));
        timers.set(student, clock.setAlarm(clock.now() + debounceMs, save));
      }
    }
    for (const timer of timers.values()) timer.cancel();
  }

  /** Ends it all. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    await Promise.allSettled(this.#saving.values());
    await this.#grader[Symbol.asyncDispose]();
    await this.#host[Symbol.asyncDispose]();
    await this.#system.stop();
  }

  async #load(student: string): Promise<GradeResult> {
    const { dir, graded = print } = this.#options;
    const files = { [FILE]: await Deno.readTextFile(`${dir}/${student}/${FILE}`) };
    // 1. The sandbox that the student plays with: it keeps to what did load.
    await this.#replace(student, files);
    // 2. The tests, each in a sandbox of its own.
    const result = await this.#grader.grade(files);
    // 3. The score.
    graded(student, result);
    return result;
  }

  async #replace(student: string, files: Readonly<Record<string, string>>): Promise<void> {
    const name = sandboxName(student);
    const options = { source: { files }, entry: FILE, profile: "strict" } as const;
    try {
      await (await this.#host.create({ ...options, name: `${name}.next` })).destroy();
    } catch (error) {
      if (error instanceof SandboxError) return; // the grading says why
      throw error;
    }
    await this.#host.get(name)?.destroy();
    await this.#host.create({ ...options, name });
  }
}

/** Whoever has misspelt it is told so at once, and not by what reads it first. */
function checkDirectory(dir: string | undefined): void {
  const refuse = (rule: string): never => {
    throw new ArgumentError("open a lab", { rule, value: dir });
  };
  if (typeof dir !== "string" || dir === "") return refuse("it is given the directory of the students");
  try {
    if (!Deno.statSync(dir).isDirectory) refuse("what it is given is a directory, with one for each student in it");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    refuse("the directory of the students is there: make it first, with one for each student in it");
  }
}

/** A result as a student reads it. */
export function report(student: string, { score, tests, diagnostics }: GradeResult): string {
  const lines = tests.map(({ name, status, points, maxPoints, message }) => {
    const mark = status === "passed" ? "✓" : "✗";
    return `  ${mark} ${name} (${points}/${maxPoints})${message === undefined ? "" : `: ${message}`}`;
  });
  const places = diagnostics.map(({ file, line, column, message }) => `  ${file}:${line}:${column} ${message}`);
  return [student, ...places, ...(diagnostics.length > 0 ? [] : lines), `  Score: ${score}/100`].join("\n");
}

function print(student: string, result: GradeResult): void {
  console.log(report(student, result));
}

function sandboxName(student: string): string {
  return `student_${student}`;
}

if (import.meta.main) {
  try {
    await using lab = new StudentLab({ dir: Deno.args[0] ?? "" });
    // Whoever saves while the others are graded is not missed.
    await Promise.all([lab.watch(), lab.gradeAll()]);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    console.error(error.message); // for who has started it, where it was started is nothing to know
    Deno.exitCode = 1;
  }
}
