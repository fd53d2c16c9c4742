import { ArgumentError, type Clock, RealClock } from "@superlearner/otp";
import { TypeChecker } from "./type_check.ts";
import { CompileCache } from "./compile_cache.ts";
import { type Compiled, type CompileDiagnostic, failureOf } from "./compiled.ts";
import { checkCompileOptions, checkCompilerOptions } from "./compile_options.ts";
import { CompilerChild } from "./compiler_child.ts";
import { Deadline, unlessAborted } from "./deadline.ts";
import { link, type Linked, type Unlinked } from "./_link.ts";
import { sha256 } from "./sha256.ts";
import { isDeclarationPath } from "./source_path.ts";
import { Turns } from "./turns.ts";
import { importUrl, isImportUrl } from "../permissions/import_url.ts";
import { loadRemotes, type RemoteModules, type RemoteText } from "./remote_modules.ts";
import { readSources, type Source, SourceBudget, type SourceLimits, type Sources } from "./sources.ts";
import { RUNTIME_MODULES } from "./runtime_types.ts";
import { COMPILER, type Transpiled, type TranspileInput } from "./transpiled.ts";

/** How a {@linkcode Compiler} is made. */
export interface CompilerOptions {
  /**
   * The bare names that may be imported, each with the URL its types come from (`file:`, or `jsr:` of a package that this
   * program has loaded); `undefined` where it has none, and a check of types then fails.
   *
   * @default what every sandbox has: the runtime of this program, as `"@superlearner/otp"` with its subpaths, and
   * `"@superlearner/sandbox/guest"`
   */
  readonly grants?: Readonly<Record<string, string | undefined>>;
  /** Where JSX gets its functions from: `"preact"` imports `"preact/jsx-runtime"`, which is to be granted. @default none: JSX is refused */
  readonly jsxImportSource?: string;
  /** The limit of the heap of the compiler, and of the type checker, in megabytes each. @default {512} */
  readonly heapMb?: number;
  /** What was compiled before. @default an empty one */
  readonly cache?: CompileCache;
  /** Where waiting is measured. @default the machine's clock */
  readonly clock?: Clock;
}

/** How one compile is done. */
export interface CompileOptions extends SourceLimits {
  /**
   * Whether types are checked as well, by `deno check`: seconds rather than milliseconds. Of remote modules it knows the types that
   * their text has, and tells nothing of what is wrong within them.
   *
   * @default {false}
   */
  readonly check?: boolean;
  /** How long it may take from when its turn has come, in milliseconds. @default {10_000}, or 60,000 with `check` */
  readonly timeoutMs?: number;
  /** Brings the remote modules that were granted. @default none is granted */
  readonly remote?: RemoteModules;
  /** Calls it off. */
  readonly signal?: AbortSignal;
}

/** How often a compiler was spared its work. */
export interface CompilerStats {
  /** Files that were compiled. */
  readonly compiled: number;
  /** Files whose result was there already. */
  readonly cached: number;
  /** How often types were checked, rather than known to be right or wrong. */
  readonly checks: number;
}

/**
 * Makes modules of TypeScript, JavaScript and JSON without running any of it: parsed in a subprocess that may do nothing, its
 * imports resolved to a closed map. It is kept for many compiles: a file that it has seen is not compiled again.
 *
 * One compile is done at a time, and beside it one check of types; whoever comes meanwhile waits for his turn, unless all he needs
 * is there already. Where one must not wait for another, use a compiler for each, with a common {@linkcode CompileCache}.
 *
 * It takes the right to run Deno (`--allow-run`), and for a directory that to read it; a check of types also that to
 * write to the directory for temporary files.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Compiler } from "@superlearner/sandbox";
 *
 * await using compiler = new Compiler();
 * const { modules } = await compiler.compile({ files: { "main.ts": "export const n: number = 1;" } });
 * assertEquals(modules[0]?.code, "export const n         = 1;");
 *
 * const { diagnostics } = await compiler.compile({ files: { "main.ts": 'import "node:fs";' } });
 * assertEquals(diagnostics[0], {
 *   file: "/main.ts",
 *   line: 1,
 *   column: 8,
 *   code: "IMPORT_DENIED",
 *   message: "The import of node:fs was not granted",
 *   specifier: "node:fs",
 * });
 * ```
 */
export class Compiler implements AsyncDisposable {
  readonly #grants: ReadonlyMap<string, string | undefined>;
  readonly #jsx: string | undefined;
  readonly #heapMb: number;
  readonly #cache: CompileCache;
  readonly #clock: Clock;
  readonly #child: CompilerChild;
  readonly #checker = new TypeChecker();
  readonly #checked = new Map<string, readonly CompileDiagnostic[]>();
  readonly #over = new AbortController();
  #latest: Compiled | undefined;
  readonly #compiles = new Turns();
  readonly #checks = new Turns();
  #stats: CompilerStats = { compiled: 0, cached: 0, checks: 0 };

  /** Starts nothing yet. @throws {ArgumentError} If an option is none. */
  constructor(options: CompilerOptions = {}) {
    const { grants = RUNTIME_MODULES, jsxImportSource, heapMb = 512 } = checkCompilerOptions(options);
    this.#grants = new Map(Object.entries(grants));
    this.#jsx = jsxImportSource;
    this.#heapMb = heapMb;
    this.#cache = options.cache ?? new CompileCache();
    this.#clock = options.clock ?? new RealClock();
    this.#child = new CompilerChild({ heapMb });
  }

  /** What it has done so far. */
  get stats(): CompilerStats {
    return this.#stats;
  }

  /**
   * Compiles all files. What is wrong with their text is in the diagnostics of the result, and thrown never.
   *
   * Remote modules that were granted are fetched, with what they import; they count among the files, and each keeps the text that it
   * was fetched with.
   *
   * @throws {SandboxError} `load_failed` for a remote module that cannot be had, `source_refused` for a file that cannot be one, `limit_exceeded` for too much of it, `timeout`, `crashed`
   * if the compiler ran out of memory over it, `not_found` and `permission_denied` for what the host itself lacks.
   * @throws {ArgumentError} If an option is none.
   * @throws The reason of the signal.
   */
  async compile(source: Source, options: CompileOptions = {}): Promise<Compiled> {
    const { check = false, timeoutMs = check ? 60_000 : 10_000 } = checkCompileOptions(options);
    const over = this.#over.signal;
    const signal = options.signal === undefined ? over : AbortSignal.any([over, options.signal]);
    const sources = await unlessAborted(readSources(source, options), signal);
    const { remote } = options;
    if (!check && remote === undefined && areSame(sources, this.#latest?.sources)) return this.#again(this.#latest!);
    const task = new CompileTask(sources);
    task.find(this.#cache, this.#jsx);
    await this.#unlessKnown(task, { check: check && remote === undefined, timeoutMs, signal });
    if (remote !== undefined) {
      await this.#bring(task, remote, { ...options, timeoutMs, signal });
      await this.#unlessKnown(task, { check, timeoutMs, signal });
    }
    const compiled = this.#result(task, check ? this.#checkKey(task) : undefined);
    if (!check && remote === undefined) this.#latest = compiled;
    return compiled;
  }

  /** What the last compile came to, which was of the same sources: many a sandbox is made of the same. */
  #again(latest: Compiled): Compiled {
    const cached = latest.sources.size;
    this.#stats = { ...this.#stats, cached: this.#stats.cached + cached };
    return { ...latest, cached, compiled: 0 };
  }

  /** Does in its turn what is not known yet. */
  async #unlessKnown(task: CompileTask, { check, timeoutMs, signal }: Wanted): Promise<void> {
    const key = check ? this.#checkKey(task) : undefined;
    if (task.missing.length === 0 && (key === undefined || this.#checked.has(key))) return;
    const tookMs = await this.#compiles.take(() => this.#compileMissing(task, { timeoutMs, signal }), signal);
    if (key === undefined) return;
    await this.#checks.take(() => this.#checkUnknown(task, { key, timeoutMs, tookMs, signal }), signal);
  }

  /** Fetches what is imported until nothing is missing. Nobody waits for his turn meanwhile. */
  async #bring(
    task: CompileTask,
    remote: RemoteModules,
    { timeoutMs, signal, ...limits }: SourceLimits & Within,
  ): Promise<void> {
    const budget = new SourceBudget(limits);
    for (const text of task.sources.values()) budget.take(text.length);
    using deadline = new Deadline({ clock: this.#clock, what: "import remote modules", timeoutMs, signal });
    for (let urls = task.remotes(remote); urls.length > 0; urls = task.remotes(remote)) {
      const options = { remote, signal: deadline.signal, mostBytes: budget.left };
      for (const [url, found] of await unlessAborted(loadRemotes(urls, options), deadline.signal)) {
        budget.take(found.text.length);
        task.add(url, found, this.#jsx);
      }
      task.findMissing(this.#cache);
      await this.#unlessKnown(task, { check: false, timeoutMs, signal });
    }
    task.isRemote = true;
  }

  /** Ends the compiler's process; who waits for a compile is told so. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort(new ArgumentError("compile", { rule: "the compiler was not disposed of" }));
    await Promise.all([this.#compiles.done, this.#checks.done]);
    await this.#child[Symbol.asyncDispose]();
    await this.#checker[Symbol.asyncDispose]();
  }

  /** Gives how long it took, in milliseconds. */
  async #compileMissing(task: CompileTask, { timeoutMs, signal }: Within): Promise<number> {
    if (task.missing.length === 0) return 0;
    await this.#child.ready(signal);
    const began = this.#clock.now();
    using deadline = new Deadline({ clock: this.#clock, what: "compile", timeoutMs, signal });
    await this.#transpile(task, { timeoutMs, signal: deadline.signal });
    return this.#clock.now() - began;
  }

  async #checkUnknown(task: CompileTask, { key, ...within }: Work): Promise<void> {
    if (this.#checked.has(key)) return;
    const { diagnostics } = this.#link(task);
    if (diagnostics.length > 0) return;
    using deadline = new Deadline({ clock: this.#clock, what: "compile", ...within });
    await this.#check(task, { key, signal: deadline.signal });
  }

  async #transpile(task: CompileTask, { timeoutMs, signal }: Within): Promise<void> {
    task.findMissing(this.#cache); // whoever was before may have had the same files
    const { missing } = task;
    if (missing.length === 0) return;
    const limitMs = Math.min(timeoutMs, MOST_MS) + 1000; // should nobody be left to kill it
    const job = { files: missing.map(({ input }) => input), limitMs, ...this.#jsxOption() };
    const results = await this.#child.transpile(job, signal);
    task.compiled += results.length;
    for (const [at, { path, key }] of missing.entries()) {
      const result = results[at]!;
      this.#cache.set(key, result);
      task.found.set(path, result);
    }
  }

  async #check(task: CompileTask, { key, signal }: { key: string; signal: AbortSignal }): Promise<void> {
    const diagnostics = await this.#checker.check({
      sources: new Map([...task.sources].filter(([path]) => !task.fetched.has(path))),
      grants: this.#grants,
      remotes: { modules: task.fetched, asked: task.asked() },
      heapMb: this.#heapMb,
      signal,
      ...this.#jsxOption(),
    });
    this.#stats = { ...this.#stats, checks: this.#stats.checks + 1 };
    this.#checked.set(key, diagnostics);
    if (this.#checked.size > 100) this.#checked.delete(this.#checked.keys().next().value!);
  }

  #jsxOption(): { jsxImportSource?: string } {
    return this.#jsx === undefined ? {} : { jsxImportSource: this.#jsx };
  }

  #checkKey({ hashes, fetched }: CompileTask): string {
    const kinds = [...fetched].map(([url, { kind }]) => [url, kind]);
    return sha256(JSON.stringify([[...hashes], kinds, [...this.#grants], this.#jsx ?? ""]));
  }

  #link({ hashes, found, isRemote }: CompileTask): Linked {
    const files = [...hashes].map(([path, sha256]): Unlinked => ({ path, sha256, result: found.get(path)! }));
    return link(files, { grants: new Set(this.#grants.keys()), isRemote });
  }

  #result(task: CompileTask, key: string | undefined): Compiled {
    const { modules, diagnostics: wrong, cycles } = this.#link(task);
    const diagnostics = wrong.length > 0 || key === undefined ? wrong : this.#checked.get(key) ?? [];
    const { compiled } = task;
    const cached = task.sources.size - compiled;
    this.#stats = { ...this.#stats, compiled: this.#stats.compiled + compiled, cached: this.#stats.cached + cached };
    return {
      modules: diagnostics.length > 0 ? [] : modules,
      sources: task.sources,
      diagnostics,
      cached,
      compiled,
      sha256: sha256(JSON.stringify([...task.hashes])),
      cycles,
      failure: failureOf(diagnostics),
    };
  }
}

/** How long a compile goes on at most once nobody is left to end it, in milliseconds. */
const MOST_MS = 600_000;

interface Within {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

interface Wanted extends Within {
  readonly check: boolean;
}

interface Work extends Within {
  readonly key: string;
  /** What went by while it was compiled, in milliseconds. */
  readonly tookMs: number;
}

/** The files of one compile: those whose result is there, and those that are to be compiled. */
class CompileTask {
  readonly hashes = new Map<string, string>();
  readonly found = new Map<string, Transpiled>();
  /** The remote modules among them. */
  readonly fetched = new Map<string, RemoteText>();
  missing: readonly Missing[] = [];
  /** How many were not in the cache. */
  compiled = 0;
  isRemote = false;
  readonly sources: Map<string, string>;

  constructor(sources: Sources) {
    this.sources = new Map(sources);
  }

  find(cache: CompileCache, jsx: string | undefined): void {
    for (const [path, text] of this.sources) {
      const kind = isDeclarationPath(path) ? ".d.ts" : path.slice(path.lastIndexOf("."));
      this.#lacks(path, { text, kind, jsx });
    }
    this.findMissing(cache);
  }

  /** One more that was fetched. */
  add(url: string, module: RemoteText, jsx: string | undefined): void {
    const { text, kind } = module;
    this.sources.set(url, text);
    this.fetched.set(url, module);
    this.#lacks(url, { text, kind: isDeclarationPath(new URL(url).pathname) ? ".d.ts" : kind, jsx });
  }

  /** The remote modules that are imported, were granted, and are not here. */
  remotes(remote: RemoteModules): string[] {
    const urls = new Set<string>();
    for (const [path, { imports }] of this.found) {
      for (const { specifier } of imports) {
        const url = importUrl(specifier, path);
        if (url !== undefined && !this.sources.has(url) && remote.allows(url)) urls.add(url);
      }
    }
    return [...urls];
  }

  /** What each module asks for, as it is written. */
  asked(): ReadonlyMap<string, readonly string[]> {
    return new Map([...this.found].map(([path, { imports }]) => [path, imports.map(({ specifier }) => specifier)]));
  }

  #lacks(
    path: string,
    { text, kind, jsx }: { readonly text: string; readonly kind: string; readonly jsx: string | undefined },
  ): void {
    const hash = sha256(text);
    this.hashes.set(path, hash);
    // Only the kind counts of the name.
    const input = { path: isImportUrl(path) ? `/remote${kind}` : path, text };
    this.missing = [...this.missing, { path, input, key: JSON.stringify([COMPILER, kind, jsx ?? "", hash]) }];
  }

  findMissing(cache: CompileCache): void {
    this.missing = this.missing.filter(({ path, key }) => {
      const result = cache.get(key);
      if (result !== undefined) this.found.set(path, result);
      return result === undefined;
    });
  }
}

interface Missing {
  readonly path: string;
  readonly input: TranspileInput;
  readonly key: string;
}

function areSame(sources: Sources, others: Sources | undefined): boolean {
  if (sources.size !== others?.size) return false;
  for (const [path, text] of sources) if (others.get(path) !== text) return false;
  return true;
}
