import { checkGranted } from "./check_granted.ts";
import type { GrantedPermissions } from "./granting.ts";
import { type ImportHost, importHostText } from "./import_hosts.ts";
import type { GrantedPath } from "./paths.ts";
import { PERMISSION_NAMES, type PermissionAsk, type PermissionAsks } from "./permissions.ts";

/**
 * The permissions to ask for so that just this is granted, as long as links lead where they led.
 *
 * @throws {ArgumentError} If it was not granted.
 */
export function asksOf(granted: GrantedPermissions): PermissionAsks {
  checkGranted("ask for permissions", granted);
  const asks: [string, PermissionAsk][] = PERMISSION_NAMES.map((name) => {
    const list = granted[name];
    return [name, list === "all" ? true : list.map(textOf)];
  });
  const allowAll = asks.some(([, ask]) => ask === true);
  return {
    ...Object.fromEntries(asks.filter(([, ask]) => ask === true || ask.length > 0)),
    ...(allowAll && { allowAll }),
  };
}

function textOf(item: string | ImportHost | GrantedPath): string {
  if (typeof item === "string") return item;
  return "host" in item ? importHostText(item) : item.asked;
}
