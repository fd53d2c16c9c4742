import vm from "node:vm";
import type { GuestCode } from "./guest_code.ts";
import { MODULE_MARK } from "../guest/guest_stack.ts";
import type { GuestConfig } from "../guest/protocol.ts";
import { resolveInside } from "./module_path.ts";
import { runTurn, runTurns } from "./turn_frame.ts";

/** How an isolate is made. */
export interface IsolateOptions {
  /** What the realm of the guest is told. */
  readonly config: GuestConfig;
  /** How long one turn may take, in milliseconds. */
  readonly turnMs: number;
  /** A word that no guest can guess. */
  readonly secret: string;
  /** The code that is ours in the realm. */
  readonly code: GuestCode;
}

/** What is linked. */
export interface LinkOptions {
  /** The path of the entry. */
  readonly entry: string;
  /** The number of the load. @default {0} the first */
  readonly version?: number;
}

/** What came of a turn. */
export interface TurnResult {
  /** What the guest says, as the inside of a JSON list. Not checked: it is the guest's. */
  readonly text: string;
  /** When the next turn is due, by the clock that the turns are told; -1 for not before something comes in. */
  readonly due: number;
  /** Whether it was ended by force. Nothing of this realm can be relied on then. */
  readonly stopped: boolean;
}

/** Turns that follow on each other. */
export interface Turns {
  /** What the guest hears in the next turn, as for {@linkcode Isolate.turn}; `undefined` ends it. May wait for so long, in milliseconds. */
  readonly next: (leftMs: number) => readonly string[] | undefined;
  /** What came of a turn, before the next. */
  readonly took: (result: TurnResult) => void;
}

/** The modules of a guest, by path: `"/main.ts"`; and those of its library, by bare name. */
export type ModuleMap = ReadonlyMap<string, string>;

/** An import that leads out of the map. */
export class ImportDenied extends Error {
  /** Always `"ImportDenied"`. */
  override readonly name: string = "ImportDenied";
  /** What was to be imported. */
  readonly specifier: string;
  /** Where the import stands. */
  readonly from: string;

  /** Makes the error. */
  constructor(specifier: string, from: string) {
    super(`${from} imports ${specifier}, which was not granted`);
    this.specifier = specifier;
    this.from = from;
  }
}

/** How long turns follow on each other before all else has its way, in milliseconds. */
const WINDOW_MS = 20;

/** How long it may take to tell what a turn that was ended had to say, in milliseconds. */
const LAST_WORDS_MS = 20;

/** A module, read and linked. */
interface LinkedModule {
  readonly module: vm.SourceTextModule;
  readonly code: string;
  /** The paths of what it imports, without the runtime's. */
  readonly imports: Set<string>;
}

/** A version beside the one that runs. */
interface NextVersion {
  readonly version: number;
  readonly modules: ReadonlyMap<string, LinkedModule>;
  readonly anew: readonly string[];
}

/** What is another one for each module: what they define with it is known by the module. */
const SCOPED: ReadonlySet<string> = new Set(["@superlearner/otp"]);

/** Those of the modules that run which are not the same in another map, or import one that is not. */
function staleModules(running: ReadonlyMap<string, LinkedModule>, modules: ModuleMap): ReadonlySet<string> {
  const stale = new Set<string>();
  for (const [path, { code }] of running) if (modules.get(path) !== code) stale.add(path);
  for (let size = -1; size !== stale.size;) {
    size = stale.size;
    for (const [path, { imports }] of running) if (!stale.isDisjointFrom(imports)) stale.add(path);
  }
  return stale;
}

/**
 * The inner wall: a realm of its own, in which nothing is reached but what was put there, and where each turn has a limit
 * of time. Only texts go in and out.
 *
 * No callback of ours is ever called by code of the guest: V8 would throw a stack overflow inside it as an error of our
 * realm, and from that all of our realm is reached. So dynamic imports and `import.meta` have none.
 */
export class Isolate {
  readonly #context: vm.Context;
  readonly #turnMs: number;
  readonly #input: string;
  readonly #glue: string;
  readonly #turn: vm.Script;
  readonly #drain: vm.Script;
  /** What the modules of the runtime export, by specifier. */
  readonly #runtime = new Map<string, string>();
  /** The modules that run, by path. */
  #modules: ReadonlyMap<string, LinkedModule> = new Map();
  #next: NextVersion | null = null;
  #loading: vm.SourceTextModule | null = null;
  #stopped = false;

  /** Makes the realm, and runs in it what is ours. */
  constructor({ config, turnMs, secret, code }: IsolateOptions) {
    this.#context = code.realm();
    this.#turnMs = turnMs;
    this.#input = `in_${secret}`;
    this.#glue = `glue_${secret}`;
    const glue = this.#glue;
    // Not a property of the global object: nobody can list it or change it.
    vm.runInContext(`const ${glue} = globalThis.__glue; delete globalThis.__glue;`, this.#context);
    this.#turn = new vm.Script(`try { ${glue}.turn(${this.#input}) } catch {}`, { filename: "turn" });
    this.#drain = new vm.Script(`${glue}.drain()`, { filename: "turn" });
    const told = JSON.stringify(JSON.stringify(config)); // in the script: what is on the global object now is frozen
    vm.runInContext(`${glue}.boot(${told})`, this.#context, { timeout: 5000 });
    const names = JSON.parse(vm.runInContext(`${glue}.names()`, this.#context) as string) as [string, string[]][];
    for (const [specifier, exported] of names) {
      this.#runtime.set(specifier, exported.filter((name) => name !== "default").join(", "));
    }
  }

  /**
   * Reads modules and links them; nothing of them runs yet. Of a later version only those are there anew whose text is another
   * one, and those that import them, directly or by others; the rest is what runs already.
   *
   * @returns The paths of those that are there anew.
   * @throws {ImportDenied} If one imports what is not in the map.
   * @throws {SyntaxError} If one cannot be read.
   */
  async link(modules: ModuleMap, { entry, version = 0 }: LinkOptions): Promise<readonly string[]> {
    const stale = staleModules(this.#modules, modules);
    const made = new Map<string, LinkedModule>();
    const runtimes = new Map<string, vm.SourceTextModule>();
    const runtime = (specifier: string, list: string, from: string): vm.SourceTextModule => {
      const [of, key] = SCOPED.has(specifier) ? [from, `${specifier} ${from}`] : ["", specifier];
      const known = runtimes.get(key);
      if (known !== undefined) return known;
      const called = JSON.stringify(specifier);
      const exported = of === ""
        ? `${this.#glue}.modules[${called}]`
        : `${this.#glue}.scoped(${called}, ${JSON.stringify(of)}, ${version})`;
      const module = this.#read(specifier, `export const { ${list} } = ${exported};`, "runtime");
      runtimes.set(key, module);
      return module;
    };
    const make = (path: string, code: string): vm.SourceTextModule => {
      const known = made.get(path) ?? (stale.has(path) ? undefined : this.#modules.get(path));
      const linked = known ?? { module: this.#read(path, code, `${MODULE_MARK}${path}`), code, imports: new Set() };
      made.set(path, linked);
      return linked.module;
    };
    const load = `${this.#glue}.loaded(entry, ${version});`;
    const first = this.#read(entry, `import * as entry from ${JSON.stringify(entry)}; ${load}`, "entry");
    const denied: ImportDenied[] = [];
    const linked = first.link((specifier: string, from: vm.Module) => {
      const importer = from.identifier.slice(MODULE_MARK.length);
      const list = this.#runtime.get(specifier);
      if (list !== undefined) return runtime(specifier, list, importer);
      const inside = () => resolveInside(specifier, importer);
      const path = from === first ? entry : isBare(specifier) && modules.has(specifier) ? specifier : inside();
      const code = path === undefined ? undefined : modules.get(path);
      if (path !== undefined && code !== undefined) {
        if (from !== first) made.get(importer)?.imports.add(path);
        return make(path, code);
      }
      const error = new ImportDenied(specifier, importer);
      denied.push(error);
      throw error;
    });
    await linked.catch((error: unknown) => {
      throw denied[0] ?? error;
    });
    const anew = [...made.keys()].filter((path) => made.get(path) !== this.#modules.get(path)).sort();
    for (const path of [...made.keys()]) this.#keepBelow(path, made);
    this.#next = { version, modules: made, anew };
    this.#loading = first;
    if (version === 0) this.#modules = made;
    return anew;
  }

  /** A version runs: what it replaced is let go of. */
  keep(version: number): void {
    if (this.#next?.version !== version) return;
    this.#modules = this.#next.modules;
    this.#next = null;
  }

  /** A version never runs. */
  forget(version: number): void {
    if (this.#next?.version !== version) return;
    this.#next = null;
    this.#loading = null;
  }

  /** What a module imports that is not linked again stays linked as it is, and all that is below it. */
  #keepBelow(path: string, made: Map<string, LinkedModule>): void {
    for (const below of made.get(path)!.imports) {
      const known = this.#modules.get(below);
      if (made.has(below) || known === undefined) continue;
      made.set(below, known);
      this.#keepBelow(below, made);
    }
  }

  /** Evaluates what was linked, in a turn: it has the limit of every turn. */
  evaluate(): TurnResult {
    const module = this.#loading;
    if (module === null) return { text: "", due: -1, stopped: this.#stopped };
    const name = this.#input;
    // Nothing can be reached from it, and by the time that code of the guest runs it is nowhere.
    const run = Object.setPrototypeOf(() => {
      Reflect.deleteProperty(this.#context, name);
      module.evaluate().then(() => {}, () => {});
    }, null);
    Reflect.defineProperty(this.#context, name, { value: run, configurable: true, writable: true });
    const { version = 0, anew = [] } = this.#next ?? {};
    const began = `${this.#glue}.evaluating(${version}, ${JSON.stringify(JSON.stringify(anew))});`;
    const script = `try { ${began} ${name}() } catch {} finally { ${this.#glue}.evaluated() }`;
    return this.#run(new vm.Script(script, { filename: "turn" }));
  }

  /** Whether what is loaded has not come to an end: it waits for something at its top level. */
  get loading(): boolean {
    return this.#loading !== null;
  }

  /** One turn, in which the guest hears messages: each the text of one, the first being the time. */
  turn(messages: readonly string[]): TurnResult {
    if (!this.#give(`[${messages.join(",")}]`)) return this.#stop("");
    return this.#run(this.#turn);
  }

  /** Turns one after the other, under one watch for all: that costs as much as the rest of a turn. While the entry is loading it is one. */
  turns(first: readonly string[], { next, took }: Turns): void {
    if (this.#loading !== null || this.#stopped) return took(this.turn(first));
    const limit = { limitMs: this.#turnMs, spareMs: spareOf(this.#turnMs), windowMs: WINDOW_MS };
    let heard: readonly string[] | undefined;
    const turn = () => void this.#turn.runInContext(this.#context);
    const give = (leftMs: number) => {
      if (heard !== undefined) took(this.#drained());
      heard = heard === undefined ? first : this.#stopped ? undefined : next(leftMs);
      return heard !== undefined && this.#give(`[${heard.join(",")}]`) ? turn : undefined;
    };
    try {
      if (!runTurns(give, limit)) took(this.#lastWords());
    } catch { // not an error of the guest: the script catches those, so it was ended
      took(this.#lastWords());
    } finally {
      Reflect.deleteProperty(this.#context, this.#input);
    }
  }

  #run(script: vm.Script): TurnResult {
    if (this.#stopped) return { text: "", due: -1, stopped: true };
    const limit = { limitMs: this.#turnMs, spareMs: spareOf(this.#turnMs) };
    try {
      if (!runTurn(() => void script.runInContext(this.#context), limit)) return this.#lastWords();
    } catch { // not an error of the guest: the script catches those, so it was ended
      return this.#lastWords();
    } finally {
      Reflect.deleteProperty(this.#context, this.#input);
    }
    this.#settle();
    return this.#stopped ? this.#lastWords() : this.#drained();
  }

  /** Tells the guest's side what its entry threw; that is an object of its realm, and not looked at here. */
  #settle(): void {
    const module = this.#loading;
    if (module?.status !== "errored") return; // one that waits at its top level counts as evaluated as well
    this.#loading = null;
    Reflect.defineProperty(this.#context, this.#input, { value: module.error, configurable: true, writable: true });
    const script = `try { ${this.#glue}.failed(${this.#input}, ${this.#next?.version ?? 0}) } catch {}`;
    const limit = { limitMs: this.#turnMs, spareMs: spareOf(this.#turnMs) };
    try {
      if (!runTurn(() => void vm.runInContext(script, this.#context), limit)) this.#stopped = true;
    } catch {
      this.#stopped = true;
    } finally {
      Reflect.deleteProperty(this.#context, this.#input);
    }
  }

  /** Reads two fields on the other side, and so takes no time that would need a limit. */
  #drained(): TurnResult {
    return this.#told(this.#drain.runInContext(this.#context));
  }

  /** Of a turn that was ended microtasks may be left, which run with whatever runs next in the realm: that has a limit. */
  #lastWords(): TurnResult {
    this.#stopped = true;
    let said: unknown;
    const limit = { limitMs: LAST_WORDS_MS, spareMs: spareOf(LAST_WORDS_MS) };
    try {
      if (!runTurn(() => void (said = this.#drain.runInContext(this.#context)), limit)) return this.#stop("");
    } catch {
      return this.#stop("");
    }
    return this.#told(said);
  }

  #told(said: unknown): TurnResult {
    if (typeof said !== "string") return this.#stop("");
    const bar = said.indexOf("|");
    if (said[bar + 1] === "1") this.#loading = null;
    return { due: Number(said.slice(0, bar)), text: said.slice(bar + 3), stopped: this.#stopped };
  }

  #stop(text: string): TurnResult {
    this.#stopped = true;
    return { text, due: -1, stopped: true };
  }

  /** By definition, not by assignment, which would call a setter that the guest has put there. */
  #give(text: string): boolean {
    return Reflect.defineProperty(this.#context, this.#input, { value: text, configurable: true, writable: true });
  }

  #read(path: string, code: string, identifier: string): vm.SourceTextModule {
    try {
      return new vm.SourceTextModule(code, { context: this.#context, identifier });
    } catch (error) {
      throw new SyntaxError(`${path}: ${messageOf(error)}`);
    }
  }
}

/** How much later than its limit a turn is stopped: enough for the thread that does it to be on time. */
function spareOf(turnMs: number): number {
  return Math.min(250, Math.max(20, turnMs));
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
