/**
 * A copy of a state, so that who makes another state of it cannot change the one that is used: of plain objects, arrays, maps,
 * sets, dates and bytes, however they hang together. What is something else (a function, an instance of a class) is the same
 * in the copy.
 */
export function copyState(state: unknown): unknown {
  return copied(state, new Map());
}

function copied(value: unknown, known: Map<object, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const before = known.get(value);
  if (before !== undefined) return before;
  if (Array.isArray(value)) {
    const copy: unknown[] = new Array(value.length);
    known.set(value, copy);
    for (const [at, each] of Object.entries(value)) copy[Number(at)] = copied(each, known);
    return copy;
  }
  const proto: unknown = Object.getPrototypeOf(value);
  if (proto === Object.prototype || proto === null) {
    const copy = Object.create(proto) as object;
    known.set(value, copy);
    for (const [key, each] of Object.entries(value)) {
      Object.defineProperty(copy, key, {
        value: copied(each, known),
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }
    return copy;
  }
  if (proto === Map.prototype) {
    const copy = new Map<unknown, unknown>();
    known.set(value, copy);
    for (const [key, each] of value as Map<unknown, unknown>) copy.set(copied(key, known), copied(each, known));
    return copy;
  }
  if (proto === Set.prototype) {
    const copy = new Set<unknown>();
    known.set(value, copy);
    for (const each of value as Set<unknown>) copy.add(copied(each, known));
    return copy;
  }
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof Uint8Array && proto === Uint8Array.prototype) return value.slice();
  return value;
}
