import { beam } from "../../.ci/bench/beam.ts";
import type { BenchRow } from "../../.ci/bench/types.ts";
import { silentLogger, System, Task } from "../mod.ts";

const TASKS = 100_000;
const TOGETHER = 100;

const work = () => 1;

/** Tasks a second of some way to run them, by a process. */
async function rate(run: (self: ReturnType<System["attach"]>) => Promise<number>): Promise<number> {
  await using system = new System({ logger: silentLogger });
  const me = system.attach();
  const started = performance.now();
  const sum = await run(me);
  if (sum !== TASKS) throw new Error(`Cannot count: ${TASKS} tasks were started and ${sum} gave a result`);
  return TASKS / ((performance.now() - started) / 1000);
}

/** So many tasks at once, awaited together, again and again. */
function tasks(): Promise<number> {
  return rate(async (self) => {
    let sum = 0;
    for (let left = TASKS; left > 0; left -= TOGETHER) {
      const all = Array.from({ length: TOGETHER }, () => Task.async(self, work));
      for (const value of await Task.awaitMany(all)) sum += value;
    }
    return sum;
  });
}

/** The same by bare promises, which nobody sees, kills or is linked to. */
function promises(): Promise<number> {
  return rate(async () => {
    let sum = 0;
    for (let left = TASKS; left > 0; left -= TOGETHER) {
      const all = Array.from({ length: TOGETHER }, () => Promise.resolve().then(work));
      for (const value of await Promise.all(all)) sum += value;
    }
    return sum;
  });
}

/** A stream over numbers, eight at a time. */
function stream(): Promise<number> {
  return rate(async (self) => {
    let sum = 0;
    for await (const result of Task.asyncStream(self, numbers(), { run: work })) if ("ok" in result) sum += result.ok;
    return sum;
  });
}

function* numbers(): Generator<number> {
  for (let i = 0; i < TASKS; i++) yield i;
}

/** What tasks do in a second. */
export const rows: BenchRow[] = [
  { name: "otp/task", unit: "tasks/s", goal: 2, ours: tasks, peer: beam("task") },
  { name: "otp/task-promise", unit: "tasks/s", ours: tasks, peer: { name: "Promise.all", run: promises } },
  { name: "otp/task-stream", unit: "elements/s", goal: 2, ours: stream, peer: beam("task-stream") },
];
