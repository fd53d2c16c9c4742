/**
 * `deno task test`: the whole test suite, the examples of the documentation included, closed by a line
 * `N passed, N failed`. Arguments are handed to `deno test`.
 *
 * Cannot see: a test that passes without asserting anything.
 */
import { deno } from "./lib/command.ts";
import { TEST_LOCK } from "./lib/test_lock.ts";

/** How many tests a run of `deno test` counted. */
export interface Summary {
  passed: number;
  failed: number;
  ignored: number;
}

const SUMMARY = /^(?:ok|FAILED) \| (\d+) passed(?: \([^)]*\))? \| (\d+) failed(?: \([^)]*\))?(?: \| (\d+) ignored)?/;

/** Reads the last summary that `deno test` printed: what tests print themselves comes before it. */
export function readSummary(output: string): Summary | undefined {
  // deno-lint-ignore no-control-regex -- colours are control characters
  const lines = output.replaceAll(/\x1b\[[\d;]*m/g, "").split("\n").reverse();
  for (const line of lines) {
    const found = SUMMARY.exec(line.trim());
    if (found) return { passed: Number(found[1]), failed: Number(found[2]), ignored: Number(found[3] ?? 0) };
  }
  return undefined;
}

/** The closing line, and whether the run counts as passed. */
export function conclude(code: number, summary: Summary | undefined): { line: string; ok: boolean } {
  const { passed, failed, ignored } = summary ?? { passed: 0, failed: 0, ignored: 0 };
  const ok = code === 0 && failed === 0 && passed > 0;
  // A run that broke before it could count (a type error, no test at all) failed once all the same.
  const shown = ok ? failed : Math.max(failed, 1);
  return { line: `${passed} passed, ${shown} failed${ignored > 0 ? `, ${ignored} skipped` : ""}`, ok };
}

if (import.meta.main) {
  const { code, output } = await deno(["test", "-A", "--doc", TEST_LOCK, ...Deno.args], { show: true });
  const { line, ok } = conclude(code, readSummary(output));
  console.log(`\n${line}`);
  if (!ok) Deno.exit(code === 0 ? 1 : code);
}
