import type vm from "node:vm";
import { moduleName } from "../guest/guest_stack.ts";
import { readImportMarker } from "../guest/import_marker.ts";
import { resolveInside } from "../guest/module_path.ts";
import { importUrl } from "../permissions/import_url.ts";
import { ImportDenied } from "./import_denied.ts";
import { readModule, type SourceModule } from "./source_module.ts";

/** The modules of a guest, by path: `"/main.ts"`; those of its library, by bare name; remote ones, by URL. */
export type ModuleMap = ReadonlyMap<string, string>;

/** A module, read and linked. */
interface LinkedModule {
  readonly module: SourceModule;
  readonly code: string;
  /** The version that it was read for. */
  readonly version: number;
  /** The paths of what it imports, without the runtime's; also where a literal `import()` leads, linked or not. */
  readonly imports: Set<string>;
  /** What it sees of the runtime that no other module does, by specifier. */
  readonly runtime: Map<string, SourceModule>;
}

/** A version of the modules. */
interface LinkedVersion {
  readonly version: number;
  readonly map: ModuleMap;
  readonly modules: Map<string, LinkedModule>;
  /** Those that were imported while it ran rather than with the entry, by path, and whether that came to anything. */
  readonly late: Map<string, boolean>;
}

/** What is linked. */
export interface LinkOptions {
  /** The path of the entry. */
  readonly entry: string;
  /** The number of the load. @default {0} the first */
  readonly version?: number;
  /** Others that are evaluated with it. @default none */
  readonly also?: readonly string[];
}

/** A module that is imported while others run. */
export interface LateImport {
  /** What the guest knows it by. */
  readonly id: number;
  /** The version whose modules are meant. */
  readonly version: number;
  /** The path of the module that imports it. */
  readonly from: string;
  /** The path of the module, or the name of one of the runtime's. */
  readonly to: string;
}

/** What a link has brought. */
export interface LinkedEntry {
  /** What is to be evaluated. */
  readonly module: SourceModule;
  /** The paths of the modules that are there anew. */
  readonly anew: readonly string[];
}

/** Where a linker works. */
export interface LinkerParts {
  /** The realm. */
  readonly context: vm.Context;
  /** How scripts call what is ours in the realm. */
  readonly glue: string;
  /** What the modules of the runtime export, by specifier. */
  readonly runtime: ReadonlyMap<string, string>;
  /** Modules of ours that were read before anybody needed them, by their text; each is taken once. @default none */
  readonly ready?: Map<string, SourceModule>;
}

/** The entry that most sandboxes have. */
const ENTRY = "/main.ts";

/** Reads what a guest with an entry of the usual name needs of ours: there is time for it as long as there is no guest. */
export function readAhead({ context, glue, runtime }: LinkerParts): Map<string, SourceModule> {
  const texts = [...SCOPED].flatMap((specifier) => {
    const list = runtime.get(specifier);
    return list === undefined
      ? []
      : [[runtimeText(list, scopedText(glue, { specifier, path: ENTRY, version: 0 })), "runtime"]];
  });
  texts.push([entryText(glue, { entry: ENTRY, version: 0, also: [] }), "entry"]);
  return new Map(texts.map(([text, identifier]) => [text!, readModule(text!, { context, identifier: identifier! })]));
}

function entryText(glue: string, { entry, version, also }: Required<LinkOptions>): string {
  const others = also.map((path) => `import ${JSON.stringify(path)};`).join(" ");
  return `import * as entry from ${JSON.stringify(entry)}; ${others} ${glue}.loaded(entry, ${version});`;
}

/** What a module of a version sees of the runtime, and no other does. */
function scopedText(
  glue: string,
  { specifier, path, version }: { readonly specifier: string; readonly path: string; readonly version: number },
): string {
  return `${glue}.scoped(${JSON.stringify(specifier)}, ${JSON.stringify(path)}, ${version})`;
}

function runtimeText(list: string, exported: string): string {
  return `export const { ${list} } = ${exported};`;
}

/** What is another one for each module: what they define with it is known by the module. */
const SCOPED: ReadonlySet<string> = new Set(["@superlearner/otp"]);

const NOTHING: LinkedVersion = { version: -1, map: new Map(), modules: new Map(), late: new Map() };

/** Reads and links the modules of a realm, version by version. Nothing of them runs here. */
export class Linker {
  readonly #parts: LinkerParts;
  /** What all modules see of the runtime. */
  readonly #shared = new Map<string, SourceModule>();
  #running = NOTHING;
  #next: LinkedVersion | null = null;
  #mayImport = false;

  /** Nothing is linked yet. */
  constructor(parts: LinkerParts) {
    this.#parts = parts;
  }

  /** What `import()` finds in a version: nothing as long as no module has one. */
  pathsOf(version: number): readonly string[] {
    return this.#mayImport ? [...this.#of(version).map.keys()] : [];
  }

  /**
   * Reads modules and links them. Of a later version only those are there anew whose text is another one, and those that
   * import them, directly or by others; the rest is what runs already.
   *
   * @throws {ImportDenied} If one imports what is not in the map.
   * @throws {SyntaxError} If one cannot be read.
   */
  link(map: ModuleMap, { entry, version = 0, also = [] }: LinkOptions): LinkedEntry {
    const stale = staleModules(this.#running.modules, map);
    const next: LinkedVersion = { version, map, modules: new Map(), late: new Map() };
    for (const [path, isThere] of this.#running.late) {
      if (also.includes(path) || !stale.has(path)) next.late.set(path, isThere);
      this.#keep(path, { stale, modules: next.modules });
    }
    const first = this.#readOurs(entry, entryText(this.#parts.glue, { entry, version, also }), "entry");
    const graph = new Graph(this.#make, { map, version, stale, before: this.#running.modules, made: next.modules });
    first.linkRequests(first.moduleRequests.map(({ specifier }) => graph.module(specifier, entry)));
    graph.link();
    instantiate(first, entry);
    const anew = [...next.modules].filter(([path, each]) => each !== this.#running.modules.get(path));
    this.#next = next;
    if (version === 0) this.keep(0);
    return { module: first, anew: anew.map(([path]) => path).sort() };
  }

  /** Those that were imported while the version that runs did, and are not the same in another map. */
  changedLate(map: ModuleMap): readonly string[] {
    const stale = staleModules(this.#running.modules, map);
    const late = [...this.#running.late].filter(([path, isThere]) => isThere && stale.has(path) && map.has(path));
    return late.map(([path]) => path).sort();
  }

  /** Whether a module of another map would be there anew, rather than go on as it runs. */
  anewIn(map: ModuleMap): (path: string) => boolean {
    const { modules } = this.#running;
    const stale = staleModules(modules, map);
    return (path) => stale.has(path) || !modules.has(path);
  }

  /**
   * Links one more module, that others import while they run.
   *
   * @throws {ImportDenied} If something below it imports what is not in the map.
   * @throws {SyntaxError} If something of it cannot be read.
   */
  linkLate({ id, version, from, to }: LateImport): LinkedEntry {
    const of = this.#of(version);
    const made = new Map(of.modules);
    const graph = new Graph(this.#make, { map: of.map, version: of.version, stale: new Set(), before: made, made });
    const call = `${this.#parts.glue}.imported(${id}, module);`;
    const first = this.#read(to, `import * as module from ${JSON.stringify(to)}; ${call}`, "import");
    const importer = of.modules.get(from);
    const runtime = importer === undefined ? undefined : this.#runtime(to, { path: from, importer });
    first.linkRequests([runtime ?? graph.module(to, from)]);
    graph.link();
    instantiate(first, to);
    const anew = [...made.keys()].filter((path) => !of.modules.has(path)).sort();
    for (const path of anew) of.modules.set(path, made.get(path)!);
    if (of.map.has(to)) of.late.set(to, true);
    return { module: first, anew };
  }

  /** A module that others import while they run has thrown. */
  threw({ version, to }: LateImport): void {
    const { late } = this.#of(version);
    if (late.has(to)) late.set(to, false);
  }

  /** A version runs: what it replaced is let go of. */
  keep(version: number): void {
    if (this.#next?.version !== version) return;
    this.#running = this.#next;
    this.#next = null;
  }

  /** A version never runs. */
  forget(version: number): void {
    if (this.#next?.version === version) this.#next = null;
  }

  #of(version: number): LinkedVersion {
    return this.#next?.version === version ? this.#next : this.#running;
  }

  /** What was imported late stays, with all that is below it. */
  #keep(path: string, { stale, modules }: { readonly stale: ReadonlySet<string>; readonly modules: Modules }): void {
    const known = this.#running.modules.get(path);
    if (known === undefined || modules.has(path) || stale.has(path)) return;
    modules.set(path, known);
    for (const below of known.imports) this.#keep(below, { stale, modules });
  }

  readonly #make: ModuleMaker = {
    read: (path, code, version) => {
      const module = this.#read(path, code, moduleName({ path, version }));
      return { module, code, version, imports: new Set(), runtime: new Map() };
    },
    runtime: (specifier, importer) => this.#runtime(specifier, importer),
  };

  #runtime(specifier: string, { path, importer }: Importer): SourceModule | undefined {
    const { glue, runtime } = this.#parts;
    const isImport = readImportMarker(specifier) !== undefined;
    const list = runtime.get(specifier);
    if (!isImport && list === undefined) return undefined;
    const isOwn = isImport || SCOPED.has(specifier);
    const place = isOwn ? importer.runtime : this.#shared;
    const known = place.get(specifier);
    if (known !== undefined) return known;
    const { version } = importer;
    const exported = isOwn
      ? scopedText(glue, { specifier, path, version })
      : `${glue}.modules[${JSON.stringify(specifier)}]`;
    const code = isImport
      ? `export default ${glue}.importer(${JSON.stringify(path)}, ${version});`
      : runtimeText(list!, exported);
    this.#mayImport ||= isImport;
    const module = this.#readOurs(specifier, code, "runtime");
    module.linkRequests([]);
    place.set(specifier, module);
    return module;
  }

  #readOurs(path: string, code: string, identifier: string): SourceModule {
    const ready = this.#parts.ready?.get(code);
    if (ready === undefined) return this.#read(path, code, identifier);
    this.#parts.ready?.delete(code);
    return ready;
  }

  #read(path: string, code: string, identifier: string): SourceModule {
    try {
      return readModule(code, { context: this.#parts.context, identifier });
    } catch (error) {
      throw new SyntaxError(`${path}: ${messageOf(error)}`);
    }
  }
}

type Modules = Map<string, LinkedModule>;

interface Importer {
  readonly path: string;
  readonly importer: LinkedModule;
}

interface ModuleMaker {
  read(path: string, code: string, version: number): LinkedModule;
  /** What a module sees of the runtime; `undefined` if it is none of it. */
  runtime(specifier: string, importer: Importer): SourceModule | undefined;
}

interface GraphParts {
  readonly map: ModuleMap;
  readonly version: number;
  /** Those that are read again. */
  readonly stale: ReadonlySet<string>;
  /** Those that are there. */
  readonly before: ReadonlyMap<string, LinkedModule>;
  /** All that the graph has is put in here. */
  readonly made: Modules;
}

/** Modules that are linked to one another, beginning with one. */
class Graph {
  readonly #make: ModuleMaker;
  readonly #parts: GraphParts;
  readonly #unlinked: [path: string, linked: LinkedModule][] = [];

  constructor(make: ModuleMaker, parts: GraphParts) {
    this.#make = make;
    this.#parts = parts;
  }

  /** The module that a specifier of ours names. */
  module(path: string, from: string): SourceModule {
    const { map, version, stale, before, made } = this.#parts;
    const known = made.get(path) ?? (stale.has(path) ? undefined : before.get(path));
    if (known !== undefined) {
      if (!made.has(path)) this.#take(path, known);
      return known.module;
    }
    const code = map.get(path);
    if (code === undefined) throw new ImportDenied(path, from);
    const linked = this.#make.read(path, code, version);
    made.set(path, linked);
    this.#unlinked.push([path, linked]);
    return linked.module;
  }

  /** Links all that has come in, and what comes in by that. */
  link(): void {
    for (let at = 0; at < this.#unlinked.length; at++) {
      const [path, linked] = this.#unlinked[at]!;
      linked.module.linkRequests(linked.module.moduleRequests.map(({ specifier }) => {
        for (const literal of readImportMarker(specifier) ?? []) {
          const to = this.#pathOf(literal, path);
          if (to !== undefined) linked.imports.add(to);
        }
        const runtime = this.#make.runtime(specifier, { path, importer: linked });
        if (runtime !== undefined) return runtime;
        const to = this.#pathOf(specifier, path);
        if (to === undefined) throw new ImportDenied(specifier, path);
        linked.imports.add(to);
        return this.module(to, path);
      }));
    }
  }

  #pathOf(specifier: string, from: string): string | undefined {
    const { map } = this.#parts;
    const named = isBare(specifier) && map.has(specifier) ? specifier : resolveInside(specifier, from);
    const path = importUrl(specifier, from) ?? named;
    return path !== undefined && map.has(path) ? path : undefined;
  }

  /** What is not read again stays linked as it is, and all that is below it. */
  #take(path: string, known: LinkedModule): void {
    const { before, made } = this.#parts;
    if (made.has(path)) return;
    made.set(path, known);
    for (const below of known.imports) {
      const found = before.get(below);
      if (found !== undefined) this.#take(below, found);
    }
  }
}

/** Those of the modules that run which are not the same in another map, or import one that is not. */
function staleModules(running: ReadonlyMap<string, LinkedModule>, map: ModuleMap): ReadonlySet<string> {
  const stale = new Set<string>();
  for (const [path, { code }] of running) if (map.get(path) !== code) stale.add(path);
  for (let size = -1; size !== stale.size;) {
    size = stale.size;
    for (const [path, { imports }] of running) if (!stale.isDisjointFrom(imports)) stale.add(path);
  }
  return stale;
}

function instantiate(module: SourceModule, path: string): void {
  try {
    module.instantiate();
  } catch (error) {
    throw new SyntaxError(`${path}: ${messageOf(error)}`); // theirs is an error of the guest's realm
  }
}

/** Whether it is the name of a module of the library: those of the guest have paths. */
function isBare(specifier: string): boolean {
  return !/^[./]/.test(specifier);
}

/** The message of an error of another realm, without running any of its code. */
function messageOf(error: unknown): string {
  const found = typeof error === "object" && error !== null
    ? Reflect.getOwnPropertyDescriptor(error, "message")?.value as unknown
    : undefined;
  return typeof found === "string" ? found : "it cannot be read";
}
