import { ArgumentError } from "@superlearner/otp";
import { checkActor } from "./acting.ts";
import { checkIsolation } from "./check_isolation.ts";
import { isNodeName } from "./node_name.ts";
import { checkKnownOptions, isPlainObject } from "../limits/check_options.ts";
import { checkLimits, type Isolation, type Limits, type SharedIsolation } from "../limits/limits.ts";
import { type ProfileName, profileOf } from "../limits/profiles.ts";
import type { Permissions } from "../permissions/permissions.ts";
import type { OutputLine } from "./life_options.ts";

/** Where the code of a sandbox comes from. */
export type SandboxSource =
  /** The texts of its modules, by path: `{ "/main.ts": "…" }`. */
  | { readonly files: Readonly<Record<string, string | Uint8Array>> }
  /** A directory; its modules are read when the sandbox is created. */
  | { readonly dir: string | URL }
  /** One module, without others beside it. */
  | { readonly module: string | URL }
  /**
   * JavaScript that was compiled before and is taken as it is, by path; and by bare name (`"@me/api"`), what it may import
   * beside the runtime. Only what `compile` has made of it has an `import()`. It is reloaded by `{ modules }` alone.
   */
  | { readonly modules: Readonly<Record<string, string>> };

/** How a sandbox is made. */
export interface SandboxOptions {
  /**
   * Its name, by letters, digits, `_ @ . -`: it stands in the pids of its processes, `<plugin.3.0>`. Unique in its host's
   * System.
   */
  readonly name: string;
  /** Its code. */
  readonly source: SandboxSource;
  /** The path of the module that is started. @default {"/main.ts"}, or `/main.js` or the only one that there is */
  readonly entry?: string;
  /** Where it lives: in a worker, in a process, or in one that it shares. @default that of the profile: {"worker"} */
  readonly isolation?: Isolation | SharedIsolation;
  /** What it may do. @default {"none"} */
  readonly permissions?: Permissions;
  /** The limits to begin with. @default {"balanced"} */
  readonly profile?: ProfileName;
  /** Limits that differ from the profile's. @default {{}} */
  readonly limits?: Partial<Limits>;
  /**
   * Whether it is started again when it ends: always, after a crash, or never. More than 3 restarts in 5 s, and it stays
   * down.
   *
   * @default {"temporary"}
   */
  readonly restart?: "permanent" | "transient" | "temporary";
  /**
   * Whether types are checked before code is loaded, at each reload as well, and what is wrong with them is `compile_failed`: it
   * takes seconds, in which no other sandbox of the host is compiled. Not of `modules`, which have none.
   *
   * @default {false}
   */
  readonly check?: boolean;
  /** The seed of its chance, for a run that can be repeated. @default the machine's chance */
  readonly seed?: number;
  /** Called with each line it prints; what it throws is a warning of the System. @default the last ones are kept: `sandbox.output` */
  readonly printed?: (line: OutputLine) => void;
  /**
   * After how many reloads its realm is replaced by a new one, with the states of the servers that have names: what versions leave
   * behind is never freed altogether. Processes have other pids then.
   *
   * @default {100}
   */
  readonly renewAfter?: number;
  /** Who wants it, for the history and the audit log. @default {"host"} */
  readonly by?: string;
  /** Ends the creation. */
  readonly signal?: AbortSignal;
}

const RESTARTS: readonly unknown[] = ["permanent", "transient", "temporary"];
const ACTION = "create a sandbox";

const KNOWN: Readonly<Record<keyof SandboxOptions, true>> = {
  name: true,
  source: true,
  entry: true,
  isolation: true,
  permissions: true,
  profile: true,
  limits: true,
  restart: true,
  check: true,
  seed: true,
  printed: true,
  renewAfter: true,
  by: true,
  signal: true,
};

/** Gives options back if they have the right form, and nothing else beside. @throws {ArgumentError} If not. */
export function checkSandboxOptions(options: SandboxOptions): SandboxOptions {
  const { name, source, isolation = "worker", restart = "temporary", entry = "/main.ts", seed = 0, renewAfter = 100 } =
    checkKnownOptions(ACTION, options, KNOWN);
  const { check = false, profile = "balanced", limits = {}, printed, by, signal } = options;
  if (!isNodeName(name)) refuse("a sandbox is named by letters, digits, _ @ . and -", name);
  checkIsolation(ACTION, isolation);
  if (!RESTARTS.includes(restart)) refuse(`restart is one of ${RESTARTS.join(", ")}`, restart);
  if (typeof entry !== "string") refuse("entry is a path", entry);
  if (!(Number.isSafeInteger(renewAfter) || renewAfter === Infinity) || renewAfter < 1) {
    refuse("renewAfter is a whole number from 1 up, or Infinity", renewAfter);
  }
  if (typeof check !== "boolean") refuse("check is true or false", check);
  if (!Number.isFinite(seed)) refuse("seed is a number", seed);
  profileOf(profile);
  checkLimits(limits);
  if (printed !== undefined && typeof printed !== "function") refuse("printed is a function", printed);
  if (signal !== undefined && !(signal instanceof AbortSignal)) refuse("signal is an AbortSignal", signal);
  checkActor(ACTION, by);
  checkSource(source);
  return options;
}

function checkSource(source: unknown): void {
  const entries = isPlainObject(source) ? Object.entries(source) : [];
  const [kind, value] = entries.length === 1 ? entries[0]! : [];
  switch (kind) {
    case "files":
    case "modules":
      if (!isPlainObject(value) || value instanceof Map) refuse(`${kind} of a source are texts by path`, value);
      return;
    case "dir":
    case "module":
      if (value instanceof URL ? value.protocol === "file:" : typeof value === "string" && value !== "") return;
      return refuse(`${kind} of a source is a path, or a URL of the form file:`, value);
  }
  refuse("source is one of { files }, { dir }, { module }, { modules }", source);
}

function refuse(rule: string, value: unknown): never {
  throw new ArgumentError(ACTION, { rule, value });
}
