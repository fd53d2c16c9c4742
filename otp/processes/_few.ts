/**
 * None, one or many. Most processes have one link and at most one watcher, and a `Set` for each would be the largest
 * part of an idle process; so the single one is kept as it is.
 */
export type Few<T extends object> = null | T | Set<T>;

/** With one more; the same if it is in already. */
export function withOne<T extends object>(few: Few<T>, one: T): Few<T> {
  if (few === null || few === one) return one;
  if (few instanceof Set) return few.add(one);
  return new Set([few, one]);
}

/** With one less; the same if it is not in. */
export function withoutOne<T extends object>(few: Few<T>, one: T): Few<T> {
  if (few === one) return null;
  if (few instanceof Set) {
    few.delete(one);
    if (few.size === 0) return null;
  }
  return few;
}

/** Whether it is in. */
export function hasOne<T extends object>(few: Few<T>, one: T): boolean {
  return few === one || (few instanceof Set && few.has(one));
}

/** All of them, oldest first, in a list of its own. */
export function listOf<T extends object>(few: Few<T>): T[] {
  if (few === null) return [];
  return few instanceof Set ? [...few] : [few];
}
