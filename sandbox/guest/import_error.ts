/** Why an `import()` has failed before anything of the module ran. */
export type ImportErrorCode =
  /** It leads out of the sandbox, and was not granted. */
  | "denied"
  /** The sandbox has no such module. */
  | "missing"
  /** It is asked for as something that it is not, as JSON without `{ with: { type: "json" } }`. */
  | "attribute"
  /** It, or something that it imports, cannot be read or linked. */
  | "unreadable";

/** How an {@linkcode ImportError} is made. */
export interface ImportErrorOptions {
  /** What was to be imported. */
  readonly specifier: string;
  /** The path of the module in which the import stands. */
  readonly from: string;
  /** Why not. */
  readonly code: ImportErrorCode;
}

/** As much of a specifier as errors hold. */
const MOST_SHOWN = 200;

/** What a dynamic import is rejected with that leads to nothing; what the module itself throws comes as it is. */
export class ImportError extends TypeError {
  /** Always `"ImportError"`. */
  declare readonly name: "ImportError";
  /** What was to be imported, as text; 200 characters of it at most. */
  readonly specifier: string;
  /** The path of the module in which the import stands: `"/main.ts"`. */
  readonly from: string;
  /** Why not. */
  readonly code: ImportErrorCode;

  /** Makes one. */
  constructor(why: string, { specifier, from, code }: ImportErrorOptions) {
    const shown = specifier.slice(0, MOST_SHOWN);
    super(`Cannot import ${JSON.stringify(shown)} in ${from}: ${why}`);
    Object.defineProperty(this, "name", { value: "ImportError", configurable: true, writable: true });
    this.specifier = shown;
    this.from = from;
    this.code = code;
  }
}
