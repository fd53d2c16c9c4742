/** The code that is tested, as far as version control knows it. */
export interface CodeState {
  /** The commit; empty where there is none. */
  readonly commit: string;
  /** Whether files differ from it, or nobody knows. */
  readonly changed: boolean;
}

/** Asks git; on a build server without a clone its variables. */
export async function codeState(cwd: string, env: (name: string) => string | undefined): Promise<CodeState> {
  const commit = (await git(cwd, ["rev-parse", "--verify", "HEAD"]))?.trim();
  if (commit === undefined) return { commit: env("GITHUB_SHA") ?? env("CI_COMMIT_SHA") ?? "", changed: true };
  const changes = await git(cwd, ["status", "--porcelain"]);
  return { commit, changed: changes !== "" };
}

/** What git says; nothing where there is no git, or no repository. */
async function git(cwd: string, args: string[]): Promise<string | undefined> {
  try {
    const { success, stdout } = await new Deno.Command("git", { args, cwd, stderr: "null" }).output();
    return success ? new TextDecoder().decode(stdout) : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
