import { ArgumentError } from "@superlearner/otp";
import { ResultsFolder } from "../reports/results_folder.ts";
import { loadConfig, REPORT_FORMATS, type ReportFormat, resolve, type SupertesterConfig } from "./config.ts";
import { type GivenOptions, readText } from "./options.ts";
import type { Terminal } from "./terminal.ts";

/** What commands have in common, from options and configuration. */
export interface Settings {
  /** The configuration. */
  readonly config: SupertesterConfig;
  /** The folder of results. */
  readonly results: ResultsFolder;
  /** What reports are called. */
  readonly title: string;
}

/** What every command takes. */
export const COMMON_OPTIONS = {
  results: { type: "string" },
  config: { type: "string" },
  title: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** Options first, then the configuration, then what is usual. */
export async function readSettings({ values }: GivenOptions, { cwd }: Terminal): Promise<Settings> {
  const { config, folder } = await loadConfig({ cwd, path: readText(values["config"]) });
  const given = readText(values["results"]);
  const path = given === undefined ? resolve(folder, config.results ?? ".supertester") : resolve(cwd, given);
  const title = readText(values["title"]) ?? config.title ?? cwd.split(/[/\\]/).findLast((part) => part !== "") ??
    "Tests";
  return { config, results: new ResultsFolder(path, config.keep), title };
}

/** Forms of a report, as the user named them. */
export function readFormats(names: readonly string[]): ReportFormat[] {
  return [...new Set(names)].map((name) => {
    const format = REPORT_FORMATS.find((format) => format === name);
    if (format !== undefined) return format;
    throw new ArgumentError("write a report", { rule: `its form is one of ${REPORT_FORMATS.join(", ")}`, value: name });
  });
}
