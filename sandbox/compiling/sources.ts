import { ArgumentError } from "@superlearner/otp";
import { isPlainObject } from "../limits/check_options.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { type PathFilter, readTree } from "./read_tree.ts";
import { isDeclarationPath, isModulePath, PathSet, refuseSource, sourcePath } from "./source_path.ts";

/** Where the text of a sandbox comes from. */
export type Source = FileSource | DirectorySource;

/** The files themselves. */
export interface FileSource {
  /** Path and content; `"main.ts"` and `"/main.ts"` are the same path, bytes are UTF-8. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
}

/**
 * A directory. Read are its modules (`.ts .mts .tsx .js .mjs .jsx .json`); what begins with a dot and `node_modules`
 * are passed over. A link anywhere else is refused, wherever it leads.
 */
export interface DirectorySource extends PathFilter {
  /** The directory. */
  readonly dir: string | URL;
}

/** How much is read. */
export interface SourceLimits {
  /** The size of all files together, in bytes. @default {4_194_304} */
  readonly maxBytes?: number;
  /** The number of files. @default {1000} */
  readonly maxFiles?: number;
}

/** Texts by path, in the order of the paths. */
export type Sources = ReadonlyMap<string, string>;

/** What a reader of sources counts against. */
export class SourceBudget {
  readonly #maxBytes: number;
  readonly #maxFiles: number;
  #bytes = 0;
  #files = 0;

  /** Nothing is used yet. */
  constructor({ maxBytes = 4_194_304, maxFiles = 1000 }: SourceLimits) {
    this.#maxBytes = maxBytes;
    this.#maxFiles = maxFiles;
  }

  /** How many bytes may still come. */
  get left(): number {
    return this.#maxBytes - this.#bytes;
  }

  /** Counts one file of that size. @throws {SandboxError} `limit_exceeded` */
  take(bytes: number): void {
    this.#bytes += bytes;
    this.#files++;
    if (this.#bytes > this.#maxBytes) exceeded("maxBytes", this.#maxBytes, { used: this.#bytes });
    if (this.#files > this.#maxFiles) exceeded("maxFiles", this.#maxFiles, { used: this.#files });
  }
}

function exceeded(limit: string, value: number, { used }: { used: number }): never {
  throw new SandboxError("read the sources", { kind: "limit_exceeded", limit, value, used, at: 0 });
}

/**
 * Reads and checks the text of a sandbox. A byte order mark is dropped, and a line ends with a line feed whatever it ended
 * with: neither means anything to the language, so neither is a change.
 *
 * @throws {SandboxError} `source_refused` with path and rule, `limit_exceeded`, or `permission_denied` of the host itself.
 * @throws {ArgumentError} If it is no source.
 */
export async function readSources(source: Source, limits: SourceLimits = {}): Promise<Sources> {
  checkSource(source);
  const budget = new SourceBudget(limits);
  const raw = "dir" in source ? (await readTree(source, budget)).files : filesOf(source, budget);
  return textsOf(raw);
}

function checkSource(source: unknown): void {
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError("read the sources", { rule, value });
  };
  const { files, dir, ...filter } = isPlainObject(source) ? source : {};
  const isDir = dir instanceof URL ? dir.protocol === "file:" : typeof dir === "string" && dir !== "";
  const isFiles = isPlainObject(files) && dir === undefined && Object.keys(filter).length === 0;
  if (!isFiles && (!isDir || files !== undefined)) refuse("a source is { files }, texts by path, or { dir }", source);
  for (const [name, globs] of Object.entries(filter)) {
    if (name !== "include" && name !== "exclude") refuse("beside dir there are include and exclude", name);
    const isList = Array.isArray(globs) && globs.every((each) => typeof each === "string");
    if (globs !== undefined && !isList) refuse(`${name} is a list of globs`, globs);
  }
}

/** The texts of files, once each is known to be one. @throws {SandboxError} `source_refused` */
export function textsOf(raw: Iterable<readonly [string, string | Uint8Array]>): Sources {
  const paths = new PathSet();
  const texts = new Map<string, string>();
  for (const [name, content] of raw) {
    const path = sourcePath(name);
    paths.add(path);
    if (!isModulePath(path) && !isDeclarationPath(path)) {
      refuseSource(name, "a source is TypeScript, JavaScript or JSON, by its extension");
    }
    texts.set(path, textOf(path, content));
  }
  return new Map([...texts].sort(([a], [b]) => a < b ? -1 : 1));
}

function* filesOf({ files }: FileSource, budget: SourceBudget): Iterable<[string, string | Uint8Array]> {
  for (const [name, content] of Object.entries(files)) {
    if (typeof content !== "string" && !(content instanceof Uint8Array)) {
      refuseSource(name, "its content is a string, or bytes");
    }
    // No text has more bytes than three times its length; only one that may be over the limit is counted exactly.
    const bytes = typeof content !== "string"
      ? content.byteLength
      : content.length > budget.left
      ? content.length
      : new TextEncoder().encode(content).byteLength;
    budget.take(bytes);
    yield [name, content];
  }
}

function textOf(path: string, content: string | Uint8Array): string {
  let text: string;
  try {
    text = typeof content === "string" ? content : new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    refuseSource(path, "a source is text in UTF-8");
  }
  if (text.includes("\0") || !text.isWellFormed()) refuseSource(path, "a source is text, not binary data");
  return text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
}
