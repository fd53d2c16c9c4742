import { ArgumentError } from "@superlearner/otp";
import { checkKnownOptions } from "../limits/check_options.ts";
import { checkTextLists } from "../limits/check_values.ts";
import { deepFreeze } from "../limits/deep_freeze.ts";
import { checkHostAccess } from "./check_granted.ts";
import { denoHost, type HostAccess } from "./host_access.ts";
import type { GrantedProgram } from "./granted_programs.ts";
import { type ImportHost, parseImportHost } from "./import_hosts.ts";
import { type NetHost, netHostText, parseNetHost } from "./net_hosts.ts";
import { isSysKind, SYS_KINDS } from "./sys_kinds.ts";
import { followPath, type GrantedPath, isInside, isSpecial } from "./paths.ts";
import {
  checkPermissions,
  GRANT_ACTION,
  type PermissionAsks,
  type PermissionName,
  type Permissions,
} from "./permissions.ts";
import { resolve } from "node:path";

/** What was granted: plain data, in one form however it was asked for. Frozen. */
export interface GrantedPermissions {
  /** Files and directories to read. */
  readonly read: "all" | readonly GrantedPath[];
  /** Files and directories to write. */
  readonly write: "all" | readonly GrantedPath[];
  /** Hosts to talk to. */
  readonly net: "all" | readonly NetHost[];
  /** Variables of the environment. */
  readonly env: "all" | readonly string[];
  /** Programs to run. */
  readonly run: "all" | readonly GrantedProgram[];
  /** What of the machine. */
  readonly sys: "all" | readonly string[];
  /** Native libraries to load, as files or the directories that they are in. */
  readonly ffi: "all" | readonly GrantedPath[];
  /** Hosts to import code from. */
  readonly import: "all" | readonly ImportHost[];
  /** What whoever grants this should know, for people. */
  readonly warnings: readonly string[];
}

/** What {@linkcode grantPermissions} may be told. */
export interface GrantOptions {
  /**
   * The host whose permissions are the most that can be granted.
   *
   * @default {this program}
   */
  readonly host?: HostAccess;
  /**
   * Paths where nobody may be allowed to write, beside what `run` names, the program that runs, its main module and the
   * cache of modules: those of the sandbox, and the program's other ones, which nobody else can name.
   *
   * @default {[]}
   */
  readonly keep?: readonly string[];
}

/** The grant of nothing. */
export const NO_PERMISSIONS: GrantedPermissions = deepFreeze({
  read: [],
  write: [],
  net: [],
  env: [],
  run: [],
  sys: [],
  ffi: [],
  import: [],
  warnings: [],
});

/**
 * Grants what is asked for, if the host has it itself: paths with their links followed, hosts and addresses in their one
 * plain form. Links and the working directory may change afterwards; what was granted does not.
 *
 * @throws {ArgumentError} If an option is none, the asks have not the right form, are wider than what the host has, or let the guest write where
 * a program, a library or a module lives that someone runs.
 */
export function grantPermissions(asked: Permissions, options: GrantOptions = {}): GrantedPermissions {
  checkGrantOptions(options);
  if (checkPermissions(asked) === "none") return NO_PERMISSIONS;
  const { host = denoHost, keep = [] } = options;
  const asks = asked as PermissionAsks;
  const list = <Item>(name: PermissionName, read: (text: string) => Item): "all" | readonly Item[] => {
    const ask = asks[name] ?? [];
    if (ask !== true) return ask.map(read);
    if (host.has(name)) return "all";
    throw wider(name);
  };
  const has = (name: PermissionName, what: string, text: string) => {
    if (!host.has(name, what)) throw wider(name, text);
  };
  const path = (name: PermissionName) => (text: string): GrantedPath => {
    const granted = toPath(name, text, host);
    has(name, granted.real, text);
    return granted;
  };
  const net =
    <Host extends NetHost>(name: PermissionName, parse: (text: string) => Host | undefined) => (text: string) => {
      const parsed = parse(text);
      if (parsed === undefined) {
        throw new ArgumentError(GRANT_ACTION, { rule: `${name} lists hosts, with a port or without`, value: text });
      }
      has(name, netHostText(parsed), text);
      return parsed;
    };
  const granted = {
    read: list("read", path("read")),
    write: list("write", path("write")),
    net: list("net", net("net", parseNetHost)),
    env: list("env", (text) => {
      if (text.includes("=")) {
        throw new ArgumentError(GRANT_ACTION, {
          rule: "env lists names of variables, in which there is no =",
          value: text,
        });
      }
      has("env", text, text);
      return text;
    }),
    run: list("run", (text) => {
      const program = toProgram(text, host);
      has("run", program.path, text);
      return program;
    }),
    sys: list("sys", (text) => {
      if (!isSysKind(text)) {
        throw new ArgumentError(GRANT_ACTION, { rule: `sys lists some of ${SYS_KINDS.join(", ")}`, value: text });
      }
      has("sys", text, text);
      return text;
    }),
    ffi: list("ffi", path("ffi")),
    import: list("import", net("import", parseImportHost)),
    warnings: [],
  } satisfies GrantedPermissions;
  keepSafe(granted, keep, host);
  return deepFreeze({ ...granted, warnings: warningsOf(granted) });
}

function checkGrantOptions(options: GrantOptions): void {
  const { host, keep } = checkKnownOptions(GRANT_ACTION, options, { host: true, keep: true });
  checkHostAccess(GRANT_ACTION, host);
  checkTextLists(GRANT_ACTION, { keep });
}

function wider(name: PermissionName, text?: string): ArgumentError {
  return new ArgumentError(GRANT_ACTION, {
    rule: "no more can be granted than the host has itself",
    value: text === undefined ? name : `${name} ${text}`,
  });
}

function toPath(name: PermissionName, text: string, host: HostAccess): GrantedPath {
  const asked = resolve(host.cwd(), text);
  const real = realPath(asked, text, host);
  if (isSpecial(asked) || isSpecial(real)) {
    throw new ArgumentError(GRANT_ACTION, {
      rule: `nothing in /proc, /dev or /sys is granted to ${name}`,
      value: text,
    });
  }
  return { asked, real };
}

function realPath(asked: string, text: string, host: HostAccess): string {
  let real: string | undefined;
  try {
    real = followPath(asked, host);
  } catch {
    throw new ArgumentError(GRANT_ACTION, { rule: "the host can follow the paths that it grants", value: text });
  }
  if (real !== undefined) return real;
  throw new ArgumentError(GRANT_ACTION, { rule: "a path that is granted is no link to nothing", value: text });
}

function toProgram(text: string, host: HostAccess): GrantedProgram {
  const path = host.program(text);
  if (path !== undefined) return { asked: text, path, real: realPath(path, text, host) };
  throw new ArgumentError(GRANT_ACTION, { rule: "run lists programs that the host finds", value: text });
}

/** Who may write where a program or a module lives may soon do what that one may. */
function keepSafe(granted: GrantedPermissions, keep: readonly string[], host: HostAccess): void {
  const { write, run, ffi } = granted;
  if (write === "all" || write.length === 0) return;
  const paths = [...host.lifelines(), ...keep].map((path) => whereItLives(resolve(host.cwd(), path), host));
  if (run !== "all") paths.push(...run.flatMap(({ path, real }) => [path, real]));
  if (ffi === "all") {
    const rule = "who loads every library writes nothing: it might be the next library";
    throw new ArgumentError(GRANT_ACTION, { rule, value: write.map(({ asked }) => asked) });
  }
  paths.push(...ffi.flatMap(({ asked, real }) => [asked, real]));
  for (const { asked, real } of write) {
    const inside = paths.find((path) => isInside(path, real) || isInside(real, path));
    if (inside === undefined) continue;
    const rule = `nobody writes where a program, library or module lives that is run (${inside})`;
    throw new ArgumentError(GRANT_ACTION, { rule, value: asked });
  }
}

/** A host that may not even look there can still name it. */
function whereItLives(path: string, host: HostAccess): string {
  try {
    return followPath(path, host) ?? path;
  } catch {
    return path;
  }
}

function warningsOf({ run, ffi, write }: GrantedPermissions): string[] {
  const warnings: string[] = [];
  if (run.length > 0) warnings.push("run = no wall: a program that the guest starts may do all that the host may");
  if (ffi.length > 0) warnings.push("ffi = no wall: native code that the guest calls may do all that the host may");
  if (write === "all") warnings.push("write = no wall: who writes everywhere can change what the host runs");
  return warnings;
}
