/** A stack as people read it. */
export interface StackFrames {
  /** Frames of the program's own, innermost first; where there are none, the innermost of any kind. */
  readonly shown: readonly string[];
  /** How many are not shown: frames of this package, of the platform, and those beyond the limit. */
  readonly folded: number;
  /** Whether those shown are the program's own. */
  readonly own: boolean;
}

/** Where this package is: a frame below it is the runtime's. In a bundle it is nowhere: its frames look like all others. */
const HOME = import.meta.url?.match(/^(.+\/)reports\/stack_frames\.[jt]s$/)?.[1];

/** What is below it and still the program's: tests and examples, also those in documentation. */
const NOT_RUNTIME = /_(?:test|bench|suite)\.tsx?:|\/(?:testdata|examples)\/|\.ts\$\d/;

/** Frames of the platform, and of native functions, which say nothing. */
const PLATFORM = /(?:\(|@|at |async )(?:node|ext|deno|native):|<anonymous>\)?$/;

/** How many frames are shown where none is the program's. */
const SOME = 5;

/**
 * The frames of a stack, the program's own first, the runtime's folded. Knows the forms of V8, Firefox and Safari.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { stackFrames } from "@superlearner/otp";
 *
 * const stack = "Error: no\n    at buy (https://shop.example/cart.ts:3:9)\n    at ext:core/ops.js:1:1";
 * assertEquals(stackFrames(stack).shown, ["at buy (https://shop.example/cart.ts:3:9)"]);
 * ```
 */
export function stackFrames(stack: string, options: { most?: number } = {}): StackFrames {
  const { most = 10 } = options;
  const all = stack.split("\n").map((line) => line.trim()).filter(isFrame);
  const own = all.filter((frame) => !isRuntimeFrame(frame));
  const shown = (own.length > 0 ? own.slice(0, most) : all.slice(0, Math.min(SOME, most)))
    .map((frame) => frame.startsWith("at ") ? frame : `at ${frame}`);
  return { shown, folded: all.length - shown.length, own: own.length > 0 };
}

function isFrame(line: string): boolean {
  return /^at .+/.test(line) || /^[^\s@]*@\S+:\d+(?::\d+)?$/.test(line);
}

function isRuntimeFrame(frame: string): boolean {
  return PLATFORM.test(frame) || HOME !== undefined && frame.includes(HOME) && !NOT_RUNTIME.test(frame);
}
