/** How many values an estimate looks at; what lies beyond is extrapolated by nobody, so an estimate is a lower bound. */
export const MOST_VALUES = 10_000;
const WORD = 8;

/**
 * Estimates the bytes that a value keeps alive. JavaScript does not tell, so this counts: words for fields, bytes for
 * text and buffers. Never fails, whatever it is given, and stops after 10,000 values.
 *
 * @param skip What is not counted, since it belongs to somebody else.
 */
export function estimateBytes(value: unknown, skip: (object: object) => boolean = () => false): number {
  let seen: Set<object> | undefined; // most have one object or none
  let first: object | undefined;
  const left: unknown[] = [value];
  let bytes = 0;
  for (let count = 0; left.length > 0 && count < MOST_VALUES; count++) {
    const each = left.pop();
    if (typeof each === "string") bytes += 2 * WORD + each.length;
    else if (typeof each === "bigint") bytes += 2 * WORD;
    else if (typeof each !== "object" || each === null) bytes += WORD;
    else if (each !== first && seen?.has(each) !== true) {
      if (first === undefined) first = each;
      else (seen ??= new Set()).add(each);
      try {
        if (!skip(each)) bytes += sizeOf(each, left);
      } catch {
        bytes += WORD; // a proxy that lets nobody look
      }
    }
  }
  return bytes;
}

/** The object's own bytes; what it holds is added to the list. */
function sizeOf(object: object, left: unknown[]): number {
  if (ArrayBuffer.isView(object)) return 4 * WORD + object.byteLength;
  if (object instanceof ArrayBuffer) return 4 * WORD + object.byteLength;
  // The methods of the classes themselves: one that a subclass overrides is somebody's code.
  if (object instanceof Map) {
    for (const [key, value] of firstOf(Map.prototype.entries.call(object))) left.push(key, value);
    return (4 + 3 * (Reflect.get(Map.prototype, "size", object) as number)) * WORD;
  }
  if (object instanceof Set) {
    left.push(...firstOf(Set.prototype.values.call(object)));
    return (4 + 2 * (Reflect.get(Set.prototype, "size", object) as number)) * WORD;
  }
  if (Array.isArray(object)) {
    for (let index = 0; index < object.length && index < MOST_VALUES; index++) pushField(object, index, left);
    return (3 + object.length) * WORD;
  }
  const keys = Object.keys(object);
  for (const key of keys.slice(0, MOST_VALUES)) pushField(object, key, left);
  return (3 + keys.length) * WORD;
}

/** Adds what a field holds; a getter is somebody's code: it may throw, or be slow, or change something. */
function pushField(object: object, key: PropertyKey, left: unknown[]): void {
  const field = Object.getOwnPropertyDescriptor(object, key);
  if (field !== undefined && "value" in field) left.push(field.value);
}

/** As many as are looked at, however many there are. */
function firstOf<Value>(all: IterableIterator<Value>): Value[] {
  const first: Value[] = [];
  for (let next = all.next(); !next.done && first.length < MOST_VALUES; next = all.next()) first.push(next.value);
  return first;
}
