import { ArgumentError } from "@superlearner/otp";
import { isPlainObject } from "../limits/check_options.ts";
import type { GrantedPermissions } from "./granting.ts";
import { PERMISSION_NAMES } from "./permissions.ts";

/** Gives permissions back if they have the form of those that were granted. @throws {ArgumentError} If not. */
export function checkGranted(action: string, granted: GrantedPermissions): GrantedPermissions {
  const isGrant = isPlainObject(granted) && Array.isArray(granted.warnings) &&
    PERMISSION_NAMES.every((name) => granted[name] === "all" || Array.isArray(granted[name]));
  if (isGrant) return granted;
  throw new ArgumentError(action, { rule: "permissions are what grantPermissions() has given", value: granted });
}
