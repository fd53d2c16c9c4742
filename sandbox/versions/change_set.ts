import type { SandboxFailure } from "../limits/sandbox_error.ts";
import type { Sources } from "../compiling/sources.ts";

/** What became of a directory since it was told of last. */
export interface ChangeSet {
  /** Files that are new, sorted as all. */
  readonly added: readonly string[];
  /** Files with another text. */
  readonly changed: readonly string[];
  /** Files that are no more. */
  readonly removed: readonly string[];
  /** The text of all files, as it was compared: what is compiled is what was seen. The last good one where there is a failure. */
  readonly sources: Sources;
  /** Why it cannot be read: a link in it, too much of it, the directory gone. It is watched further on. */
  readonly failure?: SandboxFailure;
}

/** What a directory looked like at one moment. */
export interface Snapshot {
  readonly sources: Sources;
  readonly failure?: SandboxFailure;
}

/** The difference of two moments; none if there is none. */
export function changesBetween(before: Snapshot, after: Snapshot): ChangeSet | undefined {
  if (after.failure !== undefined) {
    if (isSame(before, after)) return undefined;
    return { added: [], changed: [], removed: [], sources: before.sources, failure: after.failure };
  }
  const all = [...new Set([...before.sources.keys(), ...after.sources.keys()])].sort();
  const added = all.filter((path) => !before.sources.has(path));
  const removed = all.filter((path) => !after.sources.has(path));
  const changed = all.filter((path) =>
    before.sources.has(path) && after.sources.has(path) && before.sources.get(path) !== after.sources.get(path)
  );
  const isNone = added.length + removed.length + changed.length === 0;
  // That it can be read again is worth telling, even with the same text.
  if (isNone && before.failure === undefined) return undefined;
  return { added, changed, removed, sources: after.sources };
}

/** Whether nothing was written between two moments. */
export function isSame(one: Snapshot, other: Snapshot): boolean {
  if (JSON.stringify(one.failure) !== JSON.stringify(other.failure)) return false;
  if (one.failure !== undefined) return true;
  return one.sources.size === other.sources.size &&
    [...one.sources].every(([path, text]) => other.sources.get(path) === text);
}

/** Whether a file that had a text is empty now, as it is between the two halves of a write. */
export function isEmptied(before: Snapshot, after: Snapshot): boolean {
  return [...after.sources].some(([path, text]) => text === "" && (before.sources.get(path) ?? "") !== "");
}
