import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { SandboxError } from "../limits/sandbox_error.ts";
import { compile, type CompileOnceOptions } from "./compile.ts";
import { CompileCache } from "./compile_cache.ts";
import { checkCompileOptions, checkCompilerOptions, partOptions } from "./compile_options.ts";
import { Compiler } from "./compiler.ts";

Deno.test("what is right is given back, each to whom it belongs", () => {
  const ofCompiler = { grants: { a: undefined }, heapMb: 64, cache: new CompileCache() };
  const ofCompile = { check: true, timeoutMs: Infinity, maxBytes: 5, signal: new AbortController().signal };
  assertEquals(checkCompilerOptions(ofCompiler) === ofCompiler, true);
  assertEquals(checkCompileOptions(ofCompile) === ofCompile, true);
  assertEquals(partOptions({ ...ofCompiler, ...ofCompile }), [ofCompiler, ofCompile]);
});

Deno.test("new Compiler() refuses what is none, with the rule", () => {
  const bad: [unknown, string][] = [
    [null, "the options are an object"],
    [5, "the options are an object"],
    [{ grant: {} }, "an option is one of grants, jsxImportSource, "],
    [{ grants: null }, "grants are URLs by name"],
    [{ grants: { a: 5 } }, "grants are URLs by name"],
    [{ jsxImportSource: 5 }, "jsxImportSource is the name of a module"],
    [{ heapMb: "x" }, "heapMb is a whole number above 0"],
    [{ cache: {} }, "cache is a CompileCache"],
    [{ clock: null }, "clock is a Clock"],
  ];
  for (const [options, rule] of bad) assertThrows(() => new Compiler(options as never), ArgumentError, rule);
});

Deno.test("compile() refuses what is none, with the rule", async () => {
  const bad: [unknown, string][] = [
    [null, "the options are an object"],
    [{ checks: true }, "an option is one of grants, "],
    [{ check: "yes" }, "check is true or false"],
    [{ timeoutMs: "5" }, "timeoutMs is a number of milliseconds above 0"],
    [{ remote: 5 }, "remote brings modules"],
    [{ signal: 5 }, "signal is an AbortSignal"],
    [{ maxBytes: NaN }, "maxBytes is a number from 0 up"],
    [{ maxFiles: "5" }, "maxFiles is a number from 0 up"],
  ];
  for (const [options, rule] of bad) {
    await assertRejects(() => compile({ files: {} }, options as CompileOnceOptions), ArgumentError, rule);
  }
  for (const source of [undefined, null, {}, 5, { files: null }, { files: {}, dir: "x" }, { dir: 5 }] as never[]) {
    await assertRejects(() => compile(source), ArgumentError);
  }
  await assertRejects(() => compile({ dir: "/a\0b" }), SandboxError, "it is a directory");
});
