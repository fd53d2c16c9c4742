import { GuestDOMException } from "./guest_dom_exception.ts";

type Clone = (value: unknown) => unknown;
type Known = Map<object, object>;
type BoxClass = { readonly prototype: { valueOf(): unknown } };

/** What can be in a box. */
const BOXES: readonly BoxClass[] = [Boolean, Number, String, BigInt];
/** The kinds of errors that stay what they are. */
const ERRORS: readonly ErrorConstructor[] = [
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
];

/**
 * A copy of a value and of all in it: what is in it twice, or in itself, is so in the copy. Buffers that are to be transferred
 * are moved.
 *
 * @throws {GuestDOMException} `DataCloneError` for what cannot be copied: functions, symbols, promises, weak collections.
 */
export function guestClone(value: unknown, { transfer = [] }: { readonly transfer?: Iterable<unknown> } = {}): unknown {
  const known: Known = new Map();
  const moved = [...transfer].map((each) => {
    if (!(each instanceof ArrayBuffer) || each.detached) refuse("what is to be transferred is no buffer");
    return each as ArrayBuffer;
  });
  if (new Set(moved).size !== moved.length) refuse("a buffer is to be transferred twice");
  const made = cloneOf(value, known);
  for (const each of moved) each.transfer(); // the copy has all that was in it
  return made;
}

function cloneOf(value: unknown, known: Known): unknown {
  if (typeof value === "symbol" || typeof value === "function") refuse(`it is a ${typeof value}`);
  if (typeof value !== "object" || value === null) return value;
  const before = known.get(value);
  if (before !== undefined) return before;
  const keep = <Made extends object>(made: Made): Made => (known.set(value, made), made);
  const clone: Clone = (part) => cloneOf(part, known);
  if (Array.isArray(value)) return fields(value, keep(new Array(value.length)), clone);
  if (value instanceof Date) return keep(new Date(value.getTime()));
  if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags));
  if (value instanceof ArrayBuffer) return keep(value.slice(0));
  if (ArrayBuffer.isView(value)) return keep(viewOf(value, clone));
  if (value instanceof Map) {
    const made = keep(new Map());
    for (const [key, each] of [...value]) made.set(clone(key), clone(each));
    return made;
  }
  if (value instanceof Set) {
    const made = keep(new Set());
    for (const each of [...value]) made.add(clone(each));
    return made;
  }
  if (value instanceof Error) return errorOf(value, { keep, clone });
  if (BOXES.some(({ prototype }) => Object.prototype.isPrototypeOf.call(prototype, value))) {
    return keep(Object(value.valueOf()) as object);
  }
  const [, kind = ""] = /^\[object (.*)\]$/.exec(Object.prototype.toString.call(value)) ?? [];
  if (UNCLONABLE.has(kind)) refuse(`it is a ${kind}`);
  return fields(value, keep({}), clone);
}

/** Kinds that hold more than fields do. */
const UNCLONABLE: ReadonlySet<string> = new Set([
  "Promise",
  "WeakMap",
  "WeakSet",
  "WeakRef",
  "Generator",
  "AsyncGenerator",
]);

function fields(value: object, made: object, clone: Clone): object {
  for (const key of Object.keys(value)) {
    const copy = clone((value as Record<string, unknown>)[key]);
    Object.defineProperty(made, key, { value: copy, writable: true, enumerable: true, configurable: true });
  }
  return made;
}

function viewOf(view: ArrayBufferView, clone: Clone): ArrayBufferView {
  const buffer = clone(view.buffer) as ArrayBuffer;
  if (view instanceof DataView) return new DataView(buffer, view.byteOffset, view.byteLength);
  const typed = view as Uint8Array;
  const kind = (globalThis as unknown as Record<string, typeof Uint8Array>)[typed[Symbol.toStringTag]]!;
  return new kind(buffer, typed.byteOffset, typed.length);
}

interface ErrorParts {
  readonly keep: <Made extends object>(made: Made) => Made;
  readonly clone: Clone;
}

function errorOf(error: Error, { keep, clone }: ErrorParts): Error {
  const kind = ERRORS.find(({ name }) => name === error.name) ?? Error;
  const made = keep(new kind(String(error.message)));
  if (typeof error.stack === "string") Object.defineProperty(made, "stack", { ...HIDDEN, value: error.stack });
  if (Object.hasOwn(error, "cause")) Object.defineProperty(made, "cause", { ...HIDDEN, value: clone(error.cause) });
  return made;
}

const HIDDEN = { writable: true, enumerable: false, configurable: true };

function refuse(why: string): never {
  throw new GuestDOMException(`Cannot clone it: ${why}`, "DataCloneError");
}
