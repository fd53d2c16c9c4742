import type { Compiled } from "../compiling/compiled.ts";
import type { Compiler } from "../compiling/compiler.ts";
import type { Source } from "../compiling/sources.ts";
import { type Diagnostic, SandboxError } from "../limits/sandbox_error.ts";
import { describeFailure } from "./describe_failure.ts";

/** An error with its stack: up to the first place in a module. */
const PLACED = /^(.*?)\s+at (?:[^:]*\()?sandbox:(\/[^:]+):(\d+):(\d+)/;

/** Modules that can be loaded, or why there are none. */
export interface SubmissionModules {
  /** JavaScript by path; empty where there are diagnostics. */
  readonly files: Readonly<Record<string, string>>;
  /** What is wrong. */
  readonly diagnostics: readonly Diagnostic[];
}

/** How they are compiled. */
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
  const files: Record<string, string> = {};
  for (const { path, kind, code } of compiled.modules) files[path] = kind === "json" ? `export default ${code}` : code;
  return { files, diagnostics: compiled.diagnostics };
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
