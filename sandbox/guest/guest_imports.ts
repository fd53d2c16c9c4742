import { ImportError } from "./import_error.ts";
import { resolveInside } from "./module_path.ts";

/** What a dynamic import needs of the guest. */
export interface ImportParts {
  /** Whether it is a module of the runtime. */
  readonly isRuntime: (specifier: string) => boolean;
  /** An import that was not granted. */
  readonly denied: (specifier: string, from: string) => void;
}

/** A module of a version that somebody has asked for. */
interface Asked {
  readonly id: number;
  /** In a box: a namespace that exports `then` would be called by each promise that it went through. */
  readonly answer: PromiseWithResolvers<{ readonly namespace: object }>;
}

/** A version of the modules. */
interface Version {
  readonly paths: ReadonlySet<string>;
  readonly asked: Map<string, Asked>;
}

/** Where an import stands. */
interface Importer {
  readonly path: string;
  /** Of which version it is. */
  readonly version: number;
}

/**
 * `import()` as the guest has it: a function of its own realm, which notes what is wanted. The isolate looks at that after
 * the turn, links it, and evaluates it in a turn of its own, which has the limit of every turn.
 *
 * A module of the version that is loaded beside the running one imports from that; all others from the one that runs, also
 * those of earlier versions.
 */
export class GuestImports {
  readonly #parts: ImportParts;
  readonly #versions = new Map<number, Version>();
  readonly #waiting = new Map<number, Asked>();
  #running = 0;
  #lastId = 0;
  #wanted = "";

  /** Nothing is loaded yet. */
  constructor(parts: ImportParts) {
    this.#parts = parts;
  }

  /** The modules of a version are there. */
  begin(version: number, paths: readonly string[]): void {
    this.#versions.set(version, { paths: new Set(paths), asked: new Map() });
  }

  /** A version runs. */
  commit(version: number): void {
    this.#running = version;
    for (const known of [...this.#versions.keys()]) if (known < version) this.#versions.delete(known);
  }

  /** A version never runs. */
  discard(version: number): void {
    if (version !== this.#running) this.#versions.delete(version);
  }

  /** Whether anything is wanted. */
  get wants(): boolean {
    return this.#wanted !== "";
  }

  /** What is wanted, as the inside of a JSON list: `[id, version, from, to]`, and `[id]` for what is there. */
  takeWanted(): string {
    const wanted = this.#wanted;
    this.#wanted = "";
    return wanted;
  }

  /** What a module gets as its `import()`. */
  importer(from: Importer): (specifier: unknown, options?: unknown) => Promise<object> {
    return async (specifier, options) => {
      const text = `${specifier as string}`; // once: an object may say something else the next time
      const type = typeOf(options);
      const { answer } = this.#find(text, type, from);
      return (await answer.promise).namespace;
    };
  }

  /** A module is evaluated. */
  imported(id: number, namespace: object): void {
    this.#settle(id)?.resolve({ namespace });
  }

  /** What it threw. */
  threw(id: number, error: unknown): void {
    this.#settle(id)?.reject(error);
  }

  #settle(id: number): Asked["answer"] | undefined {
    const found = this.#waiting.get(id);
    if (!this.#waiting.delete(id)) return undefined;
    this.#note([id]);
    return found?.answer;
  }

  #find(specifier: string, type: string | undefined, { path: from, version }: Importer): Asked {
    const number = this.#versions.has(version) ? Math.max(version, this.#running) : this.#running;
    const { paths, asked } = this.#versions.get(number)!;
    const isRuntime = this.#parts.isRuntime(specifier);
    const to = isRuntime ? specifier : this.#resolve(specifier, type, { from, paths });
    const key = isRuntime ? `${to} ${from}` : to; // what a module sees of the runtime is its own
    const known = asked.get(key);
    if (known !== undefined) return known;
    const made: Asked = { id: ++this.#lastId, answer: Promise.withResolvers() };
    this.#note([made.id, number, from, to]); // first: the stack may be at its end
    this.#waiting.set(made.id, made);
    asked.set(key, made);
    return made;
  }

  #resolve(
    specifier: string,
    type: string | undefined,
    { from, paths }: { readonly from: string; readonly paths: ReadonlySet<string> },
  ): string {
    const refuse = (why: string, code: ImportError["code"]): never => {
      throw new ImportError(why, { specifier, from, code });
    };
    const to = pathOf(specifier, { from, paths });
    if (to === undefined) {
      this.#parts.denied(specifier, from);
      return refuse("it was not granted", "denied");
    }
    if (!paths.has(to) || !isBare(specifier) && specifier.includes("//")) {
      return refuse("the sandbox has no such module", "missing");
    }
    const isData = to.endsWith(".json");
    if (isData && type !== "json") return refuse('JSON is imported with { with: { type: "json" } }', "attribute");
    if (!isData && type !== undefined) return refuse(`it cannot be imported as ${type.slice(0, 50)}`, "attribute");
    return to;
  }

  #note(wanted: readonly unknown[]): void {
    this.#wanted += `${this.#wanted === "" ? "" : ","}${JSON.stringify(wanted)}`;
  }
}

/** Where a specifier leads; `undefined` for out of the sandbox. */
function pathOf(
  specifier: string,
  { from, paths }: { readonly from: string; readonly paths: ReadonlySet<string> },
): string | undefined {
  if (!/^\.\.?\//.test(specifier)) return isBare(specifier) && paths.has(specifier) ? specifier : undefined;
  const [, origin, path] = /^(https?:\/\/[^/]*)([^?]*)/.exec(from) ?? []; // of a remote module, whose name is its URL
  if (origin === undefined) return resolveInside(specifier, from);
  const inside = resolveInside(specifier, path!);
  return inside === undefined ? undefined : origin + inside;
}

/** Whether it is the name of a module that was added to the sandbox's own, and no other way to write a path. */
function isBare(specifier: string): boolean {
  return !/^[./]/.test(specifier);
}

/** The type that the options of an import say, each read once; `undefined` for none. */
function typeOf(options: unknown): string | undefined {
  if (options === undefined) return undefined;
  const given = objectOf(options, "the second argument of import() is an object")["with"];
  if (given === undefined) return undefined;
  let type: string | undefined;
  for (const [key, value] of Object.entries(objectOf(given, "import attributes are an object"))) {
    if (typeof value !== "string") throw new TypeError("Cannot import: the value of an import attribute is a string");
    if (key !== "type") throw new TypeError(`Cannot import: there is no import attribute ${key.slice(0, 50)}`);
    type = value;
  }
  return type;
}

function objectOf(value: unknown, rule: string): { readonly [name: string]: unknown } {
  if (typeof value === "object" && value !== null || typeof value === "function") {
    return value as { readonly [name: string]: unknown };
  }
  throw new TypeError(`Cannot import: ${rule}`);
}
