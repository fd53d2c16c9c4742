import { ArgumentError } from "../processes/errors.ts";

/** How deep keys may nest. */
const DEEPEST = 100;

/** How long the text of a key may be: one that shares its parts again and again would have no end. */
const LONGEST = 1_000_000;

/** Begins the text of a key that is no primitive; a text that begins with it is one of these itself. */
const STRUCTURE = "\u0000";

/**
 * What stands for a key in a `Map`, so that keys are equal by structure as Erlang's are: `[1, "a"]` is one key wherever it
 * was made. Most keys are primitives and stand for themselves.
 *
 * As in a `Map`, `NaN` is one key and `-0` is `0`. `1`, `1n` and `"1"` are three; so are `undefined`, `null` and no key at
 * all; a field that is `undefined` is another thing than no field. Objects are equal by their fields whatever their order,
 * maps and sets by what is in them, dates by their time, buffers and typed arrays by kind and bytes.
 *
 * @throws {ArgumentError} If the key holds what has no structure (functions, symbols, instances of classes, accessors), or
 * holds itself.
 */
export function canonicalKey(key: unknown): unknown {
  if (typeof key === "string") return key.charCodeAt(0) === 0 ? STRUCTURE + JSON.stringify(key) : key;
  if (typeof key === "number") return key + 0; // -0 becomes 0
  return typeof key === "object" && key !== null ? STRUCTURE + canonicalText(key) : primitive(key);
}

/** The canonical text of a key: two keys have one text if and only if they are equal. */
export function canonicalText(key: unknown): string {
  return textOf(key, []);
}

/** A number from 0 to 2³² - 1 that is the same for equal keys, in every System and on every machine. */
export function stableHash(key: unknown): number {
  const text = canonicalText(key);
  let hash = 0x811c9dc5; // FNV-1a over the code units, then mixed, since the low bits choose the partition
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ hash >>> 16, 0x85ebca6b);
  hash = Math.imul(hash ^ hash >>> 13, 0xc2b2ae35);
  return (hash ^ hash >>> 16) >>> 0;
}

function primitive(key: unknown): unknown {
  if (typeof key === "function" || typeof key === "symbol") refuse("a key is data, without functions and symbols", key);
  return key;
}

/** The text of a part; `outer` are the objects it is in, outermost first. */
function textOf(value: unknown, outer: object[]): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return String(primitive(value)); // -0 prints as 0
  if (outer.includes(value)) refuse("a key does not hold itself", value);
  if (outer.length >= DEEPEST) refuse(`a key nests at most ${DEEPEST} deep`, value);
  outer.push(value);
  const text = Array.isArray(value) ? `[${listed(value, outer)}]` : structure(value, outer);
  outer.pop();
  if (text.length > LONGEST) refuse(`the text of a key has at most ${LONGEST} characters`, value);
  return text;
}

/** By index, since a hole reads as `undefined`, and is none to a key. */
function listed(values: readonly unknown[], outer: object[]): string {
  let text = "";
  for (let at = 0; at < values.length; at++) {
    text += at === 0 ? textOf(values[0], outer) : `,${textOf(values[at], outer)}`;
  }
  return text;
}

function structure(value: object, outer: object[]): string {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return `{${fields(value, outer).join()}}`;
  if (value instanceof Date) return `Date(${value.getTime()})`;
  if (value instanceof Set) return `Set(${[...value].map((each) => textOf(each, outer)).sort().join()})`;
  if (value instanceof Map) return `Map(${[...value].map((each) => textOf(each, outer)).sort().join()})`;
  if (value instanceof ArrayBuffer) return `ArrayBuffer(${new Uint8Array(value).join()})`;
  if (ArrayBuffer.isView(value)) {
    return `${value.constructor.name}(${new Uint8Array(value.buffer, value.byteOffset, value.byteLength).join()})`;
  }
  return refuse("a key is made of plain objects, lists, maps, sets, dates and buffers", value);
}

/** The fields of a plain object in the order of their names; a getter is somebody's code, and gives what it likes. */
function fields(object: object, outer: object[]): string[] {
  const rule = "the fields of a key are data under texts";
  if (Object.getOwnPropertySymbols(object).length > 0) refuse(rule, object);
  return Object.getOwnPropertyNames(object).sort().map((name) => {
    const field = Object.getOwnPropertyDescriptor(object, name)!;
    if (!("value" in field)) refuse(rule, object);
    return `${JSON.stringify(name)}:${textOf(field.value, outer)}`;
  });
}

function refuse(rule: string, value: unknown): never {
  throw new ArgumentError("use a key", { rule, value });
}
