import { fileURLToPath } from "node:url";

/** A package of the workspace, as its `deno.json` declares it. */
export interface Member {
  /** The folder's name, which is also the package's name without its scope. */
  folder: string;
  /** Absolute, with `/` on every platform. */
  path: string;
  name: string;
  /** Subpath to file: `{ ".": "./mod.ts" }`. */
  exports: Record<string, string>;
  imports: Record<string, string>;
  compilerOptions: Record<string, unknown>;
}

interface Config {
  workspace?: string[];
  links?: string[];
  name?: string;
  exports?: string | Record<string, string>;
  imports?: Record<string, string>;
  compilerOptions?: Record<string, unknown>;
}

/** The repository's root, absolute, with `/` on every platform and none at the end. */
export const ROOT: string = slashes(fromFileUrl(import.meta.resolve("../../"))).replace(/\/$/, "");

/** A file URL as a path of this platform. */
export function fromFileUrl(url: string | URL): string {
  return fileURLToPath(url);
}

/** A path with `/` on every platform. */
export function slashes(path: string): string {
  return path.replaceAll("\\", "/");
}

/** The packages of the workspace at `root`, in the order of its `deno.json`. */
export async function readMembers(root: string = ROOT): Promise<Member[]> {
  const { workspace = [] } = await readConfig(`${root}/deno.json`);
  return await membersAt(root, workspace);
}

async function membersAt(root: string, entries: readonly string[]): Promise<Member[]> {
  return await Promise.all(entries.map(async (entry) => {
    const folder = entry.replace(/^\.\//, "").replace(/\/$/, "");
    const path = `${root}/${folder}`;
    const { name = folder, exports = {}, imports = {}, compilerOptions = {} } = await readConfig(`${path}/deno.json`);
    const map = typeof exports === "string" ? { ".": exports } : exports;
    return { folder, path, name, exports: map, imports, compilerOptions };
  }));
}

/** The stand-ins that `links` puts in the place of published packages, as members are told. */
export async function readLinks(root: string = ROOT): Promise<Member[]> {
  const { links = [] } = await readConfig(`${root}/deno.json`);
  return await membersAt(root, links);
}

/** Reads a `deno.json`. */
export async function readConfig(path: string): Promise<Config> {
  return JSON.parse(await Deno.readTextFile(path));
}
