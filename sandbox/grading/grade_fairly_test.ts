import { assertEquals, assertRejects } from "@std/assert";
import { ArgumentError, silentLogger, System } from "@superlearner/otp";
import type { Sandbox } from "../host/sandbox.ts";
import { SandboxHost } from "../host/sandbox_host.ts";
import type { SandboxOptions } from "../host/sandbox_options.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { GradeResult } from "./grade_result.ts";
import { Grader } from "./grader.ts";
import { COUNTER, COUNTER_TESTS } from "./testdata/counter.ts";

const isolation = { shared: "students" };
const tests = { "tests.ts": COUNTER_TESTS };
/** V8 gives up a whole process where it is asked for a list of this length. */
const FATAL = `export const add = () => "x".repeat(2 ** 28).split("").length;`;
const limits = { memoryMb: 4096, turnMs: 5000 };
const nameOf = (wall: SandboxOptions["isolation"]) => typeof wall === "object" ? `shared ${wall.shared}` : wall;

/** A host that writes down which walls it was asked for, and does something after it has made one. */
class Watched extends SandboxHost {
  readonly walls: unknown[] = [];
  after: (options: SandboxOptions) => Promise<void> = () => Promise.resolve();

  override async create(options: SandboxOptions): Promise<Sandbox> {
    const made = await super.create(options);
    if (options.isolation !== "worker") this.walls.push(nameOf(options.isolation));
    await this.after(options);
    return made;
  }
}

/** What does not differ from run to run. */
function told({ score, tests, diagnostics, output }: GradeResult) {
  const verdicts = tests.map(({ name, status, message, points }) => [name, status, message, points]);
  return { score, verdicts, diagnostics, output };
}

Deno.test("gradeFairly: who has passed all is graded in the shared process alone", async () => {
  await using system = new System({ logger: silentLogger });
  await using host = new Watched({ system });
  {
    await using grader = new Grader({ host, isolation, tests });
    assertEquals((await grader.grade({ "main.ts": COUNTER })).score, 100);
  }
  assertEquals(host.walls, Array(4).fill("shared students"), "one that holds it, and one for each test");
  assertEquals(host.list(), []);
});

Deno.test("gradeFairly: who has not passed all is graded from the first test in a process of its own", async () => {
  await using system = new System({ logger: silentLogger });
  await using host = new Watched({ system });
  await using grader = new Grader({ host, isolation, tests });
  const second = COUNTER.replace("throw new TypeError", "console.log").replace("TypeError", "");
  const [result, again] = [await grader.grade({ "main.ts": second }), await grader.grade({ "main.ts": "throw 1;" })];
  assertEquals(result.tests.map(({ status }) => status), ["passed", "failed", "passed"]);
  const printed = result.output.filter(({ text }) => text.includes("numbers"));
  assertEquals([result.score, printed.length], [70, 1], "what was printed before is thrown away");
  assertEquals(again.tests.map(({ status }) => status), Array(3).fill("not_run"));
  const shared = Array(3).fill("shared students");
  assertEquals(host.walls, [...shared, "process", "process", "process"], "what does not load is there for nobody");
});

Deno.test("gradeFairly: that another one has ended the process costs a submission nothing, at any moment", async () => {
  await using system = new System({ logger: silentLogger });
  await using host = new Watched({ system });
  const neighbour = await host.create({
    name: "neighbour",
    isolation,
    profile: "strict",
    limits,
    source: { files: { "/main.js": FATAL } },
  });
  await using grader = new Grader({ host, isolation, limits, tests });
  for (let at = 1; at <= 4; at++) {
    let count = 0;
    host.walls.length = 0;
    host.after = async ({ name, isolation }) => {
      if (name === "neighbour" || typeof isolation !== "object" || ++count !== at) return;
      await assertRejects(() => neighbour.run("add"), SandboxError);
    };
    assertEquals((await grader.grade({ "main.ts": COUNTER })).score, 100);
    host.after = () => Promise.resolve();
    // The first is who holds it: submissions begin another one then.
    assertEquals(host.walls.filter((wall) => wall === "process").length, at === 1 ? 0 : 3);
    await neighbour.start();
  }
});

Deno.test("gradeFairly: that the process was ended as a submission was loaded costs it nothing either", async () => {
  await using system = new System({ logger: silentLogger });
  await using host = new Watched({ system });
  await using grader = new Grader({ host, isolation, tests });
  const exit = 'the process "students", which 2 share, ended: V8 has given up';
  const failure = { kind: "crashed", exit, shared: "students" } as const;
  for (const at of [1, 2, 3]) {
    let count = 0;
    host.after = ({ name, isolation }) => {
      if (typeof isolation !== "object" || ++count !== at) return Promise.resolve();
      return Promise.reject(new SandboxError(`create ${name}`, failure));
    };
    const { score, diagnostics } = await grader.grade({ "main.ts": COUNTER });
    assertEquals([score, diagnostics], [100, []], `at ${at}`);
    assertEquals(host.walls.splice(0).filter((wall) => wall === "process").length, 3);
  }
});

Deno.test("gradeFairly: a class with submissions that end their process has the results of a process each", async () => {
  const files = (code: string) => ({ "main.ts": code });
  const kept = "const kept = []; export const add = () => { for (;;) kept.push(new Array(1000).fill({})); };";
  const submissions = {
    fatal: files(FATAL),
    heap: files(kept),
    ...Object.fromEntries(["a", "b", "c", "d"].map((name) => [name, files(`${COUNTER}\n// ${name}`)])),
    wrong: files(COUNTER.replace("left + right", "left - right")),
  };
  const patient = { "tests.ts": COUNTER_TESTS.replaceAll(/points: (\d+)/g, "points: $1, timeoutMs: 60_000") };
  const graded = async (wall: SandboxOptions["isolation"] & (object | string)) => {
    await using grader = new Grader({ isolation: wall, tests: patient });
    const results = Object.entries<GradeResult>(await grader.gradeAll(submissions));
    return Object.fromEntries(results.map(([who, result]) => [who, told(result)]));
  };
  const results = await graded(isolation);
  assertEquals(Object.entries(results).map(([who, { score }]) => [who, score]), [
    ["fatal", 0],
    ["heap", 0],
    ["a", 100],
    ["b", 100],
    ["c", 100],
    ["d", 100],
    ["wrong", 60],
  ]);
  assertEquals(results, await graded("process"));
});

Deno.test("gradeFairly: tests that do not load are told, and limits of memory that are not those of the process", async () => {
  await using system = new System({ logger: silentLogger });
  await using host = new Watched({ system });
  await using broken = new Grader({ host, isolation, tests: { "tests.ts": "throw new Error('no');" } });
  await assertRejects(() => broken.grade({ "main.ts": COUNTER }), SandboxError, "Error: no");
  await using other = new Grader({ host, isolation, limits: { memoryMb: 512 }, tests });
  const error = await assertRejects(() => other.grade({ "main.ts": COUNTER }), ArgumentError);
  assertEquals([error.action, error.value], ["share a process", { heapMb: 64, memoryMb: 512 }]);
});
