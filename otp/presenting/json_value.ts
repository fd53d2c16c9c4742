import { checkOptions } from "../argument_error.ts";
import { REDACTED, type Redaction } from "./redaction.ts";

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** How much of a value is shown. */
export interface JsonLimits {
  /** How deep. @default {8} */
  maxDepth?: number;
  /** How many items of one list, map, set or object. @default {100} */
  maxItems?: number;
  /** How many characters of one text. @default {2000} */
  maxText?: number;
  /** How many values in all. @default {5000} */
  maxValues?: number;
}

/**
 * Any value as JSON: bounded, without secrets, and without running anybody's code. What JSON cannot say becomes an object
 * with one field that begins with `$`: `{"$bigint": "12"}`, `{"$map": [[key, value]]}`, `{"$circular": "state.parent"}`,
 * `{"$omitted": 7}` where something was left out.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Redaction, toJson } from "@superlearner/otp";
 *
 * const state = { count: 12n, users: new Set(["ada"]), password: "hunter2" };
 * assertEquals(toJson(state, new Redaction()), {
 *   count: { $bigint: "12" },
 *   users: { $set: ["ada"] },
 *   password: "[redacted]",
 * });
 * ```
 */
export function toJson(value: unknown, redaction: Redaction, limits: JsonLimits = {}): Json {
  const { maxDepth = 8, maxItems = 100, maxText = 2000, maxValues = 5000 } = checkOptions("show a value", limits);
  return new Presenter(redaction, { maxDepth, maxItems, maxText, maxValues }).show(value, "", 0);
}

class Presenter {
  readonly #redaction: Redaction;
  readonly #limits: Required<JsonLimits>;
  /** The objects that the present one is inside of, with their places. */
  readonly #around = new Map<object, string>();
  #left: number;

  constructor(redaction: Redaction, limits: Required<JsonLimits>) {
    this.#redaction = redaction;
    this.#limits = limits;
    this.#left = limits.maxValues;
  }

  show(value: unknown, place: string, depth: number): Json {
    if (this.#left-- <= 0) return { $omitted: "too many values" };
    switch (typeof value) {
      case "string":
        return this.#text(value);
      case "number":
        return Number.isFinite(value) ? value : { $number: String(value) };
      case "boolean":
        return value;
      case "bigint":
        return { $bigint: this.#text(value.toString()) };
      case "undefined":
        return { $undefined: true };
      case "symbol":
        return { $symbol: this.#text(value.description ?? "") };
      case "function":
        return { $function: this.#text(ownText(value, "name")) };
    }
    return value === null ? null : this.#object(value as object, place, depth);
  }

  #object(object: object, place: string, depth: number): Json {
    const before = this.#around.get(object);
    if (before !== undefined) return { $circular: before === "" ? "." : before };
    if (depth >= this.#limits.maxDepth) return { $omitted: "too deep" };
    this.#around.set(object, place);
    try {
      return this.#inside(object, place, depth + 1);
    } catch {
      // A proxy whose traps throw, or the like: there is nothing to be seen.
      return { $unreadable: true };
    } finally {
      this.#around.delete(object);
    }
  }

  #inside(object: object, place: string, depth: number): Json {
    if (Array.isArray(object)) return this.#list(object, place, depth);
    if (object instanceof Map) return { $map: this.#pairs(object, place, depth) };
    if (object instanceof Set) return { $set: this.#values(object, place, depth) };
    if (object instanceof Date) {
      const time = Date.prototype.getTime.call(object);
      return { $date: Number.isNaN(time) ? "invalid" : new Date(time).toISOString() };
    }
    if (object instanceof RegExp) return { $regexp: this.#text(RegExp.prototype.toString.call(object)) };
    if (object instanceof Error) {
      const shown = { name: this.#text(ownText(object, "name")), message: this.#text(ownText(object, "message")) };
      return { $error: shown };
    }
    if (ArrayBuffer.isView(object)) return { $bytes: object.byteLength };
    if (object instanceof ArrayBuffer) return { $bytes: object.byteLength };
    if (object instanceof Promise) return { $promise: true };
    if (object instanceof WeakMap || object instanceof WeakSet) return { $weak: true };
    return this.#fields(object, place, depth);
  }

  #list(list: readonly unknown[], place: string, depth: number): Json[] {
    const shown: Json[] = [];
    const length = Math.min(list.length, this.#limits.maxItems);
    for (let at = 0; at < length && this.#left > 0; at++) {
      const field = Object.getOwnPropertyDescriptor(list, at);
      shown.push(field === undefined ? null : this.#field(field, `${place}[${at}]`, depth));
    }
    if (shown.length < list.length) shown.push({ $omitted: list.length - shown.length });
    return shown;
  }

  #pairs(map: Map<unknown, unknown>, place: string, depth: number): Json[] {
    const shown: Json[] = [];
    for (const [key, value] of Map.prototype.entries.call(map)) {
      if (shown.length >= this.#limits.maxItems || this.#left <= 0) break;
      const hidden = typeof key === "string" && this.#redaction.hides(key);
      const at = `${place}[${shown.length}]`;
      shown.push([this.show(key, at, depth), hidden ? REDACTED : this.show(value, at, depth)]);
    }
    if (shown.length < map.size) shown.push({ $omitted: map.size - shown.length });
    return shown;
  }

  #values(set: Set<unknown>, place: string, depth: number): Json[] {
    const shown: Json[] = [];
    for (const value of Set.prototype.values.call(set)) {
      if (shown.length >= this.#limits.maxItems || this.#left <= 0) break;
      shown.push(this.show(value, `${place}[${shown.length}]`, depth));
    }
    if (shown.length < set.size) shown.push({ $omitted: set.size - shown.length });
    return shown;
  }

  #fields(object: object, place: string, depth: number): Json {
    // Without a prototype: a field called __proto__ is a field like any other.
    const shown: Record<string, Json> = Object.create(null);
    const kind = className(object);
    if (kind !== undefined) shown["$class"] = kind;
    const keys = Object.keys(object);
    let count = 0;
    for (const key of keys) {
      if (count >= this.#limits.maxItems || this.#left <= 0) break;
      count++;
      const field = Object.getOwnPropertyDescriptor(object, key);
      if (field === undefined) continue;
      const name = this.#text(key);
      const at = place === "" ? name : `${place}.${name}`;
      shown[name] = this.#redaction.hides(key) ? REDACTED : this.#field(field, at, depth);
    }
    if (count < keys.length) shown["$omitted"] = keys.length - count;
    return shown;
  }

  /** A getter is somebody's code: it may throw, be slow or change something, so it is not called. */
  #field(field: PropertyDescriptor, place: string, depth: number): Json {
    return "value" in field ? this.show(field.value, place, depth) : { $getter: true };
  }

  #text(text: string): string {
    const { maxText } = this.#limits;
    // Cleaned before it is cut: half a secret would no longer look like one.
    const clean = this.#redaction.text(text.length > 4 * maxText ? text.slice(0, 4 * maxText) : text);
    return clean.length <= maxText ? clean : `${clean.slice(0, maxText)}… (${text.length} characters)`;
  }
}

/** The class of an object; `undefined` for plain ones. */
function className(object: object): string | undefined {
  const prototype = Object.getPrototypeOf(object);
  if (prototype === null || prototype === Object.prototype) return undefined;
  const constructor = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  return typeof constructor === "function" ? ownText(constructor, "name") || undefined : undefined;
}

/** A text field of an object or of its prototypes, unless it is a getter. */
function ownText(object: object, key: string): string {
  for (let each: object | null = object; each !== null; each = Object.getPrototypeOf(each)) {
    const field = Object.getOwnPropertyDescriptor(each, key);
    if (field !== undefined) return typeof field.value === "string" ? field.value : "";
  }
  return "";
}
