import { ArgumentError } from "@superlearner/otp";
import { structuredPatch } from "npm:diff@^9.0";
import { checkKnownOptions } from "../limits/check_options.ts";
import { checkMaps } from "../limits/check_values.ts";

/** Lines that differ, with some around them, as `diff -u` shows them. */
export interface Hunk {
  /** The first line of the old text, from 1 up. */
  readonly oldStart: number;
  /** How many lines there are of it. */
  readonly oldLines: number;
  /** The first line of the new text, from 1 up. */
  readonly newStart: number;
  /** How many lines there are of it. */
  readonly newLines: number;
  /** Each line with what became of it before: `" "` it stayed, `"-"` it went, `"+"` it came, `"\\"` a remark. */
  readonly lines: readonly string[];
}

/** A file that differs. */
export interface FileDiff {
  /** Its name in the sandbox. */
  readonly path: string;
  /** Where; none where it has so many differences that it is another file. */
  readonly hunks: readonly Hunk[];
}

/** What two sets of files differ in. */
export interface SourceDiff {
  /** The files that the second has more, sorted as all. */
  readonly added: readonly string[];
  /** The files that the first has more. */
  readonly removed: readonly string[];
  /** The files that both have, with other text. */
  readonly changed: readonly FileDiff[];
}

/** How much a diff looks for. */
export interface DiffOptions {
  /** How many lines are shown around what differs. @default {3} */
  readonly context?: number;
}

/** How many lines that came or went are looked for: the time it takes grows with the square of it. */
const MOST_EDITS = 2000;

/**
 * What became of files from one version to another, line by line.
 *
 * @throws {ArgumentError} If there are no files, or an option is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { diffSources } from "@superlearner/sandbox";
 *
 * const { added, changed } = diffSources(new Map([["/a.ts", "1\n2\n"]]), new Map([["/a.ts", "1\n3\n"], ["/b.ts", ""]]));
 * assertEquals(added, ["/b.ts"]);
 * assertEquals(changed[0]?.hunks[0]?.lines, [" 1", "-2", "+3"]);
 * ```
 */
export function diffSources(
  from: ReadonlyMap<string, string>,
  to: ReadonlyMap<string, string>,
  options: DiffOptions = {},
): SourceDiff {
  const { context = 3 } = checkKnownOptions("compare sources", options, { context: true });
  checkMaps("compare sources", { from: from ?? null, to: to ?? null });
  if (!Number.isSafeInteger(context) || context < 0) {
    throw new ArgumentError("compare sources", { rule: "context is a whole number from 0 up", value: context });
  }
  const all = [...new Set([...from.keys(), ...to.keys()])].sort();
  const changed = all.filter((path) => from.has(path) && to.has(path) && from.get(path) !== to.get(path));
  return {
    added: all.filter((path) => !from.has(path)),
    removed: all.filter((path) => !to.has(path)),
    changed: changed.map((path) => ({ path, hunks: hunksOf(from.get(path)!, to.get(path)!, { context }) })),
  };
}

function hunksOf(from: string, to: string, { context }: Required<DiffOptions>): Hunk[] {
  const patch = structuredPatch("", "", from, to, undefined, undefined, { context, maxEditLength: MOST_EDITS });
  return (patch?.hunks ?? []).map(({ oldStart, oldLines, newStart, newLines, lines }) => ({
    oldStart,
    oldLines,
    newStart,
    newLines,
    lines,
  }));
}
