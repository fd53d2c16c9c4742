import { greatestIn } from "./version_range.ts";

/** What a `jsr:` specifier asks for. */
interface Asked {
  readonly name: string;
  readonly range: string;
  /** As a package names it: `"."`, `"./path"`. */
  readonly entry: string;
}

/** Where the registry is. */
export const JSR_URL = "https://jsr.io";

/** Why a specifier leads nowhere. */
export class JsrError extends Error {
  /** Always `"JsrError"`. */
  override readonly name: string = "JsrError";
}

/** Reads `jsr:@scope/name@range/path`. @throws {JsrError} If it is none. */
function askedOf(specifier: string): Asked {
  const [, name, range = "", path = ""] =
    /^jsr:\/?(@[a-z0-9-]+\/[a-z0-9-]+)(?:@([^/]+))?(?:\/(.+))?$/.exec(specifier) ?? [];
  if (name === undefined) throw new JsrError("it is no package of a scope");
  return { name, range, entry: path === "" ? "." : `./${path}` };
}

/**
 * The URL of the module that a `jsr:` specifier means: of the greatest version of its range that was not taken back, by what the
 * package says that it exports.
 *
 * @throws {JsrError} If the registry has none.
 */
export async function resolveJsr(specifier: string, read: (url: string) => Promise<string>): Promise<string> {
  const { name, range, entry } = askedOf(specifier);
  const { versions = {} } = await readJson(`${JSR_URL}/${name}/meta.json`, read) as {
    readonly versions?: Readonly<Record<string, { readonly yanked?: boolean } | null>>;
  };
  const kept = Object.keys(versions).filter((version) => versions[version]?.yanked !== true);
  const version = greatestIn(decodeURIComponent(range), kept);
  if (version === undefined) throw new JsrError(`there is no version of it in ${range === "" ? "any range" : range}`);
  const { exports = {} } = await readJson(`${JSR_URL}/${name}/${version}_meta.json`, read) as {
    readonly exports?: Readonly<Record<string, unknown>>;
  };
  const file = Object.hasOwn(exports, entry) ? exports[entry] : undefined;
  if (typeof file !== "string") throw new JsrError(`version ${version} of it exports no ${entry}`);
  return new URL(file, `${JSR_URL}/${name}/${version}/`).href;
}

async function readJson(url: string, read: (url: string) => Promise<string>): Promise<object> {
  let found: unknown;
  try {
    found = JSON.parse(await read(url));
  } catch (error) {
    if (error instanceof SyntaxError) throw new JsrError(`${url} is no JSON`);
    throw error;
  }
  if (typeof found === "object" && found !== null) return found;
  throw new JsrError(`${url} is no object`);
}

/** A module that is the one at a URL, under the name it was asked for. */
export function aliasOf(url: string, text: string): string {
  // What the registry serves is formatted; in a comment of documentation no line begins like this.
  const hasDefault = /^export\s+default\b/m.test(text) || /^export\s*\{[^}]*\bdefault\b[^}]*\}/m.test(text);
  const quoted = JSON.stringify(url);
  return `export * from ${quoted};${hasDefault ? ` export { default } from ${quoted};` : ""}\n`;
}
