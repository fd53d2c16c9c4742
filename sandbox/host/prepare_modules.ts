import { stripTypeScriptTypes } from "node:module";
import type { CompiledModule } from "../compiling/compiled.ts";
import type { Compiler } from "../compiling/compiler.ts";
import { moduleGraph } from "../compiling/module_graph.ts";
import { sha256 } from "../compiling/sha256.ts";
import { isDeclarationPath } from "../compiling/source_path.ts";
import { readSources, type Source } from "../compiling/sources.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { VersionContent } from "../versions/version.ts";
import type { SandboxSource } from "./sandbox_options.ts";

/** A version that can be loaded. */
export interface PreparedVersion extends VersionContent {
  /** The path of the entry. */
  readonly entry: string;
  /** Cycles of imports: legal, and told. None are known where there is no compiler. */
  readonly cycles: readonly (readonly string[])[];
}

/** How modules are prepared. */
export interface PrepareOptions {
  /** What is attempted, for errors. */
  readonly action: string;
  /** The path of the module that is started. @default {"/main.ts"}, or `/main.js` or the only one that there is */
  readonly entry: string | undefined;
  /** Compiles, with diagnostics. @default types are taken out of TypeScript, and nothing else is looked at */
  readonly compiler: Compiler | undefined;
}

/** Reads the source of a sandbox, and makes JavaScript of it. Nothing of it runs. @throws {SandboxError} If it cannot be. */
export async function prepareModules(source: SandboxSource, options: PrepareOptions): Promise<PreparedVersion> {
  return await prepareSources(await sourcesOf(source), options);
}

/** Makes JavaScript of texts. @throws {SandboxError} If it cannot be. */
export async function prepareSources(
  sources: ReadonlyMap<string, string>,
  { action, entry, compiler }: PrepareOptions,
): Promise<PreparedVersion> {
  const found = entryOf(sources, { action, entry });
  if (compiler !== undefined) {
    const { failure, sha256, modules, cycles } = await compiler.compile({ files: Object.fromEntries(sources) });
    if (failure !== undefined) throw new SandboxError(action, failure);
    return { sha256, modules, sources, cycles, entry: found };
  }
  const modules: CompiledModule[] = [];
  for (const [path, text] of sources) if (!isDeclarationPath(path)) modules.push(await strippedOf(action, path, text));
  return { sha256: await sha256(JSON.stringify([...sources])), modules, sources, cycles: [], entry: found };
}

/** The texts of a source, by path. @throws {SandboxError} */
export async function sourcesOf(source: SandboxSource): Promise<ReadonlyMap<string, string>> {
  if (!("module" in source)) return await readSources(source satisfies Source);
  return await readSources({ files: { [nameOf(source.module)]: await Deno.readTextFile(source.module) } });
}

/** What the realm loads: JavaScript by path. */
export function loadable({ modules }: VersionContent): ReadonlyMap<string, string> {
  return new Map(
    modules.map(({ path, kind, code }) => [
      path,
      kind === "js" ? code : `export default JSON.parse(${JSON.stringify(code)});`,
    ]),
  );
}

/** The units in which modules are loaded, what is imported first. */
export function loadOrder({ modules }: VersionContent): readonly (readonly string[])[] {
  return moduleGraph(new Map(modules.map(({ path, imports }) => [path, imports.map(({ to }) => to)]))).units;
}

function nameOf(module: string | URL): string {
  return decodeURIComponent(String(module).split(/[/\\]/).at(-1)!);
}

function entryOf(
  sources: ReadonlyMap<string, string>,
  { action, entry }: Pick<PrepareOptions, "action" | "entry">,
): string {
  const wanted = entry === undefined ? undefined : entry.startsWith("/") ? entry : `/${entry}`;
  const found = wanted ?? ["/main.ts", "/main.js"].find((path) => sources.has(path)) ??
    (sources.size === 1 ? [...sources.keys()][0] : undefined);
  if (found !== undefined && sources.has(found)) return found;
  throw new SandboxError(action, { kind: "not_found", what: `entry ${wanted ?? "/main.ts"}` });
}

async function strippedOf(action: string, path: string, text: string): Promise<CompiledModule> {
  const hash = await sha256(text);
  const kind = path.endsWith(".json") ? "json" : "js";
  const common = { path, kind, sha256: hash, closureSha256: hash, imports: [], importMeta: false } as const;
  if (!/\.[cm]?ts$/.test(path)) return { ...common, code: text };
  try {
    return { ...common, code: stripTypeScriptTypes(text) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new SandboxError(action, { kind: "load_failed", module: path, message });
  }
}
