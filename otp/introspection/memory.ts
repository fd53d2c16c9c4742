/** How many values an estimate looks at; what lies beyond is extrapolated by nobody, so an estimate is a lower bound. */
const MOST_VALUES = 10_000;
const WORD = 8;

/**
 * Estimates the bytes that a value keeps alive. JavaScript does not tell, so this counts: words for fields, bytes for
 * text and buffers. Never fails, whatever it is given, and stops after 10,000 values.
 *
 * @param skip What is not counted, since it belongs to somebody else.
 */
export function estimateBytes(value: unknown, skip: (object: object) => boolean = () => false): number {
  const seen = new Set<object>();
  const left: unknown[] = [value];
  let bytes = 0;
  for (let count = 0; left.length > 0 && count < MOST_VALUES; count++) {
    const each = left.pop();
    if (typeof each === "string") bytes += 2 * WORD + each.length;
    else if (typeof each === "bigint") bytes += 2 * WORD;
    else if (typeof each !== "object" || each === null) bytes += WORD;
    else if (!seen.has(each) && !skip(each)) {
      seen.add(each);
      bytes += sizeOf(each, left);
    }
  }
  return bytes;
}

/** The object's own bytes; what it holds is added to the list. */
function sizeOf(object: object, left: unknown[]): number {
  if (ArrayBuffer.isView(object)) return 4 * WORD + object.byteLength;
  if (object instanceof ArrayBuffer) return 4 * WORD + object.byteLength;
  if (object instanceof Map) {
    for (const [key, value] of object) left.push(key, value);
    return (4 + 3 * object.size) * WORD;
  }
  if (object instanceof Set) {
    for (const value of object) left.push(value);
    return (4 + 2 * object.size) * WORD;
  }
  let fields = 0;
  for (const key of Object.keys(object)) {
    // A getter is somebody's code: it may throw, or be slow, or change something.
    const field = Object.getOwnPropertyDescriptor(object, key);
    if (field !== undefined && "value" in field) left.push(field.value);
    if (++fields === MOST_VALUES) break;
  }
  return (3 + fields) * WORD;
}
