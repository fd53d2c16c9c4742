import { SandboxError } from "../limits/sandbox_error.ts";

/** How long a path may be, in characters. */
const LONGEST = 512;

/** The file kinds that are modules, by the end of their names; `.d.ts` is none, it only has types. CommonJS (`.cjs`, `.cts`) is none here. */
const MODULE = /\.(?:m?[jt]s|[jt]sx|json)$/;

/** Whether a path names something that can be imported: TypeScript, JavaScript or JSON. */
export function isModulePath(path: string): boolean {
  return MODULE.test(path);
}

/** Whether a path names declarations of types, and nothing that runs. */
export function isDeclarationPath(path: string): boolean {
  return /\.d\.(?:\w+\.)?m?ts$/.test(path);
}

/**
 * The name of a file as the sandbox knows it: `"lib/a.ts"` and `"/lib/a.ts"` are `"/lib/a.ts"`.
 *
 * @throws {SandboxError} `source_refused` if it leaves the sandbox, or means different files to different systems.
 */
export function sourcePath(name: string): string {
  const path = name.startsWith("/") ? name : `/${name}`;
  const broken = brokenRule(path);
  if (broken !== undefined) refuseSource(name, broken);
  return path;
}

/** The rule that a path breaks. */
function brokenRule(path: string): string | undefined {
  if (path.length > LONGEST) return `a path has at most ${LONGEST} characters`;
  // Control, format (invisible, turns text around) and unpaired characters; both separators of lines.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(path) || !path.isWellFormed()) return "a path holds no hidden characters";
  if (/[\\:%?#*"<>|]/.test(path)) return 'a path holds none of \\ : % ? # * " < > |';
  for (const segment of path.slice(1).split("/")) {
    if (segment === "" || segment === "." || segment === "..") return "a path has no empty, . or .. part";
    if (segment === "__proto__") return "no part of a path is __proto__";
    if (/^\s|[\s.]$/.test(segment)) return "no part of a path begins or ends with a space, or ends with a dot";
  }
  return undefined;
}

/**
 * Sees that no two of the paths are one file where case or Unicode's forms do not count, and none is a folder as well.
 *
 * @throws {SandboxError} `source_refused` with the path that came second.
 */
export class PathSet {
  readonly #known = new Map<string, { readonly name: string; readonly isFile: boolean }>();

  /** Adds a path that {@linkcode sourcePath} has let through. */
  add(path: string): void {
    for (let at = path.indexOf("/", 1); at !== -1; at = path.indexOf("/", at + 1)) this.#put(path, at);
    this.#put(path, path.length);
  }

  #put(path: string, length: number): void {
    const name = path.slice(0, length);
    const isFile = length === path.length;
    const folded = foldPath(name);
    const known = this.#known.get(folded);
    if (known === undefined) return void this.#known.set(folded, { name, isFile });
    if (known.name === name && !known.isFile && !isFile) return;
    const why = known.name !== name
      ? `it differs from ${known.name} only by case or Unicode form`
      : isFile && known.isFile
      ? "it is there twice"
      : "it is a file and a folder";
    refuseSource(path, why);
  }
}

/** What paths have in common that some file system takes for one. */
export function foldPath(path: string): string {
  return path.normalize("NFKC").toLowerCase().normalize("NFC");
}

/** @throws {SandboxError} always. */
export function refuseSource(path: string, rule: string): never {
  throw new SandboxError("read the sources", { kind: "source_refused", path, rule });
}
