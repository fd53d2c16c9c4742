/**
 * `deno task flake`: the tests again and again, each run in another order and in parallel, closed by a line
 * `runs N, failures M`, the runs that failed. Whoever fails in one of them is flaky, and that is a bug of ours.
 *
 * - `--runs 200`: how often
 * - `--only otp,supertester`: the folders whose tests run; all of them by default
 * - `--seed 7`: the order of the first run; the next has 8. A failure of seed 9 comes again, as far as its order is to
 *   blame, by `--seed 9 --runs 1`
 * - `--limit 600`: seconds after which a run counts as hanging and is ended
 * - what follows `--` is handed to `deno test`, as `-- --filter Registry`
 *
 * Cannot see: how the workers of a parallel run take turns, which no seed repeats. The examples of the documentation
 * are left out, since they are one test a file; `-- --doc` adds them.
 */
import { runFlake } from "./flake/run_flake.ts";
import { readOptions, usage } from "./flake/options.ts";
import { closing, formatFlaky, formatRun } from "./flake/show.ts";
import { ROOT } from "./lib/workspace.ts";

if (import.meta.main) {
  const options = readOptions(Deno.args);
  if (typeof options === "string") {
    console.error(options === "" ? usage : `${options}\n${usage}`);
    Deno.exit(options === "" ? 0 : 2);
  }
  console.log(`seed ${options.seed}, ${options.only.length === 0 ? "all tests" : options.only.join(", ")}`);
  const runs = await runFlake(options, {
    cwd: ROOT,
    onRun: (run) => console.log(formatRun(run, options.runs)),
  });
  const failed = runs.filter(({ ok }) => !ok);
  for (const line of formatFlaky(failed)) console.log(line);
  console.log(closing(runs));
  if (failed.length > 0) Deno.exit(1);
}
