import { delimiter, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { PermissionName } from "./permissions.ts";

/** What permissions need to know of the host. A seam: tests and other hosts have their own. */
export interface HostAccess {
  /** Whether the host itself has a permission whole, or for one path, host, …, with no exception in it. */
  has(name: PermissionName, what?: string): boolean;
  /** Where a path leads once its links are followed; `undefined` where nothing is. Throws what the system throws. */
  realPath(path: string): string | undefined;
  /** Whether there is a link at a path, wherever it leads. */
  isLink(path: string): boolean;
  /** Where relative paths are meant from. */
  cwd(): string;
  /** The path of a program, as a shell finds it; `undefined` if it finds none. */
  program(name: string): string | undefined;
  /** Paths of programs and modules that the host itself lives by, as far as it knows them: files and directories. */
  lifelines(): readonly string[];
}

const FIELDS: Readonly<Record<PermissionName, string>> = {
  read: "path",
  write: "path",
  net: "host",
  env: "variable",
  run: "command",
  sys: "kind",
  ffi: "path",
  import: "host",
};

/** This program, as Deno tells of it. */
export const denoHost: HostAccess = Object.freeze({
  has(name: PermissionName, what?: string): boolean {
    const described = { name, ...(what === undefined ? {} : { [FIELDS[name]]: what }) };
    try {
      const { state, partial } = Deno.permissions.querySync(described as Deno.PermissionDescriptor);
      return state === "granted" && !partial;
    } catch {
      // Deno does not know such a kind or host
      return false;
    }
  },
  realPath(path: string): string | undefined {
    try {
      return Deno.realPathSync(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  },
  isLink(path: string): boolean {
    try {
      return Deno.lstatSync(path).isSymlink;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return false;
      throw error;
    }
  },
  cwd: () => Deno.cwd(),
  program(name: string): string | undefined {
    if (isAbsolute(name) || name.includes("/")) return isProgram(resolve(name)) ? resolve(name) : undefined;
    if (!denoHost.has("env", "PATH")) return undefined;
    return (Deno.env.get("PATH") ?? "").split(delimiter).filter(isAbsolute).map((dir) => join(dir, name))
      .find(isProgram);
  },
  lifelines(): readonly string[] {
    const main = Deno.mainModule;
    return [Deno.execPath(), ...(main.startsWith("file:") ? [fileURLToPath(main)] : []), ...cacheDirectory()];
  },
});

/** Where Deno keeps the modules that it has loaded. */
function cacheDirectory(): string[] {
  const read = (name: string) => denoHost.has("env", name) ? Deno.env.get(name) : undefined;
  const own = read("DENO_DIR");
  if (own) return [resolve(own)];
  const home = read("HOME");
  const caches = read("XDG_CACHE_HOME") ??
    (home && (Deno.build.os === "darwin" ? join(home, "Library", "Caches") : join(home, ".cache")));
  return caches ? [join(caches, "deno")] : [];
}

function isProgram(path: string): boolean {
  try {
    const { isFile, mode } = Deno.statSync(path);
    return isFile && (mode === null || (mode & 0o111) !== 0);
  } catch {
    return false;
  }
}
