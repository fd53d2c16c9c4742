import { ArgumentError } from "@superlearner/otp";

/** The permissions there are, by Deno's names. */
export type PermissionName = "read" | "write" | "net" | "env" | "run" | "sys" | "ffi" | "import";

/** One permission as it is asked for: all of it, or what is listed. An empty list is nothing. */
export type PermissionAsk = true | readonly string[];

/**
 * What a sandbox asks to be allowed. What is not named is not allowed. `true` stands for all there is, and needs
 * `allowAll: true` beside it, so that nobody writes it in passing.
 */
export interface PermissionAsks {
  /** To read these files, and all in these directories. Relative ones are meant from where the host is now. */
  readonly read?: PermissionAsk;
  /** To write these files, and all in these directories; reading them is another permission. */
  readonly write?: PermissionAsk;
  /** To talk to these hosts: `"example.com"` at any port, `"example.com:443"`, `"10.0.0.7:80"`, `"[::1]:80"`. */
  readonly net?: PermissionAsk;
  /** To read these variables of the host's environment. */
  readonly env?: PermissionAsk;
  /**
   * To run these programs, by name or path, with any arguments. This is no wall: a program may do what the host may, and what a
   * guest tells it to.
   */
  readonly run?: PermissionAsk;
  /**
   * To be told this of the machine: `"hostname"`, `"osRelease"`, `"osUptime"`, `"loadavg"`, `"systemMemoryInfo"`,
   * `"networkInterfaces"`, `"uid"`, `"gid"`.
   */
  readonly sys?: PermissionAsk;
  /**
   * To load these native libraries, by their paths, or all in these directories. Each is loaded into a process of its own, held
   * as a program is: what it breaks there is not the host's. This is no wall: native code may do what the host may.
   */
  readonly ffi?: PermissionAsk;
  /**
   * To import code from these hosts: `"jsr.io:443"` (for `jsr:` as well), `"https://example.com/"`, over `https:`; over `http:` only where that is said,
   * `"http://127.0.0.1:8000/"`. The host fetches it when the sandbox is made.
   */
  readonly import?: PermissionAsk;
  /**
   * Says that `true` is meant where it stands.
   *
   * @default {false}
   */
  readonly allowAll?: boolean;
}

/** What a sandbox asks to be allowed: nothing, or what is listed. */
export type Permissions = "none" | PermissionAsks;

/** Each permission once, in the order they are printed in. */
export const PERMISSION_NAMES: readonly PermissionName[] = Object.freeze(
  ["read", "write", "net", "env", "run", "sys", "ffi", "import"] as const,
);

/** What all errors here say was attempted. */
export const GRANT_ACTION = "grant permissions";

/**
 * Gives permissions back if they have the right form. Whether the host has what they ask for is not looked at.
 *
 * @throws {ArgumentError} If not.
 */
export function checkPermissions(asked: Permissions): Permissions {
  if (asked === "none") return asked;
  if (typeof asked !== "object" || asked === null || Array.isArray(asked)) {
    throw new ArgumentError(GRANT_ACTION, { rule: 'permissions are "none" or an object', value: asked });
  }
  const { allowAll } = asked;
  if (allowAll !== undefined && typeof allowAll !== "boolean") {
    throw new ArgumentError(GRANT_ACTION, { rule: "allowAll is true or false", value: allowAll });
  }
  for (const [name, ask] of Object.entries(asked)) {
    if (name === "allowAll") continue;
    if (!(PERMISSION_NAMES as readonly string[]).includes(name)) {
      throw new ArgumentError(GRANT_ACTION, {
        rule: `a permission is one of ${PERMISSION_NAMES.join(", ")}`,
        value: name,
      });
    }
    checkAsk(name, ask, allowAll === true);
  }
  return asked;
}

/** What does not show: who reads what is asked for must see all of it. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/u;

function checkAsk(name: string, ask: unknown, allowAll: boolean): void {
  if (ask === true) {
    if (allowAll) return;
    throw new ArgumentError(GRANT_ACTION, { rule: `all of ${name} needs allowAll: true beside it`, value: ask });
  }
  if (!Array.isArray(ask)) {
    throw new ArgumentError(GRANT_ACTION, { rule: `${name} is true or a list of texts`, value: ask });
  }
  for (const each of ask) {
    if (typeof each === "string" && each.length > 0 && !HIDDEN.test(each)) continue;
    const rule = `what ${name} lists are texts with something in them and nothing hidden`;
    throw new ArgumentError(GRANT_ACTION, { rule, value: each });
  }
}
