import { checkIsolation } from "../host/check_isolation.ts";
import { checkLimits, type Isolation, type Limits, type SharedIsolation } from "../limits/limits.ts";
import { isPlainObject } from "../limits/check_options.ts";
import { deepFreeze } from "../limits/deep_freeze.ts";
import { type ProfileName, profileOf } from "../limits/profiles.ts";
import { checkPermissions, type Permissions } from "../permissions/permissions.ts";
import { type ManifestProblem, PluginError, problemOf } from "./plugin_error.ts";

/** What a plugin says of itself: who it is, what it wants, what it hears of. Whoever installs it decides. */
export interface PluginManifest {
  /** What it is called: small letters, digits and `-`, at most 40. */
  readonly name: string;
  /** Its version: `"1.2.0"`, `"2.0.0-beta.1"`. */
  readonly version: string;
  /** The module that is started, by its path among its files: `"main.ts"`. */
  readonly entry: string;
  /** The version of the program's hooks that it was written for: `"1.0"`. */
  readonly api: string;
  /** What it is for, in a line. @default {""} */
  readonly description: string;
  /** What it asks to be allowed. @default {"none"} */
  readonly permissions: Permissions;
  /** The limits that it wants to begin with. @default {"balanced"} */
  readonly profile: ProfileName;
  /** Limits that differ from the profile's. @default {{}} */
  readonly limits: Partial<Limits>;
  /**
   * The wall that it wants; `{ shared: "name" }` is the process of all sandboxes of the host that say the same, other plugins or
   * not: they end together.
   *
   * @default {that of the profile}
   */
  readonly isolation?: Isolation | SharedIsolation;
  /**
   * The hooks that it listens to; its entry exports a function of the same name for each, or it is not installed.
   *
   * @default {[]}
   */
  readonly hooks: readonly string[];
}

/** The longest text of a manifest. */
const LONGEST = 64 * 1024;
const READ = "read a manifest";

type Check = (value: unknown) => string | undefined;
const matching = (pattern: RegExp, rule: string): Check => (value) =>
  typeof value === "string" && pattern.test(value) ? undefined : rule;

const REQUIRED: Readonly<Record<string, Check>> = {
  name: matching(/^[a-z][a-z0-9-]{0,39}$/, "is made of small letters, digits and -, and begins with a letter"),
  version: matching(/^\d{1,6}\.\d{1,6}\.\d{1,6}(?:-[0-9a-z.-]{1,40})?$/, 'is written "1.2.0"'),
  entry: matching(/^\/?[\w-]+(?:[./][\w-]+)*\.[cm]?[jt]s$/, "is the path of a module among the plugin's files"),
  api: matching(/^\d{1,6}\.\d{1,6}$/, 'is written "1.0"'),
};

const OPTIONAL: Readonly<Record<string, Check>> = {
  description: (value) => typeof value === "string" && value.length <= 500 ? undefined : "is a text of at most 500",
  permissions: (value) => thrown(() => checkPermissions(value as Permissions)),
  profile: (value) => thrown(() => profileOf(value as ProfileName)),
  limits: (value) => thrown(() => checkLimits(value as Partial<Limits>)),
  isolation: (value) => thrown(() => checkIsolation("choose a wall", value)),
  hooks: (value) => isHookList(value) ? undefined : "is a list of names of functions, each once",
};

function isHookList(value: unknown): boolean {
  if (!Array.isArray(value) || new Set(value).size !== value.length || value.length > 1_000) return false;
  return value.every((name) => typeof name === "string" && /^[A-Za-z]\w{0,63}$/.test(name));
}

const ELSEWHERE = "is not right: ";

/** What a check of another part says, as a rule; it says what it got as well. */
function thrown(check: () => unknown): string | undefined {
  try {
    check();
  } catch (error) {
    return `${ELSEWHERE}${error instanceof Error ? error.message : error}`;
  }
  return undefined;
}

/** What in a manifest breaks a rule; empty where nothing does. */
export function manifestProblems(value: unknown): ManifestProblem[] {
  if (!isPlainObject(value)) return [problemOf("", "is an object", value)];
  const problems: ManifestProblem[] = [];
  const look = (field: string, check: Check) => {
    const rule = check(value[field]);
    if (rule === undefined) return;
    problems.push(rule.startsWith(ELSEWHERE) ? { field, rule } : problemOf(field, rule, value[field]));
  };
  for (const [field, check] of Object.entries(REQUIRED)) look(field, check);
  for (const [field, check] of Object.entries(OPTIONAL)) if (Object.hasOwn(value, field)) look(field, check);
  for (const field of Object.keys(value)) {
    if (Object.hasOwn(REQUIRED, field) || Object.hasOwn(OPTIONAL, field)) continue;
    problems.push({ field, rule: "is no field of a manifest" });
  }
  return problems;
}

/**
 * A manifest that is right, whole, a copy of its own and frozen.
 *
 * @throws {PluginError} `invalid_manifest`, with everything that is wrong with it.
 */
export function checkManifest(value: unknown): PluginManifest {
  const problems = manifestProblems(value);
  if (problems.length > 0) throw new PluginError(READ, { kind: "invalid_manifest", problems });
  const whole = {
    description: "",
    permissions: "none",
    profile: "balanced",
    limits: {},
    hooks: [],
    ...structuredClone(value as Record<string, unknown>),
  };
  return deepFreeze(whole as unknown as PluginManifest);
}

/**
 * Reads the text of a manifest: JSON, at most 64 KiB.
 *
 * @throws {PluginError} `invalid_manifest`.
 */
export function parseManifest(text: string): PluginManifest {
  const refuse = (rule: string) => new PluginError(READ, { kind: "invalid_manifest", problems: [{ field: "", rule }] });
  if (typeof text !== "string") {
    throw new PluginError(READ, { kind: "invalid_manifest", problems: [problemOf("", "is a text", text)] });
  }
  if (text.length > LONGEST) throw refuse(`is at most ${LONGEST} characters long`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse(`is JSON: ${error instanceof Error ? error.message : error}`);
  }
  return checkManifest(value);
}
