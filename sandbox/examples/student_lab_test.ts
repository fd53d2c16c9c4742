import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import type { GradeResult } from "@superlearner/sandbox";
import { report, StudentLab } from "./student_lab.ts";

/** Does everything but look at what is no number. */
const ALICE = `
  import { GenServer, Supervisor } from "@superlearner/otp";
  const Counter = GenServer.define({
    name: "Counter",
    init: () => 0,
    calls: { value: (count: number) => [count, count] },
    casts: { add: (count: number, by: number) => count + by },
  });
  export const StudentExerciseSupervisor = Supervisor.define({ children: [Counter.child({ name: "counter" })] });
  export default StudentExerciseSupervisor;
`;
const PERFECT = ALICE.replace("count + by", `typeof by === "number" ? count + by : count`);

async function students(files: Readonly<Record<string, string | undefined>>): Promise<string> {
  const dir = await Deno.makeTempDir();
  for (const [student, text] of Object.entries(files)) {
    await Deno.mkdir(`${dir}/${student}`);
    if (text === undefined) continue;
    await Deno.writeTextFile(`${dir}/${student}/exercise.ts`, text);
  }
  return dir;
}

Deno.test("StudentLab: Alice has 85 of 100, Bob's file does not compile, Carol's spins, and none harms another", async () => {
  const carol = "export const StudentExerciseSupervisor = 1; while (true);";
  const dir = await students({ alice: ALICE, bob: "export const = ;", carol });
  try {
    await using lab = new StudentLab({ dir, graded() {} });
    const { alice, bob, carol } = await lab.gradeAll();
    assertStringIncludes(report("alice", alice!), "Score: 85/100");
    assertEquals(alice?.tests.map(({ points }) => points), [15, 35, 35, 0]);
    assertEquals([bob?.score, bob?.diagnostics[0]?.line], [0, 1]);
    assertStringIncludes(report("bob", bob!), "Score: 0/100");
    assertEquals([carol?.score, carol?.diagnostics[0]?.code], [0, "LIMIT_EXCEEDED"]);
    assertEquals(lab.sandboxOf("alice")?.status, "running");
    assertEquals(lab.sandboxOf("carol"), undefined);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("StudentLab: what is no directory is told in plain words", async () => {
  const dir = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${dir}/file`, "");
    const refusal = (dir: string) => assertThrows(() => new StudentLab({ dir }), ArgumentError).message;
    assertEquals(
      refusal(`${dir}/none`),
      "Cannot open a lab: the directory of the students is there: make it first, with one for each student in it, " +
        `got "${dir}/none"`,
    );
    assertStringIncludes(refusal(`${dir}/file`), "Cannot open a lab: what it is given is a directory");
    for (const none of ["", undefined, null, 5] as never[]) {
      assertStringIncludes(refusal(none), "Cannot open a lab: it is given the directory of the students, got");
    }
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("StudentLab: what is saved is loaded and graded; what does not load leaves the old in place", async () => {
  const dir = await students({ alice: ALICE });
  const next: PromiseWithResolvers<GradeResult>[] = [Promise.withResolvers(), Promise.withResolvers()];
  let seen = 0;
  const lab = new StudentLab({ dir, debounceMs: 20, graded: (_student, result) => next[seen++]?.resolve(result) });
  try {
    const watching = Promise.withResolvers<void>();
    const watch = lab.watch(watching.resolve);
    await watching.promise;
    await Deno.writeTextFile(`${dir}/alice/exercise.ts`, PERFECT);
    assertEquals((await next[0]!.promise).score, 100);
    const sandbox = lab.sandboxOf("alice")!;
    await sandbox.cast("counter", "add", { payload: 7 });
    await Deno.writeTextFile(`${dir}/alice/exercise.ts`, "export const = ;");
    assertEquals((await next[1]!.promise).score, 0);
    assertEquals([lab.sandboxOf("alice") === sandbox, await sandbox.call("counter", "value")], [true, 7]);
    await lab[Symbol.asyncDispose]();
    await watch;
  } finally {
    await lab[Symbol.asyncDispose]();
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("StudentLab: who has not saved yet is told of and holds up nobody, and is graded when the file comes", async () => {
  const dir = await students({ alice: undefined, bob: PERFECT });
  const [missing, came] = [[] as string[], Promise.withResolvers<[string, number]>()];
  const lab = new StudentLab({
    dir,
    debounceMs: 20,
    missing: (student) => missing.push(student),
    graded: (student, { score }) => student === "alice" && came.resolve([student, score]),
  });
  try {
    const watching = Promise.withResolvers<void>();
    const watch = lab.watch(watching.resolve);
    await watching.promise;
    const graded = await lab.gradeAll();
    assertEquals([Object.keys(graded), graded.bob?.score, missing], [["bob"], 100, ["alice"]]);
    await Deno.writeTextFile(`${dir}/alice/exercise.ts`, ALICE);
    assertEquals(await came.promise, ["alice", 85]);
    await lab[Symbol.asyncDispose]();
    await watch;
  } finally {
    await lab[Symbol.asyncDispose]();
    await Deno.remove(dir, { recursive: true });
  }
});
