import type { Compiled } from "../compiling/compiled.ts";
import type { Compiler } from "../compiling/compiler.ts";
import type { Source } from "../compiling/sources.ts";
import { type Diagnostic, SandboxError } from "../limits/sandbox_error.ts";
import { asModule } from "../host/prepare_modules.ts";
import { describeFailure } from "./describe_failure.ts";
import { TESTING } from "./tests_room.ts";

/** An error with its stack: up to the first place in a module. */
const PLACED = /^(.*?)\s+at (?:[^:]*\()?sandbox:(\/[^:]+):(\d+):(\d+)/;

/** Modules that can be loaded, or why there are none. */
export interface SubmissionModules {
  /** JavaScript by path; empty where there are diagnostics. */
  readonly files: Readonly<Record<string, string>>;
  /** What is wrong. */
  readonly diagnostics: readonly Diagnostic[];
}

/** How they are compiled: by who also compiles tests, and grants those more. */
export interface SubmissionCompileOptions {
  /** Who compiles. */
  readonly compiler: Compiler;
  /** Whether types are checked. */
  readonly check: boolean;
}

/** Compiles what was handed in; whatever is wrong with it is a diagnostic. */
export async function compileSubmission(
  source: Source,
  { compiler, check }: SubmissionCompileOptions,
): Promise<SubmissionModules> {
  let compiled: Compiled;
  try {
    compiled = await compiler.compile(source, { check });
  } catch (error) {
    return { files: {}, diagnostics: [diagnosticOf(error)] };
  }
  const denied = compiled.modules.flatMap(({ path: file, imports }) =>
    imports.filter(({ to }) => to === TESTING).map(({ line, column }): Diagnostic => {
      return { file, line, column, code: "IMPORT_DENIED", message: `The import of ${TESTING} was not granted` };
    })
  );
  const diagnostics = [...compiled.diagnostics, ...denied];
  return { files: diagnostics.length > 0 ? {} : textsOf(compiled), diagnostics };
}

/** Compiles tests. @throws {SandboxError} If they do not compile: who made them is told. */
export async function compileTests(source: Source, compiler: Compiler): Promise<Readonly<Record<string, string>>> {
  const compiled = await compiler.compile(source);
  if (compiled.failure !== undefined) throw new SandboxError("load the tests", compiled.failure);
  return textsOf(compiled);
}

function textsOf({ modules }: Compiled): Record<string, string> {
  return Object.fromEntries(modules.map(({ path, kind, code }) => [path, kind === "js" ? code : asModule(code)]));
}

/** The error of a sandbox as what is wrong with the submission. @throws Any other error. */
export function diagnosticOf(error: unknown): Diagnostic {
  if (!(error instanceof SandboxError)) throw error;
  const { failure } = error;
  const code = failure.kind.toUpperCase();
  if (failure.kind !== "load_failed") {
    const file = failure.kind === "source_refused" ? failure.path : "";
    return { file, line: 0, column: 0, code, message: describeFailure(failure) };
  }
  // What it threw, and where, as its realm shows it.
  const [, message = failure.message, file = failure.module, line = "0", column = "0"] = PLACED.exec(failure.message) ??
    [];
  return { file, line: Number(line), column: Number(column), code, message: message.trim() };
}

/** The path of the module that is asked, as it was named or as it is found. */
export function entryOf(files: Readonly<Record<string, string>>, asked: string | undefined): string | undefined {
  const wanted = asked === undefined || asked.startsWith("/") ? asked : `/${asked}`;
  if (wanted !== undefined) return Object.hasOwn(files, wanted) ? wanted : undefined;
  const paths = Object.keys(files);
  return paths.find((path) => /^\/(main|exercise|mod)\.[cm]?[jt]s$/.test(path)) ??
    (paths.length === 1 ? paths[0] : undefined);
}
