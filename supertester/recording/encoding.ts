import { REDACTED, type Redaction } from "@superlearner/otp";
import { stringify, unflatten } from "npm:devalue@^6.0";

/** An error that was written down, as it comes back. */
function reviveError([name, message]: [string, string]): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

/**
 * A value as JSON that keeps its kind: dates, big integers, maps, sets, cycles, typed arrays, errors. Without what is secret.
 *
 * @throws {Error} If it holds what cannot be written: a function, a symbol, an object of a class.
 */
export function encode(value: unknown, redaction: Redaction | undefined): unknown {
  const clean = redaction === undefined ? value : redacted(value, { redaction, known: new Map() });
  const text = stringify(clean, {
    Error: (each: unknown) => each instanceof Error && [each.name, redaction?.text(each.message) ?? each.message],
  });
  return JSON.parse(text);
}

/** The value that was encoded. */
export function decode(encoded: unknown): unknown {
  return unflatten(encoded as number | unknown[], { Error: reviveError });
}

interface Walk {
  readonly redaction: Redaction;
  /** What stands in the place of what was met before, so that cycles stay cycles. */
  readonly known: Map<object, unknown>;
}

function redacted(value: unknown, walk: Walk): unknown {
  if (typeof value === "string") return walk.redaction.text(value);
  if (typeof value !== "object" || value === null) return value;
  const before = walk.known.get(value);
  if (before !== undefined) return before;
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    walk.known.set(value, list);
    for (const item of value) list.push(redacted(item, walk));
    return list;
  }
  if (value instanceof Map) {
    const map = new Map<unknown, unknown>();
    walk.known.set(value, map);
    for (const [key, item] of value) map.set(redacted(key, walk), hidden(key, walk) ? REDACTED : redacted(item, walk));
    return map;
  }
  if (value instanceof Set) {
    const set = new Set<unknown>();
    walk.known.set(value, set);
    for (const item of value) set.add(redacted(item, walk));
    return set;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const object: Record<string, unknown> = Object.create(prototype);
  walk.known.set(value, object);
  for (const [key, item] of Object.entries(value)) {
    const shown = hidden(key, walk) ? REDACTED : redacted(item, walk);
    Object.defineProperty(object, key, { value: shown, enumerable: true, configurable: true, writable: true });
  }
  return object;
}

function hidden(key: unknown, { redaction }: Walk): boolean {
  return typeof key === "string" && redaction.hides(key);
}
