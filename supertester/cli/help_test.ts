import { assert, assertEquals } from "@std/assert";
import { EXIT } from "./exit_codes.ts";
import { COMMAND_HELP, HELP } from "./help.ts";
import { REPLAY_OPTIONS } from "./replay_command.ts";
import { REPORT_OPTIONS } from "./report_command.ts";
import { TEST_OPTIONS } from "./test_command.ts";

Deno.test("COMMAND_HELP names every option of its command, and no other", () => {
  const taken = { test: TEST_OPTIONS, report: REPORT_OPTIONS, replay: REPLAY_OPTIONS };
  for (const [command, options] of Object.entries(taken)) {
    const help = COMMAND_HELP[command as keyof typeof taken];
    const named = [...help.matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gm)].map(([, name]) => name!);
    // A title is of reports only; replay takes it for the sake of one set of options.
    const known = Object.keys(options).filter((name) => !(command === "replay" && name === "title"));
    assertEquals(named.sort(), known.sort(), command);
  }
});

Deno.test("HELP names every command and every exit code", () => {
  for (const command of Object.keys(COMMAND_HELP)) assert(HELP.includes(`\n  ${command} `), command);
  const codes = [...HELP.matchAll(/^ {2}(\d+) /gm)].map(([, code]) => Number(code));
  assertEquals(codes.sort(), Object.values(EXIT).sort());
});

Deno.test("HELP and COMMAND_HELP fit a wide terminal", () => {
  for (const text of [HELP, ...Object.values(COMMAND_HELP)]) {
    assert(text.split("\n").every((line) => line.length <= 120));
    assert(text.endsWith("\n") && !text.endsWith("\n\n"));
  }
});
