import { knowResult } from "../reports/result_data.ts";
import type { ResultsFolder } from "../reports/results_folder.ts";

/** A simulation that was recorded, and how to run its test again. */
export interface RecordedSimulation {
  /** What repeats it. */
  readonly line: string;
  /** The name of its test. */
  readonly test: string;
  /** The files that have a test of the name. */
  readonly files: readonly string[];
  /** What was handed to `deno test`. */
  readonly args: readonly string[];
}

/** Finds a simulation among the recorded ones, the newest first: by its line, its seed, or the newest that failed. */
export async function findSimulation(
  results: ResultsFolder,
  wanted: string | undefined,
): Promise<RecordedSimulation | undefined> {
  for (const session of await results.sessions()) {
    const report = await results.report({ title: "", session });
    const found = report.results.map(knowResult).filter((one) => one.kind === "simulation").findLast((
      { data, result },
    ) =>
      wanted === undefined
        ? !result.passed && data.failure !== undefined
        : /^-?\d+$/.test(wanted)
        ? data.line.split(":").includes(`seed=${wanted}`)
        : data.line === wanted
    );
    if (!found) continue;
    const { test } = found.result;
    const files = report.tests.filter(({ name }) => name === test).map(({ file }) => file);
    const { args } = await results.session(session);
    return { line: found.data.line, test, files: [...new Set(files)], args };
  }
  return undefined;
}

/** The line in what a user pasted: the line itself, or the command that Deno's users are told. */
export function lineIn(pasted: string): string {
  return /SUPERTESTER_REPLAY=(?:'([^']*)'|"([^"]*)"|(\S+))/.exec(pasted)?.slice(1).find((part) => part !== undefined) ??
    pasted.trim();
}
