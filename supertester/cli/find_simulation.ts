import { knowResult } from "../reports/result_data.ts";
import type { ResultsFolder } from "../reports/results_folder.ts";

/** A simulation that was recorded, and how to run its test again. */
export interface RecordedSimulation {
  /** What repeats it; empty if it has not failed. */
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
        ? String(data.seed) === wanted || data.line.split(":").includes(`seed=${wanted}`)
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

/** What a user pasted: a line, or the whole command that a failure printed. */
export interface PastedReplay {
  /** The line itself. */
  readonly line: string;
  /** The test that the command names. */
  readonly filter?: string;
  /** The files that it names. */
  readonly files: readonly string[];
}

/** Reads what a user pasted. */
export function readPasted(pasted: string): PastedReplay {
  const words = shellWords(pasted);
  const variable = words.find((word) => word.startsWith(VARIABLE));
  if (variable === undefined) return { line: pasted.trim(), files: [] };
  const command = words.slice(words.indexOf("test") + 1);
  const at = command.indexOf("--filter");
  const filter = at < 0 ? undefined : command[at + 1];
  return {
    line: variable.slice(VARIABLE.length),
    ...(filter === undefined ? {} : { filter }),
    files: at < 0 ? [] : command.slice(at + 2).filter((word) => !word.startsWith("-")),
  };
}

const VARIABLE = "SUPERTESTER_REPLAY=";

/** The words of a command, as a shell sees them: `'it'\\''s'` is one. */
function shellWords(text: string): string[] {
  const words = text.match(/(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"|\\(.)/g, (_, single, double, escaped) => single ?? double ?? escaped)
  );
}
