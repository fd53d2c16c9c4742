/** The one form of `jsr:` for what a package is asked for. */
const JSR = /^jsr:\/?@/;

/**
 * The URL that an import of remote code leads to, in its one form: of `https:` or `http:`, by itself or from the module of another
 * URL; or of `jsr:`, which stands for one. `undefined` where it is none: then it is a path or a name of the sandbox, or nothing at all.
 */
export function importUrl(specifier: string, from: string): string | undefined {
  if (JSR.test(specifier)) return specifier.replace(/^jsr:\/?/, "jsr:");
  const isAbsolute = /^https?:\/\//i.test(specifier);
  if (!isAbsolute && !(isImportUrl(from) && /^(?:\/|\.\.?\/)/.test(specifier))) return undefined;
  const url = URL.parse(specifier, isAbsolute ? undefined : from);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") return undefined;
  url.hash = "";
  return url.href;
}

/** Whether a module is remote: its name is a URL. */
export function isImportUrl(name: string): boolean {
  return /^https?:\/\/|^jsr:@/.test(name);
}
