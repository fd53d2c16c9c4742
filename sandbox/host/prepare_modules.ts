import { stripTypeScriptTypes } from "node:module";
import { SandboxError } from "../limits/sandbox_error.ts";
import { isModulePath } from "../isolate/module_path.ts";
import type { SandboxSource } from "./sandbox_options.ts";

/** Modules that can be loaded. */
export interface PreparedModules {
  /** JavaScript by path. */
  readonly modules: ReadonlyMap<string, string>;
  /** The path of the entry. */
  readonly entry: string;
}

/** Reads the source of a sandbox, and makes JavaScript of it. @throws {SandboxError} If it cannot be read. */
export async function prepareModules(source: SandboxSource, entry: string | undefined): Promise<PreparedModules> {
  const texts = await readSource(source);
  const modules = new Map<string, string>();
  for (const [path, text] of texts) modules.set(path, toJavaScript(path, text));
  return { modules, entry: entryOf(modules, entry) };
}

function entryOf(modules: ReadonlyMap<string, string>, asked: string | undefined): string {
  const wanted = asked === undefined ? undefined : asked.startsWith("/") ? asked : `/${asked}`;
  const found = wanted ?? ["/main.ts", "/main.js"].find((path) => modules.has(path)) ??
    (modules.size === 1 ? [...modules.keys()][0] : undefined);
  if (found !== undefined && modules.has(found)) return found;
  throw new SandboxError("create a sandbox", { kind: "not_found", what: `entry ${wanted ?? "/main.ts"}` });
}

async function readSource(source: SandboxSource): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const add = (name: string, content: string | Uint8Array) => {
    const path = name.startsWith("/") ? name : `/${name}`;
    if (!isModulePath(path)) {
      throw new SandboxError("create a sandbox", {
        kind: "load_failed",
        module: name,
        message: "that is no path of a module",
      });
    }
    texts.set(path, typeof content === "string" ? content : new TextDecoder().decode(content));
  };
  if ("files" in source) { for (const [name, content] of Object.entries(source.files)) add(name, content); }
  else if ("module" in source) {
    add(`/${String(source.module).split("/").at(-1)}`, await Deno.readTextFile(source.module));
  }
  return texts;
}

function toJavaScript(path: string, text: string): string {
  if (!/\.[cm]?ts$/.test(path)) return text;
  try {
    return stripTypeScriptTypes(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new SandboxError("create a sandbox", { kind: "load_failed", module: path, message });
  }
}
