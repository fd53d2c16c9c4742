import type { Diagnostic, SandboxFailure } from "../limits/sandbox_error.ts";

/** One import of a compiled module, resolved. */
export interface ModuleImport {
  /** As it is written, and as the engine will ask for it. */
  readonly specifier: string;
  /** The path of the module it leads to (`"/lib/a.ts"`) or its URL, or the name that was granted (`"@superlearner/otp"`). */
  readonly to: string;
  /** Loaded with the module, or when `import()` runs. */
  readonly kind: "static" | "dynamic";
  /** From 1 up; 0 where the compiler put it in, as for JSX. */
  readonly line: number;
  /** From 1 up; 0 where the compiler put it in. */
  readonly column: number;
}

/** A module that can be loaded: text that nobody has run yet. */
export interface CompiledModule {
  /** Its name in the sandbox: `"/main.ts"`; of a remote module its URL. */
  readonly path: string;
  /** JavaScript, or data. */
  readonly kind: "js" | "json";
  /** The hash of its source; line ends and a byte order mark do not count. */
  readonly sha256: string;
  /** The hash of its source and of all that it imports, directly or by others: another one, and it has to be loaded anew. */
  readonly closureSha256: string;
  /** What it imports at run time, in the order in which it stands there; that of types is gone. */
  readonly imports: readonly ModuleImport[];
  /** Whether it asks for `import.meta`. */
  readonly importMeta: boolean;
  /** JavaScript (a module), or JSON. */
  readonly code: string;
  /** A source map (version 3) where lines and columns had to change: enums, parameter properties, JSX, decorators. */
  readonly map?: string;
}

/** What came of a compile. Where there are diagnostics there are no modules. */
export interface Compiled {
  /** All modules, what is imported before who imports it as far as there is no cycle. */
  readonly modules: readonly CompiledModule[];
  /** The text of each file, as it was compiled. */
  readonly sources: ReadonlyMap<string, string>;
  /** What is wrong, by file and place. */
  readonly diagnostics: readonly CompileDiagnostic[];
  /** How many files were taken from the cache. */
  readonly cached: number;
  /** How many files were compiled. */
  readonly compiled: number;
  /** The hash of all modules: the same text, the same hash. */
  readonly sha256: string;
  /** Cycles of imports: legal, and told. */
  readonly cycles: readonly (readonly string[])[];
  /** The one failure that stands for the diagnostics: an import that was denied before all else. None where all is well. */
  readonly failure: SandboxFailure | undefined;
}

/** A diagnostic of the compiler. Codes that are not TypeScript's: `IMPORT_DENIED`, `IMPORT_SCHEME`, `IMPORT_TYPE`, `JSON`, `JSX`, `SYNTAX`, `TOO_DEEP`, `CHECK`. */
export interface CompileDiagnostic extends Diagnostic {
  /** What was asked for, where an import was denied. */
  readonly specifier?: string;
}

/** The failure that diagnostics amount to. */
export function failureOf(diagnostics: readonly CompileDiagnostic[]): SandboxFailure | undefined {
  const denied = diagnostics.find(({ code, specifier }) => code === "IMPORT_DENIED" && specifier !== undefined);
  if (denied !== undefined) return { kind: "import_denied", specifier: denied.specifier!, from: denied.file };
  return diagnostics.length === 0 ? undefined : { kind: "compile_failed", diagnostics };
}
