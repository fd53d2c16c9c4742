import { assertEquals, assertMatch } from "@std/assert";
import { codeState } from "./code_state.ts";

async function git(cwd: string, ...args: string[]) {
  const { success } = await new Deno.Command("git", { args, cwd, stdout: "null", stderr: "null" }).output();
  assertEquals(success, true, args.join(" "));
}

Deno.test("codeState: a commit, a commit with changes, no repository, a build server's variables", async () => {
  const cwd = await Deno.makeTempDir();
  try {
    assertEquals(await codeState(cwd, () => undefined), { commit: "", changed: true });
    const vars: Record<string, string> = { GITHUB_SHA: "abc" };
    assertEquals(await codeState(cwd, (name) => vars[name]), { commit: "abc", changed: true });
    await git(cwd, "init", "-q");
    assertEquals((await codeState(cwd, () => undefined)).commit, "");
    const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"];
    await git(cwd, ...identity, "commit", "-q", "--allow-empty", "-m", "one");
    const { commit, changed } = await codeState(cwd, () => undefined);
    assertMatch(commit, /^[0-9a-f]{40}$/);
    assertEquals(changed, false);
    await Deno.writeTextFile(`${cwd}/new.ts`, "");
    assertEquals(await codeState(cwd, () => undefined), { commit, changed: true });
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
});
