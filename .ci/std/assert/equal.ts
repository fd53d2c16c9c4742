const ARRAY_LIKE: unknown = Object.getPrototypeOf(Uint8Array);

/** Prototypes whose instances hold their value inside, out of reach of their keys, and print it in full. */
const PRINTED: ReadonlySet<object> = new Set(
  [
    Intl.Locale,
    RegExp,
    Temporal.Duration,
    Temporal.Instant,
    Temporal.PlainDate,
    Temporal.PlainDateTime,
    Temporal.PlainTime,
    Temporal.PlainYearMonth,
    Temporal.PlainMonthDay,
    Temporal.ZonedDateTime,
    URL,
    URLSearchParams,
  ].map((type) => type.prototype as object),
);

type Compare = (a: unknown, b: unknown) => boolean;
type Keyed = Record<PropertyKey, unknown>;

/**
 * Deep equality as the assertions see it. Unlike `node:util`'s `isDeepStrictEqual` it takes `0` and `-0` as
 * equal, a null prototype for a plain one, sets and arrays by the same rule, and it reads the getters of classes.
 */
export function equal(a: unknown, b: unknown): boolean {
  const underway = new Map<unknown, unknown>();
  const compare: Compare = (a, b) => {
    if (a === b || Object.is(a, b)) return true;
    if (!isObject(a) || !isObject(b)) return false;
    if (a instanceof Date && b instanceof Date) return Object.is(a.getTime(), b.getTime());
    if (!samePrototype(a, b)) return false;
    const bytes = compareBytes(a, b);
    if (bytes !== undefined) return bytes;
    if (a instanceof WeakMap) throw new TypeError("Cannot compare WeakMap instances");
    if (a instanceof WeakSet) throw new TypeError("Cannot compare WeakSet instances");
    if (a instanceof WeakRef) return compare(a.deref(), (b as WeakRef<WeakKey>).deref());
    // A pair met again inside itself is equal unless another part of it says otherwise.
    if (underway.get(a) === b) return true;
    if (Object.keys(a).length !== Object.keys(b).length) return false;
    underway.set(a, b);
    if (a instanceof Map && b instanceof Map) return compareMaps(compare, a, b);
    if (a instanceof Set && b instanceof Set) return compareSets(compare, a, b);
    if (PRINTED.has(Object.getPrototypeOf(a))) return String(a) === String(b);
    return compareKeys(compare, a as Keyed, b as Keyed);
  };
  return compare(a, b);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isPrimitive(value: unknown): boolean {
  return value === null || value === undefined || !["object", "function"].includes(typeof value);
}

function samePrototype(a: object, b: object): boolean {
  const plain = (value: object) => Object.getPrototypeOf(value) ?? Object.prototype;
  return plain(a) === plain(b);
}

function compareBytes(a: object, b: object): boolean | undefined {
  const buffer = a instanceof ArrayBuffer || a instanceof SharedArrayBuffer;
  if (buffer) return compareBytes(new Uint8Array(a), new Uint8Array(b as ArrayBuffer));
  if (!(a instanceof (ARRAY_LIKE as typeof Uint8Array))) return undefined;
  const other = b as Uint8Array;
  // `every` would do for one of them, but numbers and big integers need the rule of NaN as well.
  return a.length === other.length && a.every((item, i) => item === other[i] || Object.is(item, other[i]));
}

function compareSets(compare: Compare, a: Set<unknown>, b: Set<unknown>): boolean {
  if (a.size !== b.size) return false;
  if ([...a].every(isPrimitive)) return a.isSubsetOf(b);
  return [...a].every((item) => b.values().some((other) => compare(item, other)));
}

function compareMaps(compare: Compare, a: Map<unknown, unknown>, b: Map<unknown, unknown>): boolean {
  if (a.size !== b.size) return false;
  if ([...a.keys()].every(isPrimitive)) {
    return a.entries().every(([key, value]) => b.has(key) && compare(value, b.get(key)));
  }
  return a.entries().every(([key, value]) =>
    b.entries().some(([otherKey, other]) => compare(key, otherKey) && compare(value, other))
  );
}

function compareKeys(compare: Compare, a: Keyed, b: Keyed): boolean {
  const keys = isPlain(a) ? new Set(Reflect.ownKeys({ ...a, ...b })) : inheritedKeys(a).union(inheritedKeys(b));
  return keys.values().every((key) => (key in a) === (key in b) && compare(a[key], b[key]));
}

function isPlain(value: object): boolean {
  return [null, Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value));
}

/** Own keys and those of the classes above: an instance is compared by its getters and its private-less fields. */
function inheritedKeys(value: object): Set<PropertyKey> {
  const keys = new Set<PropertyKey>();
  for (
    let level: object | null = value;
    level !== null && level !== Object.prototype && level !== Array.prototype;
    level = Object.getPrototypeOf(level)
  ) {
    for (const key of Reflect.ownKeys(level)) keys.add(key);
  }
  return keys;
}
