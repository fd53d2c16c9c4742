import type { CompiledModule } from "../compiling/compiled.ts";
import type { Compiler } from "../compiling/compiler.ts";
import { sha256 } from "../compiling/sha256.ts";
import type { RemoteModules } from "../compiling/remote_modules.ts";
import { type Source, type Sources, textsOf } from "../compiling/sources.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { isImportUrl } from "../permissions/import_url.ts";
import type { VersionContent } from "../versions/version.ts";
import type { SandboxSource } from "./sandbox_options.ts";

/** A version that can be loaded. */
export interface PreparedVersion extends VersionContent {
  /** The path of the entry. */
  readonly entry: string;
  /** Whether it is JavaScript that was compiled elsewhere: there are no sources that others could be made of. */
  readonly isTaken: boolean;
  /** Cycles of imports: legal, and told. */
  readonly cycles: readonly (readonly string[])[];
}

/** What is compiled. */
export interface PrepareOptions {
  /** What is attempted, for errors. */
  readonly action: string;
  /** Where the code comes from. */
  readonly source: SandboxSource;
  /** The path of the entry, if it was said. */
  readonly entry: string | undefined;
  /** Calls it off. */
  readonly signal?: AbortSignal | undefined;
  /** Brings remote modules. @default none was granted */
  readonly remote?: RemoteModules | undefined;
  /** Whether types are checked. @default {false} */
  readonly check?: boolean;
}

/** Reads the source of a sandbox, and makes JavaScript of it. @throws {SandboxError} If it cannot be read or compiled. */
export async function prepareModules(
  compiler: Compiler,
  { action, source, entry, signal, remote, check = false }: PrepareOptions,
): Promise<PreparedVersion> {
  if ("modules" in source) return takenAsIs(source.modules, { action, entry });
  const read: Source = "module" in source ? { files: await moduleAlone(action, source.module) } : source;
  const options = { check, ...(signal && { signal }), ...(remote && { remote }) };
  const { failure, modules, ...compiled } = await compiler.compile(read, options);
  if (failure !== undefined) throw new SandboxError(action, failure);
  const paths = modules.map(({ path }) => path);
  const { sources, cycles } = compiled;
  return {
    modules,
    sources,
    sha256: compiled.sha256,
    cycles,
    entry: entryOf(paths, { action, entry }),
    isTaken: false,
  };
}

/** What was compiled before, as it is. */
function takenAsIs(
  modules: Readonly<Record<string, string>>,
  of: Pick<PrepareOptions, "action" | "entry">,
): PreparedVersion {
  const wrong = Object.keys(modules).find((path) => typeof modules[path] !== "string");
  if (wrong !== undefined) {
    throw new SandboxError(of.action, { kind: "source_refused", path: wrong, rule: "a compiled module is a text" });
  }
  const sources = new Map(Object.entries(modules));
  const made = [...sources].map(([path, code]): CompiledModule => {
    const hash = sha256(code);
    return { path, kind: "js", sha256: hash, closureSha256: hash, imports: [], importMeta: false, code };
  });
  const whole = sha256(JSON.stringify(made.map((each) => [each.path, each.sha256]).sort()));
  const entry = entryOf([...sources.keys()], of);
  return { modules: made, sources, sha256: whole, cycles: [], entry, isTaken: true };
}

/** What the realm loads: JavaScript by path. */
export function loadable({ modules }: VersionContent): ReadonlyMap<string, string> {
  return new Map(modules.map(({ path, kind, code }) => [path, kind === "js" ? code : asModule(code)]));
}

/** What is another one in the sources of a version. */
export interface SourceChanges {
  /** What is attempted, for errors. */
  readonly action: string;
  /** Texts by path; `null` takes one away. */
  readonly files?: Readonly<Record<string, string | Uint8Array | null>> | undefined;
  /** One module on the disk, in the place of the one of its name. */
  readonly module?: string | URL | undefined;
}

/** The sources that there are with some changes; what was fetched is none of them. @throws {SandboxError} If one cannot be a source. */
export async function changedSources(
  before: Sources,
  { action, files, module }: SourceChanges,
): Promise<Record<string, string>> {
  const changes = Object.entries(files ?? await moduleAlone(action, module!));
  const sources = new Map([...before].filter(([path]) => !isImportUrl(path)));
  const gone = changes.flatMap(([path, content]) => content === null ? [[path, ""] as const] : []);
  for (const path of textsOf(gone).keys()) sources.delete(path);
  const there = changes.flatMap(([path, content]) => content === null ? [] : [[path, content] as const]);
  for (const [path, text] of textsOf(there)) sources.set(path, text);
  return Object.fromEntries(sources);
}

function entryOf(
  paths: readonly string[],
  { action, entry }: Pick<PrepareOptions, "action" | "entry">,
): string {
  const wanted = entry === undefined ? undefined : entry.startsWith("/") ? entry : `/${entry}`;
  const found = wanted ?? ["/main.ts", "/main.js"].find((path) => paths.includes(path)) ??
    (paths.length === 1 ? paths[0] : undefined);
  if (found !== undefined && paths.includes(found)) return found;
  throw new SandboxError(action, { kind: "not_found", what: `entry ${wanted ?? "/main.ts"}` });
}

async function moduleAlone(action: string, module: string | URL): Promise<Record<string, string>> {
  try {
    return { [String(module).split(/[/\\]/).at(-1)!]: await Deno.readTextFile(module) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new SandboxError(action, { kind: "not_found", what: `module ${module}` });
    }
    const isDenied = error instanceof Deno.errors.NotCapable || error instanceof Deno.errors.PermissionDenied;
    throw new SandboxError(
      action,
      isDenied
        ? { kind: "permission_denied", permission: "read", target: String(module) }
        : { kind: "source_refused", path: String(module), rule: "it is a file that can be read as text" },
    );
  }
}

/** Data as the module that it is to who imports it. JSON is JavaScript, but for one key that would be taken for a prototype. */
export function asModule(json: string): string {
  return `export default JSON.parse(${JSON.stringify(json)});`;
}
