/**
 * Whether two values look the same, however deep: of the same class, with equal parts. `0` and `-0` are, `NaN` and `NaN` are;
 * the order of keys does not count, nor that of a set or a map.
 */
export function equal(actual: unknown, expected: unknown): boolean {
  return same(actual, expected, new Map());
}

function same(a: unknown, b: unknown, seen: Map<object, object>): boolean {
  if (a === b || Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (seen.get(a) === b) return true; // a cycle: whatever differs is found on the way
  seen.set(a, b);
  if (a instanceof Date) return Object.is(a.getTime(), (b as Date).getTime());
  if (a instanceof RegExp) return String(a) === String(b);
  if (a instanceof Error) return a.name === (b as Error).name && a.message === (b as Error).message;
  if (ArrayBuffer.isView(a)) return sameBytes(a, b as ArrayBufferView);
  if (a instanceof Map) return sameEntries([...a], [...b as Map<unknown, unknown>], seen);
  if (a instanceof Set) return sameEntries([...a], [...b as Set<unknown>], seen);
  return sameFields(a, b, seen);
}

function sameFields(a: object, b: object, seen: Map<object, object>): boolean {
  const keys = Reflect.ownKeys(a);
  if (Array.isArray(a) && a.length !== (b as unknown[]).length) return false;
  return keys.length === Reflect.ownKeys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(Reflect.get(a, key), Reflect.get(b, key), seen));
}

/** Each has a partner of its own on the other side. */
function sameEntries(a: readonly unknown[], b: readonly unknown[], seen: Map<object, object>): boolean {
  if (a.length !== b.length) return false;
  const left = [...b];
  return a.every((each) => {
    const at = left.findIndex((other) => same(each, other, new Map(seen)));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function sameBytes(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const [left, right] = [a, b].map(({ buffer, byteOffset, byteLength }) =>
    new Uint8Array(buffer, byteOffset, byteLength)
  );
  return left!.length === right!.length && left!.every((byte, at) => byte === right![at]);
}
