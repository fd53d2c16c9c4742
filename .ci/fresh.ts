/**
 * `deno task fresh [TASK] [ARGUMENTS]`: runs a task, `test` unless another is named, as a newcomer would: in a clone
 * of what is committed, with an empty cache. `--run` runs `.ci/run` instead.
 *
 * Cannot see: what is not committed yet, and what the machine has installed besides Deno.
 */
import { deno, run } from "./lib/command.ts";
import { ROOT } from "./lib/workspace.ts";

/** Runs arguments of Deno in a fresh clone and gives the exit code. */
export async function runFresh(args: string[], root: string = ROOT): Promise<number> {
  const folder = await Deno.makeTempDir({ prefix: "fresh-" });
  try {
    const cloned = await run(["git", "clone", "--quiet", root, `${folder}/clone`]);
    if (cloned.code !== 0) {
      throw new Error(`Cannot clone the repository: it needs a commit, got ${cloned.output.trim()}`);
    }
    const options = { cwd: `${folder}/clone`, env: { DENO_DIR: `${folder}/cache`, CI: "true" }, show: true };
    const { code } = args[0] === "--run" ? await run(["bash", ".ci/run"], options) : await deno(args, options);
    return code;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const [first = "test", ...rest] = Deno.args;
  Deno.exit(await runFresh(first === "--run" ? ["--run"] : ["task", first, ...rest]));
}
