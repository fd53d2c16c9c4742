import { checkOptions } from "../limits/check_options.ts";
import { checkDoes, checkTexts } from "../limits/check_values.ts";
import { importUrl, isImportUrl } from "../permissions/import_url.ts";

/** Against what an import is resolved: nothing else can be reached. */
export interface ClosedMap {
  /** The files of the sandbox, by path; and the remote modules that were fetched for it, by URL. */
  readonly paths: { has(path: string): boolean };
  /** The bare names that were granted. */
  readonly grants: { has(name: string): boolean };
}

/** What an import leads to. */
export type Resolution =
  /** A file of the sandbox by its path, or what was granted by its name. */
  | { readonly outcome: "found"; readonly to: string }
  /** A file that the sandbox does not have. */
  | { readonly outcome: "missing"; readonly to: string }
  /** Outside the sandbox, and not granted. */
  | { readonly outcome: "denied" };

const ACTION = "resolve an import";
const DENIED: Resolution = { outcome: "denied" };

/**
 * Resolves an import without asking anybody: a relative one to a file of the sandbox, exactly as it is written, a bare one to
 * what was granted, a URL or a name of `jsr:` to what was fetched for it. All else (`npm:`, other URLs, `node:`, `data:`,
 * `blob:`, `file:`, absolute paths, `..` out of the sandbox, escapes like `%2e`) is denied.
 *
 * @throws {ArgumentError} If there is no map to resolve it against, or no module that it stands in.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { resolveImport } from "@superlearner/sandbox";
 *
 * const map = { paths: new Set(["/main.ts", "/lib/a.ts"]), grants: new Set(["@superlearner/otp"]) };
 * assertEquals(resolveImport("../lib/a.ts", { ...map, from: "/lib/b.ts" }), { outcome: "found", to: "/lib/a.ts" });
 * assertEquals(resolveImport("node:fs", { ...map, from: "/main.ts" }), { outcome: "denied" });
 * ```
 */
export function resolveImport(specifier: string, map: ClosedMap & { from: string }): Resolution {
  const { from, paths, grants } = checkOptions(ACTION, map);
  checkTexts(ACTION, { from: from ?? null });
  checkDoes(ACTION, { paths: paths ?? null, grants: grants ?? null }, "a Set, or a Map", "has");
  if (typeof specifier !== "string") return DENIED;
  if (grants.has(specifier)) return { outcome: "found", to: specifier };
  const url = importUrl(specifier, from);
  if (url !== undefined) return paths.has(url) ? { outcome: "found", to: url } : DENIED;
  if (isImportUrl(from) || !/^\.\.?\//.test(specifier) || /[\\%?#\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(specifier)) {
    return DENIED;
  }
  const parts = from.split("/").slice(1, -1);
  for (const part of specifier.split("/")) {
    if (part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return DENIED;
  }
  const to = `/${parts.join("/")}`;
  return { outcome: paths.has(to) ? "found" : "missing", to };
}
