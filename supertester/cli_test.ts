import { assertEquals, assertMatch } from "@std/assert";
import { EXIT, runCli } from "./cli.ts";
import { FAILING, PASSING, Project } from "./cli/testdata/project.ts";

/** The command as a user starts it. */
async function start(args: readonly string[], cwd: string) {
  const config = new URL("../deno.json", import.meta.url).pathname;
  const lock = new URL("../.ci/tests.lock", import.meta.url).pathname;
  const cli = import.meta.resolve("./cli.ts");
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--config", config, "--lock", lock, cli, ...args],
    cwd,
    env: { NO_COLOR: "1", GITHUB_ACTIONS: "" },
  }).output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

Deno.test("cli: started in a user's folder, exit codes and streams are as documented", async () => {
  await using project = await Project.create({ "a_test.ts": PASSING });
  const passed = await start(["test"], project.path);
  assertEquals(passed.code, EXIT.passed, passed.err);
  assertMatch(passed.out, /adds \.\.\. ok[\s\S]*passed: 2 passed, 0 failed/);
  await project.write({ "b_test.ts": FAILING });
  const failed = await start(["test", "--", "--no-check"], project.path);
  assertEquals(failed.code, EXIT.failed);
  const report = await start(["report", "--check"], project.path);
  assertEquals([report.code, report.out], [EXIT.failed, `${project.path}/.supertester/report.html\n`]);
  const wrong = await start(["test", "--nope"], project.path);
  assertEquals([wrong.code, wrong.out], [EXIT.usage, ""]);
  assertMatch(wrong.err, /^error: Cannot run supertester test: unknown option '--nope'/m);
});

Deno.test("cli: what it exports is the command", () => {
  assertEquals(typeof runCli, "function");
});
