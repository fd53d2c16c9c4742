import type { CompileDiagnostic } from "./compiled.ts";
import { checkDiagnostics, checkFault } from "./check_output.ts";
import { harmlessForChecker } from "./harmless_source.ts";
import { GUEST } from "./runtime_types.ts";
import { cacheEnvironment, killGroup, spawnDeno } from "./_subprocess.ts";
import { isModulePath } from "./source_path.ts";
import type { Sources } from "./sources.ts";
import { SandboxError } from "../limits/sandbox_error.ts";

/** What is checked, and how. */
export interface TypeCheckOptions {
  /** The files, whose imports are known to lead nowhere but to one another and to what was granted. */
  readonly sources: Sources;
  /** The names that were granted, and where their types are. */
  readonly grants: ReadonlyMap<string, string | undefined>;
  /** The limit of the heap, in megabytes. */
  readonly heapMb: number;
  /** Kills it. */
  readonly signal: AbortSignal;
  /** Where JSX gets its functions from. */
  readonly jsxImportSource?: string;
}

/** How much the checker may say, in UTF-16 units. */
const MOST_OUTPUT = 1_048_576;

/**
 * Checks types by `deno check`: in a subprocess and a directory of its own, without a network, npm and the project around it.
 * The checker runs nothing of the text. What it has read of the types that were granted is kept for the next check.
 */
export class TypeChecker implements AsyncDisposable {
  #cache: Promise<TemporaryPlace> | undefined;

  /**
   * Checks all files.
   *
   * @throws {SandboxError} `crashed` if it fell, `permission_denied` if this program may not run programs or write temporary files.
   * @throws The reason of the signal.
   */
  async check(options: TypeCheckOptions): Promise<CompileDiagnostic[]> {
    const { sources, grants, signal } = options;
    const roots = [...sources.keys()].filter((path) => isModulePath(path) && !path.endsWith(".json"));
    if (roots.length === 0) return [];
    const cache = await (this.#cache ??= TemporaryPlace.make());
    await using place = await TemporaryPlace.make();
    await place.write(options);
    const { code, output } = await runCheck(place, { ...options, roots, cacheDir: cache.dir });
    signal.throwIfAborted();
    if (code === 0) return [];
    const paths = { base: place.base, grants };
    const diagnostics = checkDiagnostics(output, paths);
    if (diagnostics.length > 0) return diagnostics;
    const fault = checkFault(output, paths) ?? `it ended with status ${code}, as it does when it runs out of memory`;
    throw new SandboxError("check types", { kind: "crashed", exit: `the type checker: ${fault}` });
  }

  /** Removes what was kept. */
  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#cache?.catch(() => undefined))?.[Symbol.asyncDispose]();
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
  const child = spawnDeno({
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
    stdin: "null",
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
  private constructor(readonly dir: string) {}

  static async make(): Promise<TemporaryPlace> {
    try {
      return new TemporaryPlace(await Deno.realPath(await Deno.makeTempDir({ prefix: "sandbox-check-" })));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotCapable)) throw error;
      const failure = { kind: "permission_denied", permission: "write", target: "the temporary directory" } as const;
      throw new SandboxError("check types", failure);
    }
  }

  /** Where the files of the sandbox are, apart from what the checker is told. */
  get base(): string {
    return `${this.dir}/files`;
  }

  async write({ sources, grants, signal, jsxImportSource }: TypeCheckOptions): Promise<void> {
    const knowsDeno = grants.get(GUEST) !== undefined && sources.values().some((text) => text.includes("Deno"));
    const types = knowsDeno ? { types: ["./guest.d.ts"] } : {}; // it brings those of the runtime with it
    await Deno.writeTextFile(`${this.dir}/deno.json`, JSON.stringify(configOf(grants, { jsxImportSource, types })));
    await Deno.writeTextFile(`${this.dir}/guest.d.ts`, `declare const Deno: import("${GUEST}").GuestDeno;`);
    const folders = new Set([...sources.keys()].map((path) => path.slice(0, path.lastIndexOf("/"))));
    for (const folder of folders) await Deno.mkdir(`${this.base}${folder}`, { recursive: true });
    for (const [path, text] of sources) {
      signal.throwIfAborted(); // and nothing is under way when the directory is removed
      await Deno.writeTextFile(`${this.base}${path}`, harmlessForChecker(text), { createNew: true });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.dir, { recursive: true });
  }
}

/** Loaded by the checker. The name stands here, so that whoever loads this has all of it in the cache. */
const loads = (): Promise<unknown> => import("../guest/mod.ts");

interface Config {
  readonly jsxImportSource: string | undefined;
  /** What is there without an import. */
  readonly types: { readonly types?: readonly string[] };
}

function configOf(grants: TypeCheckOptions["grants"], { jsxImportSource, types }: Config): object {
  void loads;
  return {
    imports: Object.fromEntries([...grants].filter(([, url]) => url !== undefined)),
    nodeModulesDir: "none",
    compilerOptions: {
      lib: ["esnext", "dom", "dom.iterable"], // of Deno a guest has its own
      ...types,
      strict: true,
      ...(jsxImportSource === undefined ? {} : { jsx: "react-jsx", jsxImportSource }),
    },
  };
}
