import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { COMMAND_HELP, HELP } from "./help.ts";
import { runCli } from "./run_cli.ts";
import { heardTerminal } from "./testdata/terminal.ts";

async function run(...args: string[]) {
  const terminal = heardTerminal();
  const code = await runCli(args, terminal);
  return { code, text: terminal.text(), complaints: terminal.complaints };
}

Deno.test("runCli: help of all, and of each command, in two ways", async () => {
  for (const args of [["--help"], ["-h"], ["help"], ["help", "nothing"]]) {
    assertEquals(await run(...args), { code: 0, text: HELP, complaints: [] });
  }
  for (const [name, help] of Object.entries(COMMAND_HELP)) {
    assertEquals(await run("help", name), { code: 0, text: help, complaints: [] });
    assertEquals(await run(name, "--help"), { code: 0, text: help, complaints: [] }, name);
  }
});

Deno.test("runCli: without a command help, as a complaint; the version", async () => {
  assertEquals(await run(), { code: 2, text: "", complaints: [HELP.trimEnd()] });
  const { code, text } = await run("--version");
  assertEquals(code, 0);
  assertMatch(text, /^supertester \d+\.\d+\.\d+\n$/);
});

Deno.test("runCli: wrong usage is said in one line", async () => {
  const said = "the command is one of test, report, replay, editor (see supertester --help)";
  assertEquals(await run("tst"), {
    code: 2,
    text: "",
    complaints: [`error: Cannot run supertester: ${said}, got "tst"`],
  });
  assertEquals((await run("toString")).code, 2);
  assertEquals((await run("test", "--nope")).complaints, [
    "error: Cannot run supertester test: unknown option '--nope' (see supertester test --help)",
  ]);
  assertEquals((await run("report", "x")).complaints, ['error: Cannot write a report: it takes options only, got "x"']);
  assertEquals((await run("editor", "vim")).code, 2);
});

Deno.test("runCli: a fault of this program is no wrong usage", async () => {
  const terminal = heardTerminal({
    print: () => {
      throw new RangeError("broken");
    },
  });
  await assertRejects(() => runCli(["--help"], terminal), RangeError, "broken");
});
