import { ArgumentError } from "@superlearner/otp";
import { checkKnownOptions } from "../limits/check_options.ts";
import { checkDoes, checkTexts } from "../limits/check_values.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { checkGranted } from "./check_granted.ts";
import type { GrantedPermissions } from "./granting.ts";
import { grantedProgram } from "./granted_programs.ts";
import { denoHost, type HostAccess } from "./host_access.ts";
import { isGrantedImport } from "./import_hosts.ts";
import { hostOfUrl, isGrantedHost, netHostText, parseNetHost } from "./net_hosts.ts";
import { grantedPath } from "./paths.ts";
import { PERMISSION_NAMES, type PermissionName } from "./permissions.ts";

/** What {@linkcode Grants} may be told. */
export interface GrantsOptions {
  /**
   * Who follows links, and finds programs.
   *
   * @default {this program}
   */
  readonly host?: Pick<HostAccess, "realPath" | "isLink" | "program">;
}

const ACTION = "decide what was granted";
const OF_DEMAND: Readonly<Record<keyof Demand, true>> = { permission: true, target: true, from: true };

/**
 * Decides for a guest what was granted to it, each time it asks. Nothing here opens, connects or reads a file's content; who
 * does uses what `pathFor` gives back, never the guest's own words.
 *
 * Each `allows…` only answers; {@linkcode Grants.demand} refuses, in words that are the same whether what was asked for
 * exists or not, and name nothing that the guest did not name itself.
 *
 * What a link leads to is looked at when the guest asks. A guest has no way to make links; another program of the host that
 * swaps one between the answer and the opening is not seen here.
 */
export class Grants {
  /** What was granted. */
  readonly granted: GrantedPermissions;
  readonly #host: Pick<HostAccess, "realPath" | "isLink" | "program">;

  /** Decides by what was granted. @throws {ArgumentError} If it was not granted, or an option is none. */
  constructor(granted: GrantedPermissions, options: GrantsOptions = {}) {
    const { host = denoHost } = checkKnownOptions(ACTION, options, { host: true });
    checkDoes(ACTION, { host }, "a HostAccess", "realPath", "isLink", "program");
    this.granted = checkGranted(ACTION, granted);
    this.#host = host;
  }

  /**
   * The path to open where the guest says `path`, its links followed; `undefined` where it is not granted.
   *
   * @throws {ArgumentError} If no path is for that.
   */
  pathFor(name: "read" | "write" | "ffi", path: string): string | undefined {
    if (name !== "read" && name !== "write" && name !== "ffi") {
      throw new ArgumentError(ACTION, { rule: "a path is for read, write or ffi", value: name });
    }
    return grantedPath(path, this.granted[name], this.#host);
  }

  /** Whether a file may be read. */
  allowsRead(path: string): boolean {
    return this.pathFor("read", path) !== undefined;
  }

  /** Whether a file may be written. */
  allowsWrite(path: string): boolean {
    return this.pathFor("write", path) !== undefined;
  }

  /** Whether a host may be talked to at a port, by the name or address that is meant to be used. */
  allowsNet(host: string, port: number): boolean {
    return isGrantedHost(host, port, this.granted.net);
  }

  /** Whether a URL of `http`, `https`, `ws` or `wss` leads to a host that may be talked to. */
  allowsUrl(url: string | URL): boolean {
    const to = hostOfUrl(url);
    return to !== undefined && this.allowsNet(to.host, to.port);
  }

  /** Whether a variable of the environment may be read. */
  allowsEnv(name: string): boolean {
    return isListed(name, this.granted.env);
  }

  /** Whether the guest may be told something of the machine. */
  allowsSys(kind: string): boolean {
    return isListed(kind, this.granted.sys);
  }

  /** The path to run where the guest names a program; `undefined` where it is not granted. */
  programFor(name: string): string | undefined {
    return grantedProgram(name, this.granted.run, this.#host);
  }

  /** Whether a program may be run, by the name or path that it was granted by, or its real path. */
  allowsRun(name: string): boolean {
    return this.programFor(name) !== undefined;
  }

  /** Whether a native library may be loaded. */
  allowsFfi(path: string): boolean {
    return this.pathFor("ffi", path) !== undefined;
  }

  /** Whether code may be imported by a specifier: of a granted host and by `https:`, or by `http:` where that was granted. */
  allowsImport(specifier: string): boolean {
    return isGrantedImport(specifier, this.granted.import);
  }

  /**
   * What is to be used where the guest names `target`: for a path the real one, for a program its path, for a host its plain form with the port, for
   * a URL its plain form, for all else the target itself. A host is named with its port, or by a URL.
   *
   * @throws {SandboxError} `permission_denied` (`import_denied` for `import`) if it was not granted.
   * @throws {ArgumentError} If it is nothing that can be granted.
   */
  demand(action: string, demand: Demand): string {
    const { permission, target, from = "the guest" } = checkKnownOptions(ACTION, demand, OF_DEMAND);
    if (!PERMISSION_NAMES.includes(permission)) {
      throw new ArgumentError(ACTION, {
        rule: `a permission is one of ${PERMISSION_NAMES.join(", ")}`,
        value: permission,
      });
    }
    checkTexts(ACTION, { action: action ?? null, target: target ?? null, from });
    const use = this.#use(permission, target);
    if (use !== undefined) return use;
    throw new SandboxError(
      action,
      permission === "import"
        ? { kind: "import_denied", specifier: target, from }
        : { kind: "permission_denied", permission, target },
    );
  }

  #use(permission: PermissionName, target: string): string | undefined {
    switch (permission) {
      case "read":
      case "write":
      case "ffi":
        return this.pathFor(permission, target);
      case "net":
        return this.#netUse(target);
      case "run":
        return this.programFor(target);
      case "env":
      case "sys":
        return isListed(target, this.granted[permission]) ? target : undefined;
      case "import":
        return this.allowsImport(target) ? target : undefined;
    }
  }

  /** What was looked at, not the guest's words: another reader of those might find another host in them. */
  #netUse(target: string): string | undefined {
    if (target.includes("://")) return this.allowsUrl(target) ? new URL(target).href : undefined;
    const to = parseNetHost(target);
    return to?.port !== undefined && this.allowsNet(to.host, to.port) ? netHostText(to) : undefined;
  }
}

/** What a guest wants. */
export interface Demand {
  /** The permission that it takes. */
  readonly permission: PermissionName;
  /** For what, in the guest's own words. */
  readonly target: string;
  /**
   * The module that imports, for errors.
   *
   * @default {"the guest"}
   */
  readonly from?: string;
}

function isListed(name: string, granted: "all" | readonly string[]): boolean {
  return typeof name === "string" && name !== "" && (granted === "all" || granted.includes(name));
}
