import { checkKnownOptions } from "../limits/check_options.ts";
import { checkAmounts } from "../limits/check_values.ts";
import type { Transpiled } from "./transpiled.ts";

/** How large a cache may grow. */
export interface CompileCacheOptions {
  /** The size of the code that is kept, in UTF-16 units; what was used longest ago goes first. @default {33_554_432} */
  readonly maxChars?: number;
}

/** What was compiled before, by the hash of all that the result depends on. Several compilers may share one. */
export class CompileCache {
  readonly #maxChars: number;
  readonly #entries = new Map<string, Transpiled>();
  #chars = 0;

  /** An empty cache. @throws {ArgumentError} If an option is none. */
  constructor(options: CompileCacheOptions = {}) {
    const action = "make a cache of a compiler";
    const { maxChars = 33_554_432 } = checkKnownOptions(action, options, { maxChars: true });
    checkAmounts(action, { maxChars });
    this.#maxChars = maxChars;
  }

  /** How many results are kept. */
  get size(): number {
    return this.#entries.size;
  }

  /** The result for a key; it counts as used. */
  get(key: string): Transpiled | undefined {
    const found = this.#entries.get(key);
    if (found === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, found);
    return found;
  }

  /** Keeps a result. */
  set(key: string, result: Transpiled): void {
    this.#remove(key);
    this.#entries.set(key, result);
    this.#chars += sizeOf(result);
    for (const oldest of this.#entries.keys()) {
      if (this.#chars <= this.#maxChars) break;
      this.#remove(oldest);
    }
  }

  #remove(key: string): void {
    const found = this.#entries.get(key);
    if (found === undefined) return;
    this.#chars -= sizeOf(found);
    this.#entries.delete(key);
  }
}

/** An entry costs something even where there is no code. */
function sizeOf({ code, map = "", imports, exports, diagnostics }: Transpiled): number {
  const names = imports.reduce((sum, { names = [] }) => sum + names.length, exports.length);
  return 200 + code.length + map.length + 200 * (imports.length + diagnostics.length) + 50 * names;
}
