import { isPlainObject } from "../limits/check_options.ts";
import type { StateProblem } from "./state_error.ts";

/** What a field may hold. */
export type FieldType =
  | "string"
  | "number"
  | "integer"
  | "boolean"
  | "bigint"
  | "date"
  | "bytes"
  | "map"
  | "set"
  | "array"
  | "object"
  | "any";

/** What one field of a state is. */
export interface Field {
  /** What it holds. */
  readonly type: FieldType;
  /**
   * Whether it must be there.
   *
   * @default {true, unless it has a default}
   */
  readonly required?: boolean;
  /** What it holds where it is missing; each state gets a copy. */
  readonly default?: unknown;
  /**
   * Whether it may also be `null`.
   *
   * @default {false}
   */
  readonly nullable?: boolean;
  /** What is in an array, a set, or the values of a map. */
  readonly items?: Field;
  /** What is in an object; without it anything is. */
  readonly fields?: Fields;
}

/** The fields of a state, by name. */
export interface Fields {
  /** One field. */
  readonly [name: string]: Field;
}

/** Tells maps, sets, dates and bytes from objects with fields. */
const toText = Object.prototype.toString;

const TESTS: Readonly<Record<FieldType, readonly [is: (value: unknown) => boolean, words: string]>> = {
  string: [(value) => typeof value === "string", "a text"],
  number: [(value) => typeof value === "number", "a number"],
  integer: [(value) => Number.isSafeInteger(value), "a whole number"],
  boolean: [(value) => typeof value === "boolean", "true or false"],
  bigint: [(value) => typeof value === "bigint", "a bigint"],
  date: [(value) => value instanceof Date && !Number.isNaN(value.getTime()), "a date"],
  bytes: [(value) => value instanceof Uint8Array, "bytes"],
  map: [(value) => value instanceof Map, "a map"],
  set: [(value) => value instanceof Set, "a set"],
  array: [Array.isArray, "an array"],
  object: [(value) => isPlainObject(value) && toText.call(value) === "[object Object]", "an object"],
  any: [() => true, "anything"],
};

/** The types there are. */
export const FIELD_TYPES: readonly FieldType[] = Object.keys(TESTS) as FieldType[];

/** Where what is looked at stands. */
export interface PlaceOptions {
  /**
   * Its path.
   *
   * @default {""}
   */
  readonly path?: string;
}

/** What in a state breaks the rules of its fields; empty where nothing does. */
export function problemsOf(state: unknown, fields: Fields, { path = "" }: PlaceOptions = {}): StateProblem[] {
  if (!isPlainObject(state)) return [{ path, rule: "is an object" }];
  const problems: StateProblem[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const at = path === "" ? name : `${path}.${name}`;
    if (Object.hasOwn(state, name)) problems.push(...problemsOfValue(state[name], field, { path: at }));
    else if (field.required ?? !("default" in field)) problems.push({ path: at, rule: "is there" });
  }
  for (const name of Object.keys(state)) {
    if (Object.hasOwn(fields, name)) continue;
    problems.push({ path: path === "" ? name : `${path}.${name}`, rule: "is a field that there is" });
  }
  return problems;
}

/** What in one value breaks the rules of its field. */
export function problemsOfValue(value: unknown, field: Field, { path = "" }: PlaceOptions = {}): StateProblem[] {
  if (value === null && field.nullable) return [];
  const [is, words] = TESTS[field.type];
  if (!is(value)) return [{ path, rule: `is ${words}${field.nullable ? " or null" : ""}` }];
  if (field.type === "object") return field.fields === undefined ? [] : problemsOf(value, field.fields, { path });
  const { items } = field;
  if (items === undefined) return [];
  return itemsOf(value, field.type).flatMap(([key, item]) => problemsOfValue(item, items, { path: `${path}[${key}]` }));
}

function itemsOf(value: unknown, type: FieldType): (readonly [key: string, item: unknown])[] {
  if (type === "map") return [...value as Map<unknown, unknown>].map(([key, item]) => [String(key), item]);
  if (type === "array" || type === "set") return [...value as Iterable<unknown>].map((item, n) => [String(n), item]);
  return [];
}

/** A state with the defaults of what is missing, objects in it included. What it is given stays as it is. */
export function withDefaults(state: unknown, fields: Fields): unknown {
  if (!isPlainObject(state)) return state;
  const full: Record<string, unknown> = { ...state };
  for (const [name, field] of Object.entries(fields)) {
    if (!Object.hasOwn(full, name)) {
      if ("default" in field) full[name] = structuredClone(field.default);
    } else if (field.type === "object" && field.fields !== undefined) {
      full[name] = withDefaults(full[name], field.fields);
    }
  }
  return full;
}
