/** A test that failed, as `deno test` names it. */
export interface Failure {
  /** The test, with the steps below it; `(uncaught error)` for what no test is to blame for. */
  name: string;
  /** The file, relative, and for a test its line. */
  where: string;
}

// deno-lint-ignore no-control-regex -- colours are control characters
const COLOURS = /\x1b\[[\d;]*m/g;

/** Reads what `deno test` reports at its end: the tests that failed, and what it says about them. */
export function readFailures(output: string): { failures: Failure[]; errors: string } {
  const text = output.replaceAll(COLOURS, "");
  // Tests that run Deno themselves may print such headings as well: the last are ours.
  const at = text.lastIndexOf("\n FAILURES \n");
  if (at === -1) return { failures: [], errors: "" };
  const from = text.lastIndexOf("\n ERRORS \n", at);
  const failures: Failure[] = [];
  for (const line of text.slice(at).split("\n")) {
    const test = /^(.+) => (\S+?)(?::\d+)?$/.exec(line);
    const file = /^(\S+) \(uncaught error\)$/.exec(line);
    if (test) failures.push({ name: test[1]!, where: test[2]!.replace(/^\.\//, "") });
    else if (file) failures.push({ name: "(uncaught error)", where: file[1]!.replace(/^\.\//, "") });
  }
  return { failures, errors: from === -1 ? "" : text.slice(from + "\n ERRORS \n".length, at).trim() };
}
