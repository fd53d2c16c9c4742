import type { TestRun } from "./read_junit.ts";

/** How a run ended, as far as is known without its output. */
export interface RunEnd {
  /** The exit code of `deno test`; below 0 if it did not end, or nobody knows. */
  readonly code: number;
  /** The tests that were reported. */
  readonly tests: readonly TestRun[];
}

const HEAD = /^(\S.*) \(uncaught error\)$/;
/** Some builds of Deno close with where in Deno it was, which helps nobody here. */
const BACKTRACE = /^Stack backtrace:$|^\s+\d+: <unknown>$/;
const END = "This error was not caught from a test";

/**
 * What went wrong outside of tests: errors that a file threw by itself are only printed by Deno, and so is what keeps
 * all tests from being run.
 */
export function outputErrors(output: string, { code, tests }: RunEnd): string[] {
  const lines = output.split("\n").map((line) => line.trimEnd());
  const uncaught: string[] = [];
  lines.forEach((line, index) => {
    const file = HEAD.exec(line)?.[1];
    if (file === undefined || lines[index + 1] === "" || index + 1 >= lines.length) return; // only named in a list
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((line) => line.startsWith(END));
    uncaught.push([`Uncaught error from ${file}`, ...rest.slice(0, end < 0 ? 40 : end)].join("\n").trimEnd());
  });
  if (uncaught.length > 0) return uncaught;
  const said = lines.filter((line) => !BACKTRACE.test(line));
  const cause = said.find((line) => /^error: |\[ERROR\]: /.test(line));
  const tail = said.join("\n").trim().split("\n").slice(-40).join("\n");
  if (code < 0) return [`The run did not end\n${tail}`.trimEnd()];
  if (code !== 0 && !tests.some(({ outcome }) => outcome === "failed")) {
    return [`deno test ended with code ${code}${cause === undefined ? "" : `, ${cause}`}\n${tail}`.trimEnd()];
  }
  return tests.some(({ outcome }) => outcome !== "skipped") ? [] : ["No test was run"];
}
