import { uncrossable } from "./uncrossable.ts";

/**
 * Values as text, for the way over the wall: both sides use it, and neither trusts what it reads. What JSON cannot say
 * stands as `{ "$": [what, …] }`.
 */

/** How deep a value may be nested. */
export const DEEPEST = 400;
/** How many causes of causes of an error cross with it. */
const MOST_CAUSES = 8;

/** A value that cannot cross. */
export class CodecError extends Error {
  /** Always `"CodecError"`. */
  override readonly name: string = "CodecError";
  /** Where it stands: `"args[0].run"`; empty for the whole. */
  readonly path: string;
  /** What it is: `"a function"`. */
  readonly what: string;

  /** Makes the error. */
  constructor(path: string, what: string) {
    super(`${what} at ${path === "" ? "the top" : path} cannot cross the wall`);
    this.path = path;
    this.what = what;
  }
}

/** Arrays of bytes that can cross, by name; both realms have their own. */
const VIEWS: { readonly [name: string]: new (buffer: ArrayBuffer) => ArrayBufferView } = {
  Uint8Array,
  Int8Array,
  Uint8ClampedArray,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float16Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
};

/** What crosses between those who trust each other, and what a guest may say: to make an error takes a hundred times as long as its text. */
const TRUSTED = { regexps: true, errors: Infinity };
const OF_GUEST = { regexps: false, errors: 1000 };

const tooMany = () => `one of more than ${OF_GUEST.errors} errors`;

/** What primitive values are wrapped in. */
const BOXES = [String, Number, Boolean, BigInt] as const;

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
/** Whether regular expressions cross, and how many more errors do. */
interface Count {
  readonly regexps: boolean;
  errors: number;
}
/** What a part is under: the objects that it is a part of, and what is done with texts. */
interface Under {
  readonly above: Set<object>;
  /** How many of these are errors that it is the cause of. */
  readonly causes: number;
  readonly rewrite: Rewrite;
  readonly count: Count;
}
/** The way to a part, from the inside out; a text is made of it only where something is refused. */
type Trail = { readonly key: string | number; readonly up: Trail } | null;

/** What becomes of each text in a value. */
export type Rewrite = (text: string) => string;

const same: Rewrite = (text) => text;

/** A value as text; with each text in it rewritten, keys left as they are. @throws {CodecError} If a part of it cannot cross: a function, a symbol, a cycle, … */
export function encode(value: unknown, rewrite: Rewrite = same): string {
  return rewrite === same && plainText(value, 0) ||
    JSON.stringify(pack(value, null, { above: new Set(), causes: 0, rewrite, count: { ...TRUSTED } }));
}

/**
 * The same on the way from a guest to its host, which takes no regular expression: to make one of a text of the guest's may take it
 * as long as the guest likes, and to use one all the more. @throws {CodecError}
 */
export function encodeForHost(value: unknown): string {
  return plainText(value, 0) ??
    JSON.stringify(pack(value, null, { above: new Set(), causes: 0, rewrite: same, count: { ...OF_GUEST } }));
}

/**
 * The text of what JSON says as it is, which most of what crosses is, and which need not be packed; `undefined` for all else.
 * Each part is read once: one that is computed may be another the next time.
 */
function plainText(value: unknown, depth: number): string | undefined {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "boolean":
      return value ? "true" : "false";
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0) ? `${value}` : undefined;
    case "object":
      break;
    default:
      return undefined;
  }
  if (value === null) return "null";
  if (depth >= DEEPEST) return undefined; // or a cycle
  const prototype = Object.getPrototypeOf(value);
  let text = "";
  if (Array.isArray(value)) {
    if (prototype !== Array.prototype) return undefined;
    for (let at = 0; at < value.length; at++) {
      const part = plainText(value[at], depth + 1);
      if (part === undefined) return undefined;
      text += at === 0 ? part : `,${part}`;
    }
    return `[${text}]`;
  }
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  for (const key of Object.keys(value)) {
    const part = key === "$" ? undefined : plainText((value as { readonly [key: string]: unknown })[key], depth + 1);
    if (part === undefined) return undefined;
    text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${part}`;
  }
  return `{${text}}`;
}

/** What a text says. @throws {CodecError} If it is none of ours. */
export function decode(text: string): unknown {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new CodecError("", "a text that is no JSON");
  }
  return decodeRead(read);
}

/** What a value that JSON has read means; it may be changed in place. @throws {CodecError} If it is none of ours. */
export function decodeRead(read: unknown): unknown {
  return unpack(read, { depth: 0, count: { ...TRUSTED } });
}

/**
 * The same of what a guest has said, or anybody else who is not trusted: in a time that is in proportion to how long it is.
 *
 * @throws {CodecError} If it is none of ours, or there is a regular expression in it.
 */
export function decodeOfGuest(read: unknown): unknown {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0; // of errors: they bring the stack that they had there
  try {
    return unpack(read, { depth: 0, count: { ...OF_GUEST } });
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function pack(value: unknown, trail: Trail, under: Under): Json {
  switch (typeof value) {
    case "string":
      return under.rewrite(value);
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : tagged("n", Object.is(value, -0) ? "-0" : `${value}`);
    case "undefined":
      return tagged("u");
    case "bigint":
      return tagged("i", value.toString());
    case "object":
      return value === null ? null : packObject(value, trail, under);
    default:
      throw new CodecError(pathOf(trail), `a ${typeof value}`);
  }
}

function packObject(value: object, trail: Trail, under: Under): Json {
  const { above } = under;
  if (above.has(value)) throw new CodecError(pathOf(trail), "a cycle");
  if (above.size >= DEEPEST) throw new CodecError(pathOf(trail), `a value nested deeper than ${DEEPEST}`);
  above.add(value);
  const packed = packParts(value, trail, under);
  above.delete(value);
  return packed;
}

function packParts(value: object, trail: Trail, under: Under): Json {
  const part = (each: unknown, key: string | number) => pack(each, { key, up: trail }, under);
  if (Array.isArray(value)) {
    const list: Json[] = [];
    for (let at = 0; at < value.length; at++) list.push(part(value[at], at));
    return list;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return packRecord(value, part);
  if (value instanceof Map) {
    return tagged(
      "m",
      [...value].map(([key, each]) => [part(key, "key"), part(each, typeof key === "object" ? "value" : String(key))]),
    );
  }
  if (value instanceof Set) return tagged("s", [...value].map((each, at) => part(each, at)));
  if (value instanceof Date) return tagged("d", part(value.getTime(), "time"));
  if (value instanceof RegExp && !under.count.regexps) throw new CodecError(pathOf(trail), "a regular expression");
  if (value instanceof RegExp) return tagged("r", value.source, value.flags);
  if (value instanceof Error) return packError(value, trail, under);
  if (value instanceof ArrayBuffer) return tagged("v", "ArrayBuffer", new Uint8Array(value).toBase64());
  if (ArrayBuffer.isView(value) && !(value.buffer instanceof ArrayBuffer)) {
    throw new CodecError(pathOf(trail), "a view of shared memory");
  }
  const name = ArrayBuffer.isView(value) ? value[Symbol.toStringTag as never] as string : undefined;
  if (name !== undefined && Object.hasOwn(VIEWS, name)) {
    const { buffer, byteOffset, byteLength } = value as Uint8Array<ArrayBuffer>;
    return tagged("v", name, new Uint8Array(buffer, byteOffset, byteLength).toBase64());
  }
  const boxed = primitiveOf(value);
  if (boxed !== undefined) return tagged("b", part(boxed, "value"));
  const what = value instanceof Promise ? "a promise" : uncrossable(value);
  if (what !== undefined) throw new CodecError(pathOf(trail), what);
  return packRecord(value, part); // of a class: its fields, as structuredClone does
}

/** What an object wraps, if that is all it is. */
function primitiveOf(value: object): unknown {
  for (const box of BOXES) {
    if (!(value instanceof box)) continue;
    try {
      const { prototype }: { readonly prototype: { valueOf(): unknown } } = box;
      return prototype.valueOf.call(value);
    } catch { /* it only inherits from it */ }
  }
  return undefined;
}

/** Its cause is left out where that cannot cross, or throws when it is looked at: an error is told in any case. */
function packError(error: Error, trail: Trail, under: Under): Json {
  if (under.count.errors-- <= 0) throw new CodecError(pathOf(trail), tooMany());
  const parts = [String(error.name), String(error.message), String(error.stack ?? "")];
  if (under.causes >= MOST_CAUSES) return tagged("e", ...parts);
  try {
    const { cause } = error;
    if (cause === undefined) return tagged("e", ...parts);
    const above = new Set(under.above); // of its own: it is left as it is where a part is refused
    const packed = pack(cause, { key: "cause", up: trail }, { ...under, above, causes: under.causes + 1 });
    return tagged("e", ...parts, packed);
  } catch {
    return tagged("e", ...parts);
  }
}

function packRecord(value: object, part: (each: unknown, key: string) => Json): Json {
  const record: { [key: string]: Json } = {};
  let special = false;
  for (const key of Object.keys(value)) {
    const packed = part((value as { readonly [key: string]: unknown })[key], key);
    if (key === "$") special = true;
    if (key === "__proto__") define(record, key, packed);
    else record[key] = packed;
  }
  return special ? tagged("o", Object.entries(record)) : record;
}

function tagged(what: string, ...rest: Json[]): Json {
  return { $: [what, ...rest] };
}

function pathOf(trail: Trail): string {
  const keys: string[] = [];
  for (let each = trail; each !== null; each = each.up) {
    keys.unshift(typeof each.key === "number" ? `[${each.key}]` : `.${each.key}`);
    if (keys.length > 20) {
      keys.unshift("…");
      break;
    }
  }
  return keys.join("").replace(/^\./, "");
}

/** Where something is unpacked. */
interface Within {
  readonly depth: number;
  readonly count: Count;
}

function unpack(value: unknown, within: Within): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (within.depth > DEEPEST) throw new CodecError("", `a value nested deeper than ${DEEPEST}`);
  const below = { ...within, depth: within.depth + 1 };
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) {
      const part: unknown = value[at];
      if (typeof part === "object" && part !== null) value[at] = unpack(part, below);
    }
    return value;
  }
  if (Object.hasOwn(value, "$")) return untag((value as { $: unknown }).$, below);
  for (const key of Object.keys(value)) {
    const record = value as { [key: string]: unknown };
    const part = record[key];
    if (typeof part !== "object" || part === null) continue;
    if (key === "__proto__") define(record, key, unpack(part, below));
    else record[key] = unpack(part, below);
  }
  return value;
}

function untag(tag: unknown, within: Within): unknown {
  const refused = () => new CodecError("", "a form that is not known");
  if (!Array.isArray(tag)) throw refused();
  const [what, one, two, three] = tag as unknown[];
  const inside = (part: unknown) => unpack(part, within);
  if (what === "u") return undefined;
  if (what === "n" && typeof one === "string") return Number(one);
  if (what === "i" && typeof one === "string" && /^-?\d{1,4000}$/.test(one)) return BigInt(one);
  if (what === "d") return dateOf(inside(one));
  if (what === "s" && Array.isArray(one)) return new Set(one.map(inside));
  if (what === "m" && Array.isArray(one)) {
    return new Map(pairsOf(one).map(([key, part]) => [inside(key), inside(part)]));
  }
  if (what === "o" && Array.isArray(one)) {
    const record = {};
    for (const [key, part] of pairsOf(one)) {
      if (typeof key !== "string") throw refused(); // to make a text of an object would be to run it
      define(record, key, inside(part));
    }
    return record;
  }
  if (what === "e" && typeof one === "string" && typeof two === "string" && typeof three === "string") {
    if (within.count.errors-- <= 0) throw new CodecError("", tooMany());
    return errorOf(one, two, { stack: three, ...(tag.length > 4 && { cause: inside(tag[4]) }) });
  }
  if (what === "b") {
    const value = inside(one);
    if (["string", "number", "boolean", "bigint"].includes(typeof value)) return Object(value);
    throw refused();
  }
  if (typeof one !== "string" || typeof two !== "string") throw refused();
  if (what === "r" && within.count.regexps) return regexpOf(one, two);
  if (what === "v") return bytesOf(one, two);
  throw refused();
}

function pairsOf(list: readonly unknown[]): [unknown, unknown][] {
  for (const each of list) {
    if (!Array.isArray(each) || each.length !== 2) throw new CodecError("", "a pair that is none");
  }
  return list as [unknown, unknown][];
}

function dateOf(time: unknown): Date {
  if (typeof time !== "number") throw new CodecError("", "a date that is none");
  return new Date(time);
}

/** Of the standard's kinds only: what else the other side has defined stays there. */
function errorOf(name: string, message: string, { stack, ...rest }: { stack: string; cause?: unknown }): Error {
  const error = new Error(message, rest);
  define(error, "name", name);
  define(error, "stack", stack);
  return error;
}

function regexpOf(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch {
    throw new CodecError("", "a regular expression that is none");
  }
}

function bytesOf(name: string, base64: string): ArrayBuffer | ArrayBufferView {
  try {
    const { buffer } = Uint8Array.fromBase64(base64);
    if (name === "ArrayBuffer") return buffer;
    const View = Object.hasOwn(VIEWS, name) ? VIEWS[name] : undefined;
    if (View !== undefined) return new View(buffer);
  } catch { /* of a wrong length, or no base64 */ }
  throw new CodecError("", "bytes that are none");
}

/** Not by assignment: a key may be called `"__proto__"`, and what is frozen above must not be in the way. */
function define(on: object, key: string, value: unknown): void {
  Object.defineProperty(on, key, { value, writable: true, enumerable: true, configurable: true });
}
