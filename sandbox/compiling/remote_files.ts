import { pathToFileURL } from "node:url";
import { SandboxError } from "../limits/sandbox_error.ts";
import { importUrl } from "../permissions/import_url.ts";
import { harmlessForChecker } from "./harmless_source.ts";
import type { RemoteText } from "./remote_modules.ts";
import { isDeclarationPath } from "./source_path.ts";

/** Remote modules that were fetched, and who asks for them. */
export interface CheckedRemotes {
  /** Each by its URL. */
  readonly modules: ReadonlyMap<string, RemoteText>;
  /** What each module asks for, as it is written there: those of the sandbox, and the remote ones. */
  readonly asked: ReadonlyMap<string, readonly string[]>;
}

/** Where remote modules lie for the type checker, and how imports lead there: the parts of an import map. */
export interface RemoteFiles {
  /** The path of each below the directory of the check, by URL. */
  readonly paths: ReadonlyMap<string, string>;
  /** What names a URL, whoever asks. */
  readonly imports: Readonly<Record<string, string>>;
  /** What names a place beside the one that asks. */
  readonly scopes: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** How deep a folder is made at most. */
const MOST_LEVELS = 64;

/**
 * Gives each remote module a file in a directory, so that a checker without a network finds it.
 *
 * @throws {SandboxError} `load_failed` for a URL that no import map can lead to a file.
 */
export function remoteFiles({ modules, asked }: CheckedRemotes, dir: string): RemoteFiles {
  const paths = new Map<string, string>();
  for (const [url, { kind }] of modules) paths.set(url, `/remote/${paths.size}/${nameOf(url, kind)}`);
  const imports = new Map<string, string>();
  const scopes = new Map<string, Map<string, string>>();
  for (const [from, specifiers] of asked) {
    const own = paths.get(from);
    for (const specifier of specifiers) {
      const url = importUrl(specifier, from);
      const path = url === undefined ? undefined : paths.get(url);
      if (path === undefined) continue;
      const isBeside = own !== undefined && !URL.canParse(specifier);
      const key = new URL(specifier, isBeside ? pathToFileURL(dir + own) : undefined).href;
      if (key.endsWith("/")) throw refused(url!);
      const scope = isBeside ? /^\/remote\/\d+\//.exec(own)![0] : undefined;
      if (scope === undefined) imports.set(key, `.${path}`);
      else scopes.set(`.${scope}`, (scopes.get(`.${scope}`) ?? new Map<string, string>()).set(key, `.${path}`));
    }
  }
  return {
    paths,
    imports: Object.fromEntries(imports),
    scopes: Object.fromEntries([...scopes].map(([scope, map]) => [scope, Object.fromEntries(map)])),
  };
}

/**
 * The text of a remote module as the type checker gets it: what is wrong in it is nobody's business here, and would crowd out what
 * is wrong in the sandbox.
 */
export function remoteForChecker({ text, kind }: RemoteText): string {
  if (kind === ".json") return text;
  const harmless = harmlessForChecker(text).replaceAll(/@ts-check/gi, "@ts-chec_").replace(/^#!/, "//");
  return `// @ts-nocheck\n${harmless}`;
}

/** As deep as its URL, so that no two `../` of it that differ are one in the directory. */
function nameOf(url: string, kind: string): string {
  const { pathname } = new URL(url);
  const levels = Math.min(pathname.split("/").length, MOST_LEVELS);
  return `${"d/".repeat(levels)}module${isDeclarationPath(pathname) ? ".d.ts" : kind}`;
}

/** In an import map a name that ends like this stands for all that begin with it. */
function refused(url: string): SandboxError {
  const message = "its types cannot be checked, as its URL ends with a slash";
  return new SandboxError("check types", { kind: "load_failed", module: url, message });
}
