/**
 * The inside of the compiler's subprocess: jobs come in as lines of JSON, results go out as such. The text of a job is read
 * and never run; it may make the compiler spin, so each job has a limit here as well, should nobody be left to kill this
 * process.
 */
import vm from "node:vm";
import { linesOf } from "./lines.ts";
import { transpile } from "./transpile.ts";
import type { Transpiled, TranspileInput, TranspileOptions } from "./transpiled.ts";

/** What is to be compiled. */
export interface TranspileJob extends TranspileOptions {
  readonly files: readonly TranspileInput[];
  /** When this process gives up by itself, in milliseconds. */
  readonly limitMs: number;
}

/** Does the job, or ends the program where it takes too long. */
export function workOff({ files, limitMs, ...options }: TranspileJob): Transpiled[] {
  let results: Transpiled[] = [];
  const work = () => results = files.map((file) => transpile(file, options));
  Object.assign(globalThis, { work });
  // Ended by another thread wherever it is; a timer of this one would never come.
  vm.runInThisContext("work()", { timeout: Math.ceil(limitMs) });
  return results;
}

if (import.meta.main) {
  for await (const line of linesOf(Deno.stdin.readable)) {
    const results = new TextEncoder().encode(`${JSON.stringify(workOff(JSON.parse(line)))}\n`);
    for (let at = 0; at < results.length;) at += await Deno.stdout.write(results.subarray(at));
  }
}
