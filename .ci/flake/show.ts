import type { FlakeRun } from "./run_flake.ts";

/** One run as a line, and below it what failed and why. */
export function formatRun(run: FlakeRun, of: number): string {
  const { number, seed, ok, passed, failures, details, hung, durationMs } = run;
  const broke = hung ? "hung" : failures.length === 0 ? "broke" : `${failures.length} failed`;
  const head = `${String(number).padStart(String(of).length)}/${of}  seed ${seed}  ${
    ok ? "ok" : "FAILED"
  }  ${passed} passed${ok ? "" : `, ${broke}`} in ${(durationMs / 1000).toFixed(1)} s`;
  if (ok) return head;
  const names = failures.map(({ name, where }) => `  ${name} => ${where}`);
  return [head, ...names, ...details.split("\n").map((line) => line === "" ? "" : `    ${line}`)].join("\n");
}

/** The tests that failed in some runs, the worst first, each with the seeds. */
export function formatFlaky(failed: readonly FlakeRun[]): string[] {
  const seeds = new Map<string, number[]>();
  for (const { failures, seed, hung } of failed) {
    const names = failures.map(({ name, where }) => `${name} => ${where}`);
    for (const name of new Set(names.length > 0 ? names : [hung ? "(a run that hung)" : "(a run that broke)"])) {
      seeds.set(name, [...seeds.get(name) ?? [], seed]);
    }
  }
  return [...seeds].sort(([, a], [, b]) => b.length - a.length)
    .map(([name, list]) => `${list.length}x ${name}, seed ${list.join(", ")}`);
}

/** The last line. */
export function closing(runs: readonly FlakeRun[]): string {
  return `runs ${runs.length}, failures ${runs.filter(({ ok }) => !ok).length}`;
}
