import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { matchesGlob } from "node:path";
import { fileURLToPath } from "node:url";
import { SandboxError } from "../limits/sandbox_error.ts";
import { isModulePath, refuseSource } from "./source_path.ts";
import type { SourceBudget } from "./sources.ts";

/** What a directory holds for a sandbox. */
export interface Tree {
  /** Path and content of each module. */
  readonly files: readonly (readonly [string, Uint8Array])[];
  /** The directories that were read, as the system knows them; the directory itself first. */
  readonly folders: readonly string[];
}

/** Which files of a directory count. */
export interface PathFilter {
  /** Globs of those that do: `"/lib/**"`. @default all modules */
  readonly include?: readonly string[];
  /** Globs of those that do not, whatever else says so. @default none */
  readonly exclude?: readonly string[];
}

/**
 * The modules in a directory, by their path in it, without following a link: each file is opened as what it is, and is then
 * compared with what the directory says of it, so that a link put in its place in the meantime gains nothing.
 *
 * @throws {SandboxError} `source_refused`, `limit_exceeded`, `not_found`, or `permission_denied` of the host itself.
 */
export async function readTree(
  { dir, ...filter }: { dir: string | URL } & PathFilter,
  budget: SourceBudget,
): Promise<Tree> {
  const asked = dir instanceof URL ? fileURLToPath(dir) : dir;
  if (asked.includes("\0")) refuseSource(asked, "it is a directory");
  try {
    const root = await Deno.realPath(asked); // the host names it, so it may be a link itself
    if (!(await Deno.stat(root)).isDirectory) refuseSource(asked, "it is a directory");
    const reading: Reading = { root, budget, filter, files: [], folders: [] };
    await readFolder(reading, "");
    return reading;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new SandboxError("read the sources", { kind: "not_found", what: `directory ${asked}` });
    }
    if (!(error instanceof Deno.errors.NotCapable) && !(error instanceof Deno.errors.PermissionDenied)) throw error;
    throw new SandboxError("read the sources", { kind: "permission_denied", permission: "read", target: asked });
  }
}

interface Reading {
  readonly root: string;
  readonly budget: SourceBudget;
  readonly filter: PathFilter;
  readonly files: [string, Uint8Array][];
  readonly folders: string[];
}

async function readFolder(reading: Reading, folder: string): Promise<void> {
  const { root, files, folders, filter } = reading;
  folders.push(`${root}${folder}`);
  const entries: Deno.DirEntry[] = [];
  for await (const entry of Deno.readDir(`${root}${folder}`)) entries.push(entry);
  entries.sort((a, b) => a.name < b.name ? -1 : 1);
  for (const { name, isSymlink, isDirectory, isFile } of entries) {
    const path = `${folder}/${name}`;
    if (name.startsWith(".") || name === "node_modules" || matches(path, filter.exclude)) continue;
    if (path.length > 512) refuseSource(path, "a path has at most 512 characters");
    if (isSymlink) refuseSource(path, "it is a link");
    if (isDirectory) await readFolder(reading, path);
    else if (!isFile) refuseSource(path, "it is neither a file nor a directory");
    else if (isModulePath(path) && matches(path, filter.include ?? ["/**"])) {
      const bytes = await readFile(reading, path);
      if (bytes !== undefined) files.push([path, bytes]);
    }
  }
}

function matches(path: string, globs: readonly string[] = []): boolean {
  return globs.some((glob) => matchesGlob(path, glob));
}

/** None for a file that is gone since its directory was read, as when an editor puts another one in its place. */
async function readFile({ root, budget }: Reading, path: string): Promise<Uint8Array | undefined> {
  await using file = await openAsIs(root, path);
  if (file === undefined) return undefined;
  const { size } = await file.stat();
  if (size > budget.left) budget.take(size);
  const bytes = await readUpTo(file, Math.min(size, budget.left) + 1); // one more: it may be growing
  budget.take(bytes.byteLength);
  return bytes;
}

/** Opens a file if it is still the one that the directory names, and no link lies on the way. */
async function openAsIs(root: string, path: string): Promise<FileHandle | undefined> {
  const full = `${root}${path}`;
  let file: FileHandle;
  try {
    // Where the system knows it: no link at the end, and no waiting for the other end of a pipe.
    file = await open(full, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "ELOOP") refuseSource(path, "it is a link");
    if (code === "ENOENT") return undefined;
    throw error;
  }
  try {
    const opened = await file.stat({ bigint: true });
    const named = await Deno.lstat(full);
    if (!opened.isFile() || !named.isFile) refuseSource(path, "it is a file, not a link, a pipe or a device");
    const isSame = named.ino === null || (BigInt(named.ino) === opened.ino && BigInt(named.dev) === opened.dev);
    if (!isSame || await Deno.realPath(full) !== full) {
      refuseSource(path, "it was changed for another while it was read");
    }
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readUpTo(file: FileHandle, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await file.read(bytes, at, length - at, null);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}
