import { type CompileOptions, Compiler, type CompilerOptions } from "./compiler.ts";
import { partOptions } from "./compile_options.ts";
import type { Compiled } from "./compiled.ts";
import type { Source } from "./sources.ts";

/** How one compile with a compiler of its own is done. */
export interface CompileOnceOptions extends CompileOptions, CompilerOptions {}

/**
 * Compiles once; whoever compiles again keeps a {@linkcode Compiler}, which starts its process once.
 *
 * @throws {SandboxError} As {@linkcode Compiler.compile} does; what is wrong with the text is in the diagnostics.
 * @throws {ArgumentError} If an option is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { compile } from "@superlearner/sandbox";
 *
 * const { diagnostics } = await compile({ files: { "main.ts": "export const n: number = ;" } });
 * assertEquals(diagnostics, [
 *   { file: "/main.ts", line: 1, column: 26, code: "TS1109", message: "Expression expected." },
 * ]);
 * ```
 */
export async function compile(source: Source, options: CompileOnceOptions = {}): Promise<Compiled> {
  const [ofCompiler, ofCompile] = partOptions(options);
  await using compiler = new Compiler(ofCompiler);
  return await compiler.compile(source, ofCompile);
}
