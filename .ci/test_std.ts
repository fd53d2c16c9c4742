/**
 * `deno task test:std`: the test suite against the real `@std` packages instead of the stand-ins in `.ci/std`. It
 * runs in a copy of the tree whose `deno.json` has no links. Where JSR does not answer it says so; that is a failure only
 * with `--required`. Other arguments are handed to the tests.
 *
 * Cannot see: functions of the real packages that no test of ours calls.
 */
import { deno } from "./lib/command.ts";
import { copyTree } from "./lib/files.ts";
import { ROOT } from "./lib/workspace.ts";

/** Why JSR cannot be used, or `undefined` if it can. */
export async function askRegistry(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(new URL("@std/assert/meta.json", url), { signal: AbortSignal.timeout(10_000) });
    const { name } = await response.json();
    return name === "assert" ? undefined : `it knows no @std/assert (status ${response.status})`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Copies what git knows of a tree to a new folder, with a `deno.json` that links nothing. */
export async function copyUnlinked(root: string): Promise<string> {
  const copy = await Deno.makeTempDir({ prefix: "unlinked-" });
  await copyTree(root, copy);
  const { links: _, ...config } = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));
  await Deno.writeTextFile(`${copy}/deno.json`, JSON.stringify(config));
  // The lock files know the links, so they would be out of date here.
  for (const lock of ["deno.lock", ".ci/tests.lock"]) await Deno.remove(`${copy}/${lock}`).catch(() => {});
  return copy;
}

if (import.meta.main) {
  const url = Deno.env.get("JSR_URL") ?? "https://jsr.io";
  const args = Deno.args.filter((arg) => arg !== "--required");
  const reason = await askRegistry(url);
  if (reason !== undefined) {
    console.log(`Not run: JSR does not answer at ${url}, ${reason}`);
    Deno.exit(Deno.args.includes("--required") ? 1 : 0);
  }
  const cwd = await copyUnlinked(ROOT);
  const init = await new Deno.Command("git", { args: ["init", "--quiet"], cwd }).output();
  const { code } = init.success ? await deno(["task", "test", ...args], { cwd, show: true }) : init;
  await Deno.remove(cwd, { recursive: true });
  Deno.exit(code);
}
