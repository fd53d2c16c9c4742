import type { HostAccess } from "./host_access.ts";

/** A program that was granted. */
export interface GrantedProgram {
  /** As it was asked for, by name or path: what the guest calls it. */
  readonly asked: string;
  /** Where it was found. This is what is run: many a program does what its name says, and shares its file with others. */
  readonly path: string;
  /** Where that leads once its links are followed. */
  readonly real: string;
}

/** What is asked of the host to find a program. */
export type ProgramAccess = Pick<HostAccess, "realPath" | "program">;

/**
 * The path to run where a guest names a program, if it was granted: by the name or the path that it was granted by, or by its
 * real path. A link that leads elsewhere than when it was granted is not followed.
 */
export function grantedProgram(
  name: string,
  granted: "all" | readonly GrantedProgram[],
  host: ProgramAccess,
): string | undefined {
  if (typeof name !== "string" || name === "" || name.includes("\0")) return undefined;
  if (granted === "all") return host.program(name);
  const found = granted.find(({ asked, path }) => name === asked || name === path) ??
    granted.find(({ real }) => name === real);
  return found !== undefined && realPathOf(found.path, host) === found.real ? found.path : undefined;
}

function realPathOf(path: string, host: ProgramAccess): string | undefined {
  try {
    return host.realPath(path);
  } catch {
    return undefined;
  }
}
