import { ArgumentError } from "@superlearner/otp";
import { checkKnownOptions, isPlainObject, optionsFor } from "../limits/check_options.ts";
import type { CompileOnceOptions } from "./compile.ts";
import type { CompileOptions, CompilerOptions } from "./compiler.ts";

const ACTION = "compile";

const OF_COMPILER: Readonly<Record<keyof CompilerOptions, true>> = {
  grants: true,
  jsxImportSource: true,
  heapMb: true,
  cache: true,
  clock: true,
};

const OF_COMPILE: Readonly<Record<keyof CompileOptions, true>> = {
  check: true,
  timeoutMs: true,
  remote: true,
  signal: true,
  maxBytes: true,
  maxFiles: true,
};

/** Gives the options of a compiler back if they have the right form. @throws {ArgumentError} If not. */
export function checkCompilerOptions(options: CompilerOptions): CompilerOptions {
  const { grants = {}, jsxImportSource = "", heapMb = 512, cache, clock } = checkKnownOptions(
    ACTION,
    options,
    OF_COMPILER,
  );
  const isGrants = isPlainObject(grants) && Object.values<unknown>(grants).every(isName);
  if (!isGrants) refuse("grants are URLs by name", grants);
  if (typeof jsxImportSource !== "string") refuse("jsxImportSource is the name of a module", jsxImportSource);
  if (!(Number.isInteger(heapMb) && heapMb > 0)) refuse("heapMb is a whole number above 0", heapMb);
  if (cache !== undefined && typeof (cache as Partial<typeof cache> | null)?.get !== "function") {
    refuse("cache is a CompileCache", cache);
  }
  if (clock !== undefined && typeof (clock as Partial<typeof clock> | null)?.now !== "function") {
    refuse("clock is a Clock", clock);
  }
  return options;
}

/** Gives the options of one compile back if they have the right form. @throws {ArgumentError} If not. */
export function checkCompileOptions(options: CompileOptions): CompileOptions {
  const { check = false, timeoutMs = 1, remote, signal, maxBytes = 0, maxFiles = 0 } = checkKnownOptions(
    ACTION,
    options,
    OF_COMPILE,
  );
  if (typeof check !== "boolean") refuse("check is true or false", check);
  if (typeof timeoutMs !== "number" || !(timeoutMs > 0)) {
    refuse("timeoutMs is a number of milliseconds above 0", timeoutMs);
  }
  if (remote !== undefined && typeof (remote as Partial<typeof remote> | null)?.allows !== "function") {
    refuse("remote brings modules", remote);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) refuse("signal is an AbortSignal", signal);
  for (const [name, value] of Object.entries({ maxBytes, maxFiles })) {
    if (typeof value !== "number" || !(value >= 0)) refuse(`${name} is a number from 0 up`, value);
  }
  return options;
}

/** The options of a compiler and those of one compile, out of both together. @throws {ArgumentError} If there are others. */
export function partOptions(options: CompileOnceOptions): [ofCompiler: CompilerOptions, ofCompile: CompileOptions] {
  checkKnownOptions(ACTION, options, { ...OF_COMPILER, ...OF_COMPILE });
  return [optionsFor<CompilerOptions>(OF_COMPILER, options), optionsFor<CompileOptions>(OF_COMPILE, options)];
}

/** Of one that has no types it is enough to be there. */
function isName(value: unknown): boolean {
  return typeof value === "string" || value === undefined;
}

function refuse(rule: string, value: unknown): never {
  throw new ArgumentError(ACTION, { rule, value });
}
