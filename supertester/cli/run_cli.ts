import { ArgumentError } from "@superlearner/otp";
import manifest from "../deno.json" with { type: "json" };
import { editorCommand } from "./editor_command.ts";
import { EXIT } from "./exit_codes.ts";
import { COMMAND_HELP, type CommandName, HELP } from "./help.ts";
import { replayCommand } from "./replay_command.ts";
import { reportCommand } from "./report_command.ts";
import { colours, type Terminal } from "./terminal.ts";
import { testCommand } from "./test_command.ts";

/** One of the commands: its arguments, and where it speaks; gives the exit code. */
type Command = (args: readonly string[], terminal: Terminal) => number | Promise<number>;

const COMMANDS: Readonly<Record<CommandName, Command>> = {
  test: testCommand,
  report: reportCommand,
  replay: replayCommand,
  editor: editorCommand,
};

/** Runs the command that the arguments name. Gives the exit code; wrong usage is said, not thrown. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (name === undefined) {
      terminal.complain(HELP.trimEnd());
      return EXIT.usage;
    }
    if (name === "--help" || name === "-h" || name === "help") {
      const [about] = rest;
      terminal.print((isCommand(about) ? COMMAND_HELP[about] : HELP).trimEnd());
      return EXIT.passed;
    }
    if (name === "--version" || name === "-V") {
      terminal.print(`supertester ${manifest.version}`);
      return EXIT.passed;
    }
    if (isCommand(name)) return await COMMANDS[name](rest, terminal);
    const rule = `the command is one of ${Object.keys(COMMANDS).join(", ")} (see supertester --help)`;
    throw new ArgumentError("run supertester", { rule, value: name });
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    terminal.complain(`${colours(terminal).bad("error")}: ${error.message}`);
    return EXIT.usage;
  }
}

function isCommand(name: string | undefined): name is CommandName {
  return name !== undefined && Object.hasOwn(COMMANDS, name);
}
