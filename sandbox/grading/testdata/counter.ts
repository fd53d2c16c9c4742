import type { ExerciseOptions } from "../exercise_options.ts";
import type { GradeResult } from "../grade_result.ts";
import { Grader } from "../grader.ts";

/** Tests of a counter: 40, 30 and 30 points. */
export const COUNTER_TESTS = `
  import { assertEquals, assertRejects, assertRestarted, assertState, submission, test } from "@superlearner/sandbox/testing";

  test("adds", async () => {
    assertEquals(await submission.call("add", [2, 3]), 5);
    assertEquals(await submission.call("add", [-2, 2]), 0);
  }, { points: 40 });

  test("refuses text", async () => {
    await assertRejects(() => submission.call("add", ["2", 3]), TypeError);
  }, { points: 30 });

  test("counts, and comes back", async () => {
    await submission.start("Tree");
    const counter = await submission.whereis("counter");
    await counter!.cast("add", 2);
    await assertState(counter!, 2);
    const next = await assertRestarted(counter!);
    assertEquals(await next.call("value"), 0);
  }, { points: 30 });
`;

/** What is handed in by who has done it. */
export const COUNTER = `
  import { GenServer, Supervisor } from "@superlearner/otp";

  export function add(left: number, right: number): number {
    if (typeof left !== "number" || typeof right !== "number") throw new TypeError("numbers, please");
    return left + right;
  }

  const Counter = GenServer.define({
    name: "Counter",
    init: () => 0,
    calls: { value: (state: number) => [state, state] },
    casts: { add: (state: number, by: number) => state + by },
  });

  export const Tree = Supervisor.define({ children: [Counter.child({ name: "counter" })] });
`;

/** Never comes to an end. */
export const SPINS = "export const add = () => { while (true); }; while (true);";
/** Prints without an end. */
export const FLOODS = `
  setInterval(() => { for (let i = 0; i < 100; i++) console.log("flood ".repeat(20)); }, 1);
  export const add = (left: number, right: number) => left + right;
`;

/** Grades one submission to an exercise. */
export async function graded(
  main: string,
  options: Partial<ExerciseOptions> & { readonly files?: Readonly<Record<string, string>> } = {},
): Promise<GradeResult> {
  const { files = {}, ...exercise } = options;
  await using grader = new Grader({ tests: { "tests.ts": COUNTER_TESTS }, ...exercise });
  return await grader.grade({ "main.ts": main, ...files });
}

/** Name and status of each test. */
export function statuses({ tests }: GradeResult): Record<string, string> {
  return Object.fromEntries(tests.map(({ name, status }) => [name, status]));
}
