import type { CompileDiagnostic } from "./compiled.ts";
import { checkDiagnostics, checkFault } from "./check_output.ts";
import { type CheckedRemotes, type RemoteFiles, remoteFiles, remoteForChecker } from "./remote_files.ts";
import { isImportUrl } from "../permissions/import_url.ts";
import { harmlessForChecker } from "./harmless_source.ts";
import { GUEST } from "./runtime_types.ts";
import { cacheEnvironment, killGroup, spawnKept } from "./_subprocess.ts";
import { isModulePath } from "./source_path.ts";
import type { Sources } from "./sources.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { HOST_FOLDER, type HostFolder } from "../walls/host_folder.ts";

/** What is checked, and how. */
export interface TypeCheckOptions {
  /** The files, whose imports are known to lead nowhere but to one another and to what was granted. */
  readonly sources: Sources;
  /** The names that were granted, and where their types are. */
  readonly grants: ReadonlyMap<string, string | undefined>;
  /** The remote modules that were fetched. The checker has them as files, and asks nobody for them. @default none */
  readonly remotes?: CheckedRemotes;
  /** The limit of the heap, in megabytes. */
  readonly heapMb: number;
  /** Kills it. */
  readonly signal: AbortSignal;
  /** Where JSX gets its functions from. */
  readonly jsxImportSource?: string;
}

/** How much the checker may say, in UTF-16 units. */
const MOST_OUTPUT = 1_048_576;

/** What it says last, once it has told all. */
const TOLD_ALL = "Type checking failed.";

const NO_REMOTES: CheckedRemotes = { modules: new Map(), asked: new Map() };

/**
 * Checks types by `deno check`: in a subprocess and a directory of its own, without a network, npm and the project around it.
 * The checker runs nothing of the text. What it has read of the types that were granted is kept for the next check.
 */
export class TypeChecker implements AsyncDisposable {
  readonly #folder: HostFolder;
  #cache: Promise<TemporaryPlace> | undefined;

  /** @param folder Where its directories are made. Default: that of this program, which the next one removes should this be killed. */
  constructor(folder: HostFolder = HOST_FOLDER) {
    this.#folder = folder;
  }

  /**
   * Checks all files; of remote modules only the types, as they are to who imports them.
   *
   * @throws {SandboxError} `crashed` if it fell, `load_failed` for a remote module that it cannot be given, `permission_denied` if this program may not run programs or write temporary files.
   * @throws The reason of the signal.
   */
  async check(options: TypeCheckOptions): Promise<CompileDiagnostic[]> {
    const { sources, grants, signal, remotes = NO_REMOTES } = options;
    const roots = [...sources.keys()].filter((path) => isModulePath(path) && !path.endsWith(".json"));
    if (roots.length === 0) return [];
    const cache = await (this.#cache ??= this.#makeCache());
    await using place = await TemporaryPlace.make(this.#folder);
    const files = remoteFiles(remotes, place.dir);
    await place.write(options, files);
    const { code, output } = await runCheck(place, { ...options, roots, cacheDir: cache.dir });
    signal.throwIfAborted();
    if (code === 0) return [];
    const urls = new Map([...files.paths].map(([url, path]) => [place.dir + path, url]));
    const paths = { base: place.base, grants, remotes: urls };
    const told = checkDiagnostics(output, paths);
    const own = told.filter(({ file }) => !isImportUrl(file));
    const said = checkFault(output, paths);
    if (own.length > 0 || told.length > 0 && said === TOLD_ALL) return own;
    const fault = said ?? `it ended with status ${code}, as it does when it runs out of memory`;
    throw new SandboxError("check types", { kind: "crashed", exit: `the type checker: ${fault}` });
  }

  async #makeCache(): Promise<TemporaryPlace> {
    try {
      return await TemporaryPlace.make(this.#folder);
    } catch (error) {
      this.#cache = undefined; // another time there may be room
      throw error;
    }
  }

  /** Removes what was kept. */
  async [Symbol.asyncDispose](): Promise<void> {
    const cache = this.#cache;
    this.#cache = undefined; // once: a folder is given back for all who share it
    await (await cache?.catch(() => undefined))?.[Symbol.asyncDispose]();
  }
}

interface CheckRun extends TypeCheckOptions {
  readonly roots: readonly string[];
  readonly cacheDir: string;
}

interface Outcome {
  readonly code: number;
  readonly output: string;
}

async function runCheck(
  { dir, base }: TemporaryPlace,
  { roots, grants, heapMb, signal, cacheDir }: CheckRun,
): Promise<Outcome> {
  const isLocal = [...grants.values()].every((url) => url === undefined || url.startsWith("file:"));
  const child = spawnKept({
    action: "check types",
    args: [
      "check",
      "--quiet",
      "--no-lock",
      "--no-npm",
      isLocal ? "--no-remote" : "--cached-only", // what was granted is in the cache, as this program was loaded
      `--v8-flags=--max-old-space-size=${heapMb}`,
      `--config=${dir}/deno.json`,
      ...roots.map((path) => `${base}${path}`),
    ],
    cwd: dir,
    // The program's own cache only where it is needed: nothing that is made of the text comes into it.
    env: { DENO_NO_PACKAGE_JSON: "1", ...(isLocal ? { DENO_DIR: cacheDir } : cacheEnvironment()) },
    stdout: "null",
    stderr: "piped",
  });
  const stop = () => killGroup(child);
  signal.addEventListener("abort", stop, { once: true });
  try {
    if (signal.aborted) stop();
    const output = await readLimited(child.stderr, stop);
    return { code: (await child.status).code, output };
  } finally {
    signal.removeEventListener("abort", stop);
    await child.stdin.close().catch(() => {}); // it has ended
  }
}

/** What it says, up to the limit; then it is stopped: there are more diagnostics than anybody reads. */
async function readLimited(stream: ReadableStream<Uint8Array>, stop: () => void): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) { // to its end, or it would not end
    if (text.length > MOST_OUTPUT) continue;
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MOST_OUTPUT) stop();
  }
  return text;
}

/** A directory that nobody else knows, and that is gone afterwards. */
class TemporaryPlace implements AsyncDisposable {
  readonly #gone: () => Promise<void>;

  private constructor(readonly dir: string, gone: () => Promise<void>) {
    this.#gone = gone;
  }

  static async make(folder: HostFolder): Promise<TemporaryPlace> {
    let taken: string | undefined;
    try {
      taken = folder.take();
      const path = taken;
      return new TemporaryPlace(await Deno.realPath(path), () => folder.giveBack(path));
    } catch (error) {
      if (taken !== undefined) await folder.giveBack(taken);
      if (!(error instanceof Deno.errors.NotCapable)) throw error;
      const failure = { kind: "permission_denied", permission: "write", target: "the temporary directory" } as const;
      throw new SandboxError("check types", failure);
    }
  }

  /** Where the files of the sandbox are, apart from what the checker is told. */
  get base(): string {
    return `${this.dir}/files`;
  }

  async write(options: TypeCheckOptions, files: RemoteFiles): Promise<void> {
    const { sources, grants, signal, jsxImportSource, remotes = NO_REMOTES } = options;
    const knowsDeno = grants.get(GUEST) !== undefined && sources.values().some((text) => text.includes("Deno"));
    const types = knowsDeno ? { types: ["./guest.d.ts"] } : {}; // it brings those of the runtime with it
    await Deno.writeTextFile(
      `${this.dir}/deno.json`,
      JSON.stringify(configOf(grants, { jsxImportSource, types, files })),
    );
    await Deno.writeTextFile(`${this.dir}/guest.d.ts`, `declare const Deno: import("${GUEST}").GuestDeno;`);
    const texts = new Map([...sources].map(([path, text]) => [this.base + path, harmlessForChecker(text)]));
    for (const [url, module] of remotes.modules) texts.set(this.dir + files.paths.get(url)!, remoteForChecker(module));
    const folders = new Set([...texts.keys()].map((path) => path.slice(0, path.lastIndexOf("/"))));
    for (const folder of folders) await Deno.mkdir(folder, { recursive: true });
    for (const [path, text] of texts) {
      signal.throwIfAborted(); // and nothing is under way when the directory is removed
      await Deno.writeTextFile(path, text, { createNew: true });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#gone();
  }
}

/** Loaded by the checker. The name stands here, so that whoever loads this has all of it in the cache. */
const loads = (): Promise<unknown> => import("../guest/mod.ts");

interface Config {
  readonly jsxImportSource: string | undefined;
  /** What is there without an import. */
  readonly types: { readonly types?: readonly string[] };
  readonly files: RemoteFiles;
}

function configOf(grants: TypeCheckOptions["grants"], { jsxImportSource, types, files }: Config): object {
  void loads;
  return {
    imports: { ...files.imports, ...Object.fromEntries([...grants].filter(([, url]) => url !== undefined)) },
    scopes: files.scopes,
    nodeModulesDir: "none",
    compilerOptions: {
      lib: ["esnext", "dom", "dom.iterable"], // of Deno a guest has its own
      ...types,
      strict: true,
      ...(jsxImportSource === undefined ? {} : { jsx: "react-jsx", jsxImportSource }),
    },
  };
}
