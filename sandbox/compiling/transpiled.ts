import type { Diagnostic } from "../limits/sandbox_error.ts";

/** What compiles, and the form of what comes out: a result of another one is never taken from a cache. */
export const COMPILER = "typescript 6.0, ts-blank-space 0.9, form 3";

/** How a module asks for another one. */
export type ImportKind =
  /** `import … from "x"`, `import "x"`, `export … from "x"`: loaded with the module. */
  | "static"
  /** `import("x")` with a literal: loaded when that runs. */
  | "dynamic"
  /** Only its types are asked for; gone at run time. */
  | "type"
  /** `/// <reference … />`, which is never granted. */
  | "reference";

/** An import as it stands in the text. */
export interface FoundImport {
  /** What is asked for, as it is written. */
  readonly specifier: string;
  /** How it asks. */
  readonly kind: ImportKind;
  /** The `type` of its attributes (`with { type: "json" }`), and where an attribute is another, its name. */
  readonly attribute?: string;
  /** From 1 up; 0 where the compiler put it in, as for JSX. */
  readonly line: number;
  /** From 1 up; 0 where the compiler put it in. */
  readonly column: number;
  /** What a static one asks for by name; `"default"` among them, and nothing for `* as x`. @default none */
  readonly names?: readonly FoundName[];
  /** Whether it is `export * from`. @default {false} */
  readonly isStar?: boolean;
}

/** A name that is asked of another module, as it is called there. */
export interface FoundName {
  /** The name. */
  readonly name: string;
  /** From 1 up; 0 where the compiler put it in. */
  readonly line: number;
  /** From 1 up; 0 where the compiler put it in. */
  readonly column: number;
}

/** What the compiler is told of one file. */
export interface TranspileInput {
  readonly path: string;
  readonly text: string;
}

/** How all files are compiled. */
export interface TranspileOptions {
  /** Where JSX gets its functions from; none, and JSX is not compiled. */
  readonly jsxImportSource?: string;
}

/** What became of one file. It depends on the text, the kind of file and the options alone; the path is put in later. */
export interface Transpiled {
  /** JavaScript, or JSON; each line and column where it was, unless there is a map. */
  readonly code: string;
  /** A source map (version 3), where lines and columns had to change. */
  readonly map?: string;
  /** All that it asks for, that of types included. */
  readonly imports: readonly FoundImport[];
  /** Whether it asks for `import.meta`. */
  readonly importMeta: boolean;
  /** The names it has for others, without what `export *` brings; rather one too many. */
  readonly exports: readonly string[];
  /** What is wrong with it; there is no code then. */
  readonly diagnostics: readonly Omit<Diagnostic, "file">[];
}
