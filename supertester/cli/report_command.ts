import { ArgumentError } from "@superlearner/otp";
import { formatDate } from "../reports/wording.ts";
import { EXIT } from "./exit_codes.ts";
import { COMMAND_HELP } from "./help.ts";
import { type CommandOptions, readList, readOptions, readText } from "./options.ts";
import { COMMON_OPTIONS, readFormats, readSettings } from "./settings.ts";
import type { Terminal } from "./terminal.ts";
import { exitCodeOf, formatReport, tellGithub, writeReports } from "./write_report.ts";

/** What the command takes. */
export const REPORT_OPTIONS: CommandOptions = {
  ...COMMON_OPTIONS,
  format: { type: "string", multiple: true },
  stdout: { type: "boolean" },
  session: { type: "string" },
  sessions: { type: "boolean" },
  github: { type: "boolean" },
  check: { type: "boolean" },
};

/** `supertester report`: writes what was run last, in the forms that are wanted. */
export async function reportCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const given = readOptions(args, { command: "report", options: REPORT_OPTIONS });
  const { values, positionals } = given;
  if (values["help"]) {
    terminal.print(COMMAND_HELP.report.trimEnd());
    return EXIT.passed;
  }
  if (positionals.length > 0) {
    throw new ArgumentError("write a report", { rule: "it takes options only", value: positionals[0] });
  }
  const { results, title } = await readSettings(given, terminal);
  if (values["sessions"]) {
    for (const name of await results.sessions()) {
      const { at, commit, args } = await results.session(name);
      terminal.print([name, formatDate(at), commit.slice(0, 10) || "no commit", args.join(" ")].join("  ").trimEnd());
    }
    return EXIT.passed;
  }
  const formats = readFormats(readList(values["format"]));
  const session = readText(values["session"]);
  const report = await results.report({ title, ...(session === undefined ? {} : { session }) });
  if (values["stdout"]) {
    const [format = "html", other] = formats;
    if (other !== undefined) throw new ArgumentError("print a report", { rule: "it has one format", value: formats });
    terminal.write(new TextEncoder().encode(formatReport(report, format)));
  } else if (!values["github"] || formats.length > 0) {
    const wanted = formats.length > 0 ? formats : ["html" as const];
    (await writeReports(report, { folder: results.path, formats: wanted })).forEach(terminal.print);
  }
  if (values["github"]) await tellGithub(report, terminal);
  return values["check"] ? exitCodeOf(report) : EXIT.passed;
}
