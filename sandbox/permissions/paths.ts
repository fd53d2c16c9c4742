import { basename, dirname, join, resolve } from "node:path";
import type { HostAccess } from "./host_access.ts";

/** What is asked of the host to follow a path. */
export type PathAccess = Pick<HostAccess, "realPath" | "isLink">;

/** A path that was granted. */
export interface GrantedPath {
  /** As it was asked for, made absolute: what the guest calls it. */
  readonly asked: string;
  /** Where it leads once its links are followed. */
  readonly real: string;
}

/** Files that are the system's own and lead to everything else. No list and no `true` holds them. */
const SPECIAL = ["/proc", "/dev", "/sys"];

/** Whether a path is a directory, or in it. Both are absolute, without `..` and without a separator at the end. */
export function isInside(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory.endsWith("/") ? directory : `${directory}/`);
}

/** Whether a path is one of the system's own. */
export function isSpecial(path: string): boolean {
  return SPECIAL.some((directory) => isInside(path, directory));
}

/**
 * Where an absolute path leads once its links are followed; what does not exist yet leads to where it would be made.
 * `undefined` where nobody can say: a link to nothing, above all, since who writes there makes what it leads to.
 */
export function followPath(path: string, host: PathAccess): string | undefined {
  const missing: string[] = [];
  let at = path;
  while (true) {
    const real = host.realPath(at);
    if (real !== undefined) return join(real, ...missing);
    if (host.isLink(at) || dirname(at) === at) return undefined;
    missing.unshift(basename(at));
    at = dirname(at);
  }
}

/**
 * The real path that a guest means, if it is granted. Outside of what was granted by name the disk is not touched, so
 * neither answer nor time tells what is there. A guest is nowhere: its relative paths are meant from `/`.
 */
export function grantedPath(
  path: string,
  granted: "all" | readonly GrantedPath[],
  host: PathAccess,
): string | undefined {
  if (typeof path !== "string" || path === "" || path.includes("\0")) return undefined;
  const named = resolve("/", path);
  if (isSpecial(named)) return undefined;
  if (granted !== "all" && !granted.some(({ asked, real }) => isInside(named, asked) || isInside(named, real))) {
    return undefined;
  }
  const real = follow(named, host);
  if (real === undefined || isSpecial(real)) return undefined;
  return granted === "all" || granted.some((one) => isInside(real, one.real)) ? real : undefined;
}

/** What the system refuses to follow is not granted. */
function follow(path: string, host: PathAccess): string | undefined {
  try {
    return followPath(path, host);
  } catch {
    return undefined;
  }
}
