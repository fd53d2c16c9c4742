import type { GrantedPermissions } from "./granting.ts";
import type { NetHost } from "./net_hosts.ts";
import { type GrantedPath, isInside } from "./paths.ts";
import { PERMISSION_NAMES } from "./permissions.ts";

type Item = string | NetHost | GrantedPath;

/**
 * What one grant holds beyond another; frozen, and without warnings but those of what is beyond. A directory holds what is in
 * it, a host all its ports.
 */
export function permissionsBeyond(wanted: GrantedPermissions, held: GrantedPermissions): GrantedPermissions {
  const beyond = Object.fromEntries(PERMISSION_NAMES.map((name) => {
    const [some, have] = [wanted[name], held[name]];
    if (have === "all") return [name, []];
    if (some === "all") return [name, "all"];
    const items: readonly Item[] = some;
    return [name, items.filter((item) => !(have as readonly Item[]).some((one) => holds(one, item)))];
  }));
  const warnings = wanted.warnings.filter((warning) => (beyond[warning.split(" ", 1)[0] ?? ""]?.length ?? 0) > 0);
  return Object.freeze({ ...beyond, warnings }) as unknown as GrantedPermissions;
}

/** Whether there is nothing in a grant. */
export function isNothing(granted: GrantedPermissions): boolean {
  return PERMISSION_NAMES.every((name) => granted[name].length === 0);
}

function holds(held: Item, wanted: Item): boolean {
  if (typeof held === "string" || typeof wanted === "string") return held === wanted;
  if ("host" in held) {
    return "host" in wanted && held.host === wanted.host && (held.port === undefined || held.port === wanted.port);
  }
  return !("host" in wanted) && isInside(wanted.real, held.real);
}
