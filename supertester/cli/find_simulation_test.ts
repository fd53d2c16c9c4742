import { assertEquals } from "@std/assert";
import type { SimulationData } from "../results/simulation_data.ts";
import { formatResult } from "../results/result_lines.ts";
import { ResultsFolder } from "../reports/results_folder.ts";
import { simulationData } from "../reports/testdata/sample.ts";
import { findSimulation, readPasted } from "./find_simulation.ts";

interface Recorded {
  readonly at: number;
  readonly line: string;
  readonly failed: boolean;
}

async function record(folder: ResultsFolder, { at, line, failed }: Recorded) {
  const session = await folder.begin({ at, commit: "", state: "", args: ["-A", "x_test.ts"] });
  const paths = await folder.beginRun(session, 1);
  const seed = Number(/seed=(\d+)/.exec(line)?.[1]);
  const { failure, ...passed } = { ...simulationData, line, seed };
  const data: SimulationData = failed ? { ...passed, failure: failure! } : passed;
  const result = { kind: "simulation", test: "t", name: "n", passed: !failed, at, data } as const;
  await Deno.writeTextFile(`${paths.results}/a.jsonl`, formatResult(result));
  await Deno.writeTextFile(
    paths.junit,
    `<testsuites><testsuite name="x_test.ts"><testcase name="t" classname="./x_test.ts" time="0.1"/></testsuite></testsuites>`,
  );
  await folder.endRun(session, { run: 1, facts: { at, durationMs: 1, code: 0 } });
}

Deno.test("findSimulation: by its line, by its seed, the newest that failed", async () => {
  const path = await Deno.makeTempDir();
  try {
    const folder = new ResultsFolder(path);
    assertEquals(await findSimulation(folder, undefined), undefined);
    const at = Date.UTC(2026, 0, 2);
    await record(folder, { at, line: "otp1:seed=7:by=pct", failed: true });
    await record(folder, { at: at + 1, line: "otp1:seed=70:by=pct", failed: true });
    await record(folder, { at: at + 2, line: "otp1:seed=8:by=fifo", failed: false });
    assertEquals(await findSimulation(folder, undefined), {
      line: "otp1:seed=70:by=pct",
      test: "t",
      files: ["x_test.ts"],
      args: ["-A", "x_test.ts"],
    });
    const lines = await Promise.all(
      ["7", "otp1:seed=8:by=fifo", "9", "otp1:seed=7"].map((wanted) => findSimulation(folder, wanted)),
    );
    assertEquals(lines.map((found) => found?.line), [
      "otp1:seed=7:by=pct",
      "otp1:seed=8:by=fifo",
      undefined,
      undefined,
    ]);
  } finally {
    await Deno.remove(path, { recursive: true });
  }
});

Deno.test("readPasted: the line alone, or the whole command that was printed", () => {
  const line = "v1.it~1.A.otp1:seed=7:by=pct-3-100:choices=0x3,1";
  for (
    const pasted of [line, ` ${line}\n`, `SUPERTESTER_REPLAY=${line}`, `env SUPERTESTER_REPLAY="${line}" deno test`]
  ) {
    assertEquals(readPasted(pasted), { line, files: [] });
  }
  assertEquals(
    readPasted(`SUPERTESTER_REPLAY=${line} deno test -A --filter 'it'\\''s fine' 'a b/x_test.ts' --no-check`),
    {
      line,
      filter: "it's fine",
      files: ["a b/x_test.ts"],
    },
  );
});
