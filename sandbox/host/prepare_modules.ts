import type { Compiler } from "../compiling/compiler.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { SandboxSource } from "./sandbox_options.ts";

/** Modules that can be loaded. */
export interface PreparedModules {
  /** JavaScript by path. */
  readonly modules: ReadonlyMap<string, string>;
  /** The path of the entry. */
  readonly entry: string;
}

/** What is compiled. */
export interface PrepareOptions {
  /** Where the code comes from. */
  readonly source: SandboxSource;
  /** The path of the entry, if it was said. */
  readonly entry: string | undefined;
  /** Calls it off. */
  readonly signal: AbortSignal | undefined;
}

/** The bare names that every sandbox may import: what its realm brings. */
export const RUNTIME_MODULES: Readonly<Record<string, string | undefined>> = {
  "@superlearner/otp": import.meta.resolve("@superlearner/otp"),
  "@superlearner/otp/remote": import.meta.resolve("@superlearner/otp/remote"),
  "@superlearner/otp/simulation": import.meta.resolve("@superlearner/otp/simulation"),
  "@superlearner/otp/stages": import.meta.resolve("@superlearner/otp/stages"),
  "@superlearner/sandbox/guest": undefined,
};

/** Reads the source of a sandbox, and makes JavaScript of it. @throws {SandboxError} If it cannot be read or compiled. */
export async function prepareModules(
  compiler: Compiler,
  { source, entry, signal }: PrepareOptions,
): Promise<PreparedModules> {
  const read = "module" in source ? await moduleAlone(source.module) : source;
  const { modules, failure } = await compiler.compile(read, signal === undefined ? {} : { signal });
  if (failure !== undefined) throw new SandboxError("create a sandbox", failure);
  const prepared = new Map(modules.map(({ path, kind, code }) => [path, kind === "js" ? code : asModule(code)]));
  return { modules: prepared, entry: entryOf(prepared, entry) };
}

function entryOf(modules: ReadonlyMap<string, string>, asked: string | undefined): string {
  const wanted = asked === undefined ? undefined : asked.startsWith("/") ? asked : `/${asked}`;
  const found = wanted ?? ["/main.ts", "/main.js"].find((path) => modules.has(path)) ??
    (modules.size === 1 ? [...modules.keys()][0] : undefined);
  if (found !== undefined && modules.has(found)) return found;
  throw new SandboxError("create a sandbox", { kind: "not_found", what: `entry ${wanted ?? "/main.ts"}` });
}

async function moduleAlone(module: string | URL): Promise<{ files: Record<string, string> }> {
  try {
    return { files: { [String(module).split(/[/\\]/).at(-1)!]: await Deno.readTextFile(module) } };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new SandboxError("create a sandbox", { kind: "not_found", what: `module ${module}` });
  }
}

/** Data as the module that it is to who imports it. JSON is JavaScript, but for one key that would be taken for a prototype. */
function asModule(json: string): string {
  return `export default JSON.parse(${JSON.stringify(json)});`;
}
