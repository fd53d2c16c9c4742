/** As much as is needed of what runs the tests; a browser has none of it. */
interface Host {
  readonly permissions?: { querySync(what: { name: "env" | "read"; variable?: string }): { state: string } };
  readonly env?: { get(name: string): string | undefined };
  cwd?(): string;
}

function host(): Host {
  const { Deno: found } = globalThis as { readonly Deno?: Host };
  return found ?? {};
}

/** A variable of the environment, if it may be read: nobody is asked for a permission. */
export function envOf(name: string): string | undefined {
  const { permissions, env } = host();
  try {
    return permissions?.querySync({ name: "env", variable: name }).state === "granted" ? env?.get(name) : undefined;
  } catch {
    return undefined;
  }
}

/** The flags with which tests must run to be told by variables of the environment. */
export function envFlags(name: string): string {
  try {
    return host().permissions?.querySync({ name: "env" }).state === "granted" ? "-A" : `--allow-env=${name}`;
  } catch {
    return `--allow-env=${name}`;
  }
}

/** A file as one would name it in a shell: from the working directory on, where that may be read. */
export function fileName(address: string): string {
  const path = decodeURIComponent(address.replace(/^file:\/\/(?:\/(?=[A-Za-z]:))?/, ""));
  try {
    const { permissions } = host();
    if (permissions?.querySync({ name: "read" }).state !== "granted") return path;
    const here = host().cwd?.().replaceAll("\\", "/");
    if (here !== undefined && path.startsWith(`${here}/`)) return path.slice(here.length + 1);
  } catch { // it was removed
  }
  return path;
}
