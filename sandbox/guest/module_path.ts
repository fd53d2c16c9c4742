/** Where an import leads: to a module of the sandbox, or of the runtime; or nowhere. */

/** The path that a specifier means in a module, as `"/lib/a.ts"`; `undefined` where it leads out of the sandbox. */
export function resolveInside(specifier: string, from: string): string | undefined {
  if (!/^(\/|\.\.?\/)/.test(specifier) || !isPlain(specifier)) return undefined;
  const parts = specifier.startsWith("/") ? [] : from.split("/").slice(1, -1);
  for (const part of specifier.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return `/${parts.join("/")}`;
}

/** Whether a path is one that can name a file of a sandbox: from the root, and each way to write it is the same one. */
export function isModulePath(path: unknown): path is string {
  return typeof path === "string" && path.startsWith("/") && path.length > 1 && path.length <= 500 &&
    resolveInside(path, "/") === path;
}

/** No second spelling of what is not allowed: escapes, backslashes, controls, and letters in two normal forms. */
function isPlain(text: string): boolean {
  return !/[%\\?#\p{Cc}\p{Cf}]/u.test(text) && text.normalize("NFC") === text &&
    !text.split("/").includes("__proto__");
}
