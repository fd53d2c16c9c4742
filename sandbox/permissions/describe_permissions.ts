import { checkGranted } from "./check_granted.ts";
import type { GrantedPermissions } from "./granting.ts";
import { type ImportHost, importHostText } from "./import_hosts.ts";
import type { GrantedPath } from "./paths.ts";
import { PERMISSION_NAMES, type PermissionName } from "./permissions.ts";

/** What a permission lets one do, and how all of it is called. */
const WORDS: Readonly<Record<PermissionName, readonly [what: string, all: string]>> = {
  read: ["read", "every file"],
  write: ["write", "every file"],
  net: ["talk to", "every host"],
  env: ["read the variable", "(all of the environment)"],
  run: ["run", "every program"],
  sys: ["be told of the machine its", "every property"],
  ffi: ["load the native library", "(every one)"],
  import: ["import code from", "every host"],
};

/** What was granted, each grant as a text that names it: `"read /data"`, `"talk to example.com:443"`. */
export function permissionLines(granted: GrantedPermissions): string[] {
  return PERMISSION_NAMES.flatMap((name) => {
    const [what, all] = WORDS[name];
    return textsOf(granted, name).map((text) => `${what} ${text === undefined ? all : text}`);
  });
}

/** What a permission lists, as texts; `undefined` stands for all. */
function textsOf(granted: GrantedPermissions, name: PermissionName): readonly (string | undefined)[] {
  const list: "all" | readonly (string | ImportHost | GrantedPath)[] = granted[name];
  if (list === "all") return [undefined];
  return list.map((item) => {
    if (typeof item === "string") return item;
    if ("host" in item) return importHostText(item);
    return item.asked === item.real ? item.real : `${item.asked} (which is ${item.real})`;
  });
}

/**
 * What was granted, for people, with what they should be warned of.
 *
 * @throws {ArgumentError} If it was not granted.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { describePermissions, NO_PERMISSIONS } from "@superlearner/sandbox";
 *
 * assertEquals(describePermissions(NO_PERMISSIONS), "It may do nothing outside of itself.");
 * ```
 */
export function describePermissions(granted: GrantedPermissions): string {
  const lines = permissionLines(checkGranted("describe permissions", granted));
  if (lines.length === 0) return "It may do nothing outside of itself.";
  return ["It may:", ...lines.map((line) => `  ${line}`), ...granted.warnings.map((one) => `Warning: ${one}`)].join(
    "\n",
  );
}
