import type { BenchRow } from "../../.ci/bench/types.ts";
import type { ExerciseOptions } from "./exercise_options.ts";
import { Grader } from "./grader.ts";
import { COUNTER, COUNTER_TESTS, FLOODS, SPINS } from "./testdata/counter.ts";

const CLASS = 30;

/** How long a class takes whose first are these and whose others are well, in seconds. */
async function graded(
  first: readonly string[],
  isolation: ExerciseOptions["isolation"] = "process",
): Promise<number> {
  await using grader = new Grader({ isolation, tests: { "tests.ts": COUNTER_TESTS } });
  const texts = Array.from({ length: CLASS }, (_, id) => first[id] ?? `${COUNTER}\n// ${id}`);
  const started = performance.now();
  const results = await Promise.all(texts.map((text) => grader.grade({ "main.ts": text })));
  const seconds = (performance.now() - started) / 1000;
  if (results.slice(first.length).some(({ score }) => score !== 100)) {
    throw new Error("Cannot count: some are not graded well");
  }
  return seconds;
}

/** That one spins and one floods does not make the class much slower; a process that is shared makes it faster. */
export const rows: BenchRow[] = [
  {
    name: "sandbox/30 submissions at once, one spins, one floods",
    unit: "s",
    goal: 1.25,
    lowerIsBetter: true,
    warmUps: 0,
    ours: () => graded([SPINS, FLOODS]),
    peer: { name: "30 that do neither", run: () => graded([]) },
  },
  {
    name: "sandbox/30 submissions in a process that they share",
    unit: "s",
    goal: 1,
    lowerIsBetter: true,
    warmUps: 0,
    ours: () => graded([], { shared: "students" }),
    peer: { name: "a process for each test of each", run: () => graded([]) },
  },
];
