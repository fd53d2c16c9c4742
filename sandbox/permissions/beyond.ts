import { checkGranted } from "./check_granted.ts";
import type { GrantedPermissions } from "./granting.ts";
import type { GrantedProgram } from "./granted_programs.ts";
import type { ImportHost } from "./import_hosts.ts";
import { type GrantedPath, isInside } from "./paths.ts";
import { PERMISSION_NAMES } from "./permissions.ts";

const ACTION = "compare permissions";

type Item = string | ImportHost | GrantedPath | GrantedProgram;

/**
 * What one grant holds beyond another; frozen, and without warnings but those of what is beyond. A directory holds what is in
 * it, a host all its ports.
 *
 * @throws {ArgumentError} If one of them was not granted.
 */
export function permissionsBeyond(wanted: GrantedPermissions, held: GrantedPermissions): GrantedPermissions {
  for (const each of [wanted, held]) checkGranted(ACTION, each);
  const beyond = Object.fromEntries(PERMISSION_NAMES.map((name) => {
    const [some, have] = [wanted[name], held[name]];
    if (have === "all") return [name, []];
    if (some === "all") return [name, "all"];
    const items: readonly Item[] = some;
    return [name, items.filter((item) => !(have as readonly Item[]).some((one) => holds(one, item)))];
  }));
  return withWarnings(beyond, wanted);
}

/**
 * What of one grant is also held by another: items of it that lie in the other, or all of the other where it is everything.
 *
 * @throws {ArgumentError} If one of them was not granted.
 */
export function permissionsWithin(wanted: GrantedPermissions, held: GrantedPermissions): GrantedPermissions {
  for (const each of [wanted, held]) checkGranted(ACTION, each);
  const within = Object.fromEntries(PERMISSION_NAMES.map((name) => {
    const [some, have] = [wanted[name], held[name]];
    if (some === "all" || have === "all") return [name, some === "all" ? have : some];
    const items: readonly Item[] = some;
    return [name, items.filter((item) => (have as readonly Item[]).some((one) => holds(one, item)))];
  }));
  return withWarnings(within, wanted);
}

/** Whether there is nothing in a grant. @throws {ArgumentError} If it is none. */
export function isNothing(granted: GrantedPermissions): boolean {
  checkGranted(ACTION, granted);
  return PERMISSION_NAMES.every((name) => granted[name].length === 0);
}

/** Of the warnings those that are still about something: each begins with the name of its permission. */
function withWarnings(
  part: { readonly [name: string]: unknown },
  { warnings }: GrantedPermissions,
): GrantedPermissions {
  const granted = part as unknown as GrantedPermissions;
  const about = PERMISSION_NAMES.filter((name) => granted[name].length > 0);
  return Object.freeze({
    ...granted,
    warnings: warnings.filter((warning) => about.some((name) => warning.startsWith(`${name} `))),
  });
}

function holds(held: Item, wanted: Item): boolean {
  if (typeof held === "string" || typeof wanted === "string") return held === wanted;
  if ("host" in held) {
    return "host" in wanted && held.host === wanted.host && held.protocol === wanted.protocol &&
      (held.port === undefined || held.port === wanted.port);
  }
  if ("host" in wanted) return false;
  if ("path" in held) return "path" in wanted && held.path === wanted.path && held.real === wanted.real;
  return !("path" in wanted) && isInside(wanted.real, held.real);
}
