import { ArgumentError } from "../processes/errors.ts";

/** One right: all of it, none, or what is listed. */
export type Right = boolean | readonly string[];

/** What a placed process may do, by Deno's names of rights. What is not named is not allowed. */
export interface PermissionList {
  /** To read files: all, or these paths. @default {false} */
  readonly read?: Right;
  /** To write files. @default {false} */
  readonly write?: Right;
  /** To use the network: all, or these hosts (`"example.com:443"`). @default {false} */
  readonly net?: Right;
  /** To read the environment: all, or these variables. @default {false} */
  readonly env?: Right;
  /** To run programs. @default {false} */
  readonly run?: Right;
  /** To load native libraries. @default {false} */
  readonly ffi?: Right;
  /** To ask about the machine. @default {false} */
  readonly sys?: Right;
  /** To import code from hosts. @default {false} */
  readonly import?: Right;
}

/** What a placed process may do: nothing, what is listed, or as much as the program that starts it. */
export type Permissions = "none" | "inherit" | PermissionList;

const RIGHTS = ["read", "write", "net", "env", "run", "ffi", "sys", "import"] as const;

type RightName = typeof RIGHTS[number];

/** Throws unless these are permissions. Paths are completed, since a subprocess reads them from elsewhere. */
export function checkPermissions(action: string, permissions: Permissions): Permissions {
  if (permissions === "none" || permissions === "inherit") return permissions;
  if (typeof permissions !== "object" || permissions === null) {
    throw new ArgumentError(action, {
      rule: 'permissions are "none", "inherit" or a list of rights',
      value: permissions,
    });
  }
  for (const [name, right] of Object.entries(permissions)) {
    if (!RIGHTS.includes(name as RightName)) {
      throw new ArgumentError(action, { rule: `a right is one of ${RIGHTS.join(", ")}`, value: name });
    }
    if (typeof right === "boolean" || Array.isArray(right) && right.every((each) => typeof each === "string")) continue;
    throw new ArgumentError(action, { rule: `the right ${name} is true, false or a list of texts`, value: right });
  }
  return permissions;
}

/** Asks whether this program has a right; by the name alone, or for one path, host, … */
export type HasRight = (name: RightName, what?: string) => boolean;

/** The field of a permission's description that names what it is for. */
const FIELDS: { readonly [Name in RightName]: string } = {
  read: "path",
  write: "path",
  net: "host",
  env: "variable",
  run: "command",
  ffi: "path",
  sys: "kind",
  import: "host",
};

/** What Deno says of this program's rights. */
export const hasRight: HasRight = (name, what) => {
  const described = { name, ...(what === undefined ? {} : { [FIELDS[name]]: what }) };
  return Deno.permissions.querySync(described as Deno.PermissionDescriptor).state === "granted";
};

/**
 * The flags that give a subprocess its rights.
 *
 * @throws {ArgumentError} If that were more than this program has. A subprocess could have any right, so nobody else checks.
 */
export function permissionFlags(permissions: Permissions, has: HasRight = hasRight): string[] {
  if (permissions === "none") return [];
  if (permissions === "inherit") return RIGHTS.filter((name) => has(name)).map((name) => `--allow-${name}`);
  const flags: string[] = [];
  for (const name of RIGHTS) {
    const right = permissions[name] ?? false;
    if (right === false || Array.isArray(right) && right.length === 0) continue;
    const wanted = right === true ? [undefined] : right as readonly string[];
    for (const each of wanted) {
      if (has(name) || (each !== undefined && has(name, each))) continue;
      throw new ArgumentError("place a process", {
        rule: "it may do no more than the program that starts it",
        value: each === undefined ? name : `${name} ${each}`,
      });
    }
    if (right === true) flags.push(`--allow-${name}`);
    else flags.push(`--allow-${name}=${(right as readonly string[]).map(escapeComma).join(",")}`);
  }
  return flags;
}

/** In a list of Deno's a comma is written twice. */
function escapeComma(text: string): string {
  return text.replaceAll(",", ",,");
}
