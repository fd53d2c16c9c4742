import { assertEquals } from "./equals.ts";

type Loose = Record<PropertyKey, unknown>;

/** Asserts that an object has everything of another, at every depth, and perhaps more. */
export function assertObjectMatch(
  // An interface has no index signature, so only `any` lets one in.
  // deno-lint-ignore no-explicit-any
  actual: Record<PropertyKey, any>,
  expected: Record<PropertyKey, unknown>,
  msg?: string,
): void {
  // Both sides are rebuilt from plain objects, so that the class of an instance plays no part.
  assertEquals(pick(actual, expected), pick(expected, expected), msg);
}

function pick(from: Loose, like: Loose): Loose {
  if (!isObject(from)) {
    throw new TypeError(`Cannot assertObjectMatch ${from === null ? null : `type ${typeof from}`}`);
  }
  const seen = new WeakMap<object, object>();

  function part(value: unknown, subset: unknown): unknown {
    if (value instanceof RegExp || !isObject(value) || !isObject(subset)) return value;
    // A cycle that both sides share has been entered already; to follow it would never end.
    if (seen.get(value) === subset) return value;
    if (Array.isArray(value) && Array.isArray(subset)) return array(value, subset);
    if (value instanceof Map && subset instanceof Map) return map(value, subset);
    if (value instanceof Set && subset instanceof Set) return value.intersection(subset);
    return object(value as Loose, subset as Loose);
  }

  function array(value: unknown[], subset: unknown[]): unknown[] {
    seen.set(value, subset);
    return value.slice(0, subset.length).map((item, i) => part(item, subset[i]));
  }

  function map(value: Map<unknown, unknown>, subset: Map<unknown, unknown>): Map<unknown, unknown> {
    const common = value.entries().filter(([key]) => subset.has(key));
    return new Map(common.map(([key, item]) => [key, part(item, subset.get(key))]));
  }

  function object(value: Loose, subset: Loose): Loose {
    seen.set(value, subset);
    const keys = Reflect.ownKeys(value);
    const common = keys.filter((key) => Object.hasOwn(subset, key));
    // With nothing in common the whole object is shown, a more useful difference than `{}`.
    if (common.length === 0 && Reflect.ownKeys(subset).length > 0) {
      return define(keys.map((key) => [key, value[key]]));
    }
    return define(common.map((key) => [key, part(value[key], subset[key])]));
  }

  return object(from, like);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Assignment would run a setter for `__proto__`. */
function define(entries: [PropertyKey, unknown][]): Loose {
  const made: Loose = {};
  for (const [key, value] of entries) {
    Object.defineProperty(made, key, { value, configurable: true, enumerable: true, writable: true });
  }
  return made;
}
