import { ArgumentError } from "../processes/errors.ts";
import { ROOT_PID } from "../processes/pid.ts";

/** A pid or a reference, parted into what comes before the node, the node, and the rest. */
const PID = /^(<)([A-Za-z0-9_@-][A-Za-z0-9_.@-]*)(\.\d{1,15}\.0>)$/;
const REF = /^(#Ref<)([A-Za-z0-9_@-][A-Za-z0-9_.@-]*)(\.\d{1,15}>)$/;
/** Longer than any of them. */
const LONGEST = 300;

/** The node in a pid or reference; `undefined` for any other text. */
export function nodeOf(text: string): string | undefined {
  return partsIn(text)?.[2];
}

/**
 * Pids at the wall. Inside a System its own processes are `<0.N.0>`; outside they are told by its node's name. So on the way
 * out the one becomes the other wherever it stands in a message, and on the way in the other way round, as Erlang does.
 */
export class Translation {
  readonly #node: string;

  constructor(node: string) {
    this.#node = node;
  }

  /** A value as the other side is to read it. What mentions nobody stays the same object. */
  out<Value>(value: Value): Value {
    return rewrite(value, (text) => renamed(text, "0", this.#node)) as Value;
  }

  /** A value of the other side as it is to be read here. */
  in<Value>(value: Value): Value {
    return rewrite(value, (text) => renamed(text, this.#node, "0")) as Value;
  }
}

/** `<0.0.0>` is the System itself, on every side. */
function renamed(text: string, from: string, to: string): string {
  const parts = partsIn(text);
  return parts === null || parts[2] !== from || text === ROOT_PID ? text : `${parts[1]}${to}${parts[3]}`;
}

function partsIn(text: string): RegExpExecArray | null {
  const first = text.charCodeAt(0);
  if ((first !== 60 && first !== 35) || text.length > LONGEST) return null; // "<", "#"
  return (first === 60 ? PID : REF).exec(text);
}

type Change = (text: string) => string;

function rewrite(value: unknown, change: Change): unknown {
  if (typeof value === "string") return change(value);
  if (typeof value !== "object" || value === null || !mentions(value, change)) return value;
  try {
    return copy(value, change, new Map());
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ArgumentError("send to another node", { rule: "a message is not nested deeper than the stack" });
  }
}

/** Whether anything in it would change; most messages mention no process, and are left alone. */
function mentions(value: object, change: Change): boolean {
  const seen = new Set<object>([value]);
  const changes = (part: unknown): boolean => {
    if (typeof part === "string") return change(part) !== part;
    if (typeof part === "object" && part !== null) seen.add(part);
    return false;
  };
  for (const each of seen) if (isAnyPart(each, changes)) return true;
  return false;
}

/** Without a generator: this is done for each message. */
function isAnyPart(value: object, found: (part: unknown) => boolean): boolean {
  if (Array.isArray(value)) return value.some(found);
  if (value instanceof Map) {
    for (const [key, part] of value) if (found(key) || found(part)) return true;
  } else if (value instanceof Set) {
    for (const part of value) if (found(part)) return true;
  } else if (isPlain(value)) {
    for (const key of Object.keys(value)) if (found((value as { [key: string]: unknown })[key])) return true;
  }
  return false;
}

function copy(value: unknown, change: Change, made: Map<object, unknown>): unknown {
  if (typeof value === "string") return change(value);
  if (typeof value !== "object" || value === null) return value;
  if (made.has(value)) return made.get(value);
  const keep = <Made>(one: Made): Made => (made.set(value, one), one);
  if (Array.isArray(value)) {
    const list = keep<unknown[]>(new Array(value.length));
    for (let at = 0; at < value.length; at++) if (at in value) list[at] = copy(value[at], change, made);
    return list;
  }
  if (value instanceof Map) {
    const map = keep(new Map<unknown, unknown>());
    for (const [key, part] of value) map.set(copy(key, change, made), copy(part, change, made));
    return map;
  }
  if (value instanceof Set) {
    const set = keep(new Set<unknown>());
    for (const part of value) set.add(copy(part, change, made));
    return set;
  }
  if (!isPlain(value)) return value;
  const record = keep<{ [key: string]: unknown }>({});
  for (const key of Object.keys(value)) {
    const part = copy((value as { [key: string]: unknown })[key], change, made);
    // Not by assignment what any object has: a key may be called "__proto__".
    if (!(key in record)) record[key] = part;
    else Object.defineProperty(record, key, { value: part, enumerable: true, writable: true, configurable: true });
  }
  return record;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
