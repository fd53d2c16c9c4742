import { guestText } from "../limits/sandbox_error.ts";
import type { CompileDiagnostic } from "./compiled.ts";
import type { FoundImport, FoundName, Transpiled } from "./transpiled.ts";

/** One file, and where its imports lead. */
export interface Resolved {
  readonly path: string;
  readonly result: Transpiled;
  /** Without those that lead nowhere. */
  readonly leads: ReadonlyMap<FoundImport, string>;
}

/** How many modules are looked at in all: with `export *` around each other, much may be asked of many. */
const MOST_STEPS = 1_000_000;

/** How many diagnostics a file has at most. */
const MOST = 100;

/**
 * Finds the names that are imported of a file which has no such export: the engine would not load who imports them. What
 * cannot be known counts as there: what was granted, what does not compile, and what would take too long to find.
 */
export function missingNames(files: readonly Resolved[]): CompileDiagnostic[] {
  const exports = new Exports(files);
  return files.flatMap(({ path, result, leads }) => {
    const found: CompileDiagnostic[] = [];
    for (const one of result.imports) {
      const to = leads.get(one);
      if (to === undefined || one.kind !== "static") continue;
      for (const asked of one.names ?? []) {
        if (found.length < MOST && !exports.has(to, asked.name)) found.push({ file: path, ...missing(one, asked) });
      }
    }
    return found;
  });
}

function missing({ specifier, ...place }: FoundImport, asked: FoundName): Omit<CompileDiagnostic, "file"> {
  const { line, column } = asked.line === 0 ? place : asked;
  const from = guestText(specifier);
  if (asked.name === "default") return { line, column, code: "TS1192", message: `${from} has no default export` };
  return { line, column, code: "TS2305", message: `${from} exports no value named ${guestText(asked.name)}` };
}

class Exports {
  readonly #files: ReadonlyMap<string, Resolved>;
  readonly #names = new Map<string, ReadonlySet<string>>();
  #stepsLeft = MOST_STEPS;

  constructor(files: readonly Resolved[]) {
    this.#files = new Map(files.map((file) => [file.path, file]));
  }

  /** Whether that has such an export, of its own or by `export *`, or may have one. */
  has(path: string, name: string): boolean {
    const seen = new Set([path]);
    for (const at of seen) {
      const file = this.#files.get(at);
      if (file === undefined || file.result.diagnostics.length > 0 || this.#namesOf(file).has(name)) return true;
      if (name === "default") return false; // is brought by no `export *`
      for (const one of file.result.imports) {
        if (--this.#stepsLeft < 0) return true;
        if (one.isStar !== true || one.kind !== "static") continue;
        const to = file.leads.get(one);
        if (to === undefined) return true;
        seen.add(to);
      }
    }
    return false;
  }

  #namesOf({ path, result }: Resolved): ReadonlySet<string> {
    const known = this.#names.get(path);
    if (known !== undefined) return known;
    const names = new Set(result.exports);
    this.#names.set(path, names);
    return names;
  }
}
