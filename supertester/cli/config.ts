import { ArgumentError } from "@superlearner/otp";
import { z } from "zod";

/** The configuration, as `supertester.json` may hold it. Every part may be left out. */
export interface SupertesterConfig {
  /** The schema, for editors. */
  readonly $schema?: string;
  /** What reports are called. @default the name of the folder */
  readonly title?: string;
  /** The folder of results, seen from the file. @default {".supertester"} */
  readonly results?: string;
  /** How tests are run. */
  readonly test?: TestConfig;
  /** What is kept of earlier runs. */
  readonly keep?: KeepConfig;
  /** Annotations and a job summary on GitHub. @default {"auto"} */
  readonly github?: "auto" | "always" | "never";
}

/** How tests are run. */
export interface TestConfig {
  /** Arguments for `deno test`, such as `["--allow-read", "--doc"]`. @default {[]} */
  readonly args?: readonly string[];
  /** How many times. @default {1} */
  readonly repeat?: number;
  /** Whether in another order each time. @default {false} */
  readonly shuffle?: boolean;
  /** Whether several files at the same time. @default {false} */
  readonly parallel?: boolean;
  /** Whether a result that did not pass, in a test that passed, fails the run. @default {true} */
  readonly gate?: boolean;
  /** Forms of the report that are written after a run: `html`, `json`, `junit`, `markdown`. @default {[]} */
  readonly report?: readonly ReportFormat[];
}

/** What is kept of earlier runs. */
export interface KeepConfig {
  /** How many sessions with all their files. @default {20} */
  readonly sessions?: number;
  /** How many runs in the history of tests. @default {500} */
  readonly historyRuns?: number;
}

/** A form in which a report can be written. */
export type ReportFormat = "html" | "json" | "junit" | "markdown";

/** The forms in which a report can be written. */
export const REPORT_FORMATS: readonly ReportFormat[] = ["html", "json", "junit", "markdown"];

const text = (what: string) => z.string().min(1).describe(what);
const whole = (what: string) => z.number().int().min(1).describe(what);
const format = z.enum(["html", "json", "junit", "markdown"]);
const part = z.exactOptional;

const schema = z.strictObject({
  $schema: part(z.string().describe("This schema.")),
  title: part(text("What reports are called. Default: the name of the folder.")),
  results: part(text("The folder of results, seen from this file. Default: .supertester")),
  test: part(
    z.strictObject({
      args: part(z.array(z.string()).describe("Arguments for deno test, such as --allow-read.")),
      repeat: part(whole("How many times the tests are run. Default: 1")),
      shuffle: part(z.boolean().describe("Run tests in another order each time. Default: false")),
      parallel: part(z.boolean().describe("Run several files at the same time. Default: false")),
      gate: part(
        z.boolean().describe("Whether a result that did not pass, in a test that passed, fails the run. Default: true"),
      ),
      report: part(z.array(format).describe("Forms of the report that are written after a run.")),
    }).describe("How tests are run."),
  ),
  keep: part(
    z.strictObject({
      sessions: part(whole("How many sessions are kept with all their files. Default: 20")),
      historyRuns: part(whole("How many runs the history of tests keeps. Default: 500")),
    }).describe("What is kept of earlier runs."),
  ),
  github: part(
    z.enum(["auto", "always", "never"]).describe(
      "Annotations and a job summary on GitHub. Default: auto, which means in a job of GitHub Actions.",
    ),
  ),
}).meta({ title: "supertester.json", description: "The configuration of supertester." });

/**
 * Checks what a configuration file holds.
 *
 * @throws {ArgumentError} If it is no JSON, or breaks the schema; says where and what is allowed there.
 */
export function parseConfig(json: string, path: string): SupertesterConfig {
  const action = `use the configuration ${path}`;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new ArgumentError(action, { rule: `it is JSON (${error instanceof Error ? error.message : error})` });
  }
  const { data, error } = schema.safeParse(value);
  if (data) return data satisfies SupertesterConfig;
  throw new ArgumentError(action, { rule: error.issues.map((issue) => describeIssue(issue, value)).join("; ") });
}

/** Reads the configuration: the file that is named, or `supertester.json` in the folder if there is one. */
export async function loadConfig(
  { cwd, path }: { readonly cwd: string; readonly path?: string | undefined },
): Promise<{ readonly config: SupertesterConfig; readonly folder: string }> {
  const file = resolve(cwd, path ?? "supertester.json");
  const folder = file.replace(/[/\\][^/\\]*$/, "");
  try {
    return { config: parseConfig(await Deno.readTextFile(file), path ?? "supertester.json"), folder };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    if (path === undefined) return { config: {}, folder: cwd };
    throw new ArgumentError("read the configuration", { rule: "the file exists", value: path });
  }
}

/** The schema of the configuration as JSON, for editors. */
export function configSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`;
}

/** A path seen from a folder. */
export function resolve(folder: string, path: string): string {
  return /^(?:[/\\]|[A-Za-z]:[/\\])/.test(path) ? path : `${folder}/${path}`;
}

function describeIssue(issue: z.core.$ZodIssue, value: unknown): string {
  const at = issue.path.length === 0 ? "the file" : issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const known = Object.keys(shapeAt(issue.path)).filter((key) => key !== "$schema");
    return `${at} has the keys ${known.join(", ")} only, got ${issue.keys.map((key) => `"${key}"`).join(", ")}`;
  }
  const found = issue.path.reduce<unknown>(
    (part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  return `${at}: ${issue.message.replace(/^./, (first) => first.toLowerCase())}, got ${JSON.stringify(found)}`;
}

function shapeAt(path: readonly PropertyKey[]): object {
  const [first] = path;
  const inner = first === undefined ? schema : schema.shape[first as "test" | "keep"].unwrap();
  return inner.shape;
}
