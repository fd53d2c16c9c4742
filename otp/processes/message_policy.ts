import { ArgumentError } from "./errors.ts";

/**
 * What a message and its receiver share with the sender. Erlang copies everything; JavaScript shares objects unless told.
 *
 * - `"share"`: the same object. Free; nobody may change what was sent. The default.
 * - `"freeze"`: the same object, frozen through and through, so that a change throws; and so is every state of a server,
 *   which nobody may change but a handler's result. For tests.
 * - `"copy"`: a `structuredClone`, as it would be on the way to a worker; what cannot be cloned is an error at the sender.
 */
export type MessagePolicy = "share" | "freeze" | "copy";

/** What passes as it is under every policy: a part of the runtime that talks to another. */
export class Shared<Value> {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}

/** What a message is for those who look at it: what passes as it is, is shown as it is. */
export function unshared(message: unknown): unknown {
  return message instanceof Shared ? message.value : message;
}

/** What is done with a value that passes from one process to another under a policy; `null` for nothing. */
export function passBy(policy: MessagePolicy): ((value: unknown) => unknown) | null {
  if (policy === "share") return null;
  if (policy === "copy") return copy;
  if (policy === "freeze") return deepFreeze;
  throw new ArgumentError("make a System", { rule: 'messages is "share", "freeze" or "copy"', value: policy });
}

/** What was frozen all the way down already; one that its owner froze may still hold what is not. */
const frozen = new WeakSet<object>();

/** Freezes plain objects and arrays all the way down; other objects (maps, class instances, buffers) are left alone. */
export function deepFreeze<Value>(value: Value): Value {
  if (!isFreezable(value) || frozen.has(value)) return value;
  const left: object[] = [value]; // a list, since what is nested may be nested deeper than the stack
  for (let each = left.pop(); each !== undefined; each = left.pop()) {
    frozen.add(Object.freeze(each));
    for (const key of Reflect.ownKeys(each)) {
      const field = Object.getOwnPropertyDescriptor(each, key)!.value;
      if (isFreezable(field) && !frozen.has(field)) left.push(field);
    }
  }
  return value;
}

function isFreezable(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function copy(value: unknown): unknown {
  if (value === null || (typeof value !== "object" && typeof value !== "function" && typeof value !== "symbol")) {
    return value;
  }
  if (value instanceof Shared) return value;
  try {
    return structuredClone(value);
  } catch {
    throw new ArgumentError("send a message", {
      rule: "a System that copies messages sends only what structuredClone takes",
      value,
    });
  }
}
