import { ArgumentError } from "@superlearner/otp";
import { isPlainObject } from "../limits/check_options.ts";
import { checkDoes } from "../limits/check_values.ts";
import type { GrantedPermissions } from "./granting.ts";
import { PERMISSION_NAMES } from "./permissions.ts";

/** Gives permissions back if they have the form of those that were granted. @throws {ArgumentError} If not. */
export function checkGranted(action: string, granted: GrantedPermissions): GrantedPermissions {
  const isGrant = isPlainObject(granted) && Array.isArray(granted.warnings) &&
    PERMISSION_NAMES.every((name) => granted[name] === "all" || Array.isArray(granted[name]));
  if (isGrant) return granted;
  throw new ArgumentError(action, { rule: "permissions are what grantPermissions() has given", value: granted });
}

/** Sees that what a host is asked by can be asked, if it was given. @throws {ArgumentError} If not. */
export function checkHostAccess(action: string, host: unknown): void {
  checkDoes(action, { host }, "a HostAccess", "has", "realPath", "isLink", "cwd", "program", "lifelines");
}
