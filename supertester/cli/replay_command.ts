import { ArgumentError } from "@superlearner/otp";
import { allowsEveryVariable, withoutChoice } from "./deno_arguments.ts";
import { EXIT } from "./exit_codes.ts";
import { findSimulation, readPasted } from "./find_simulation.ts";
import { COMMAND_HELP } from "./help.ts";
import { type CommandOptions, readOptions, readText } from "./options.ts";
import { runDeno } from "./run_deno.ts";
import { COMMON_OPTIONS, readSettings } from "./settings.ts";
import { colours, type Terminal } from "./terminal.ts";

/** What the command takes. */
export const REPLAY_OPTIONS: CommandOptions = {
  ...COMMON_OPTIONS,
  filter: { type: "string" },
  "inspect-brk": { type: "boolean" },
};

/** `supertester replay`: runs the test of a simulation again, with the line that repeats it. */
export async function replayCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readOptions(args, { command: "replay", options: REPLAY_OPTIONS });
  const { values, positionals, rest } = given;
  if (values["help"]) {
    terminal.print(COMMAND_HELP.replay.trimEnd());
    return EXIT.passed;
  }
  const { config, results } = await readSettings(given, terminal);
  const [first, ...files] = positionals;
  const pasted = first === undefined ? undefined : readPasted(first);
  const wanted = pasted?.line;
  const found = await findSimulation(results, wanted);
  const filter = readText(values["filter"]) ?? (found ? exactly(found.test) : pasted?.filter);
  const line = found?.line || wanted;
  if (line === undefined) {
    throw new ArgumentError("replay a simulation", {
      rule: "the folder of results has a simulation that failed",
      value: results.path,
    });
  }
  // A seed of which no failure is known repeats no single run, but the same search.
  const variable = /^-?\d+$/.test(line) ? "SUPERTESTER_SEED" : "SUPERTESTER_REPLAY";
  if (filter === undefined && variable === "SUPERTESTER_REPLAY") {
    throw new ArgumentError("replay a simulation", {
      rule: "a line that was not recorded here needs --filter",
      value: line,
    });
  }
  const own = found ? withoutChoice(found.args) : [...config.test?.args ?? []];
  const where = files.length > 0 ? files : found?.files ?? pasted?.files ?? [];
  terminal.print(
    colours(terminal).soft(
      `${variable}=${line} deno test${filter === undefined ? "" : ` --filter ${JSON.stringify(filter)}`}`,
    ),
  );
  const { code } = await runDeno({
    args: [
      "test",
      ...(allowsEveryVariable([...own, ...rest]) ? [] : ["--allow-env=SUPERTESTER_REPLAY,SUPERTESTER_SEED"]),
      ...(values["inspect-brk"] ? ["--inspect-brk"] : []),
      ...own,
      ...rest,
      ...(filter === undefined ? [] : ["--filter", filter]),
      ...where,
    ],
    cwd: terminal.cwd,
    env: { [variable]: line },
    show: true,
  }, terminal);
  const { good, bad } = colours(terminal);
  const replayed = variable === "SUPERTESTER_REPLAY";
  terminal.print(code === 0 ? good(replayed ? "passes now" : "passes") : bad(replayed ? "fails again" : "fails"));
  return code === 0 ? EXIT.passed : EXIT.failed;
}

/** A pattern for Deno's `--filter` that finds this name and no longer one. */
function exactly(name: string): string {
  return `/^${name.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$/`;
}
