/**
 * What a message and its receiver share with the sender. Erlang copies everything; JavaScript shares objects unless told.
 *
 * - `"share"`: the same object. Free; nobody may change what was sent. The default.
 * - `"freeze"`: the same object, frozen through and through, so that a change throws. For tests.
 * - `"copy"`: a `structuredClone`, as it would be on the way to a worker; what cannot be cloned is an error at the sender.
 */
export type MessagePolicy = "share" | "freeze" | "copy";

/** How a value passes from one process to another under a policy. */
export function passBy(policy: MessagePolicy): (value: unknown) => unknown {
  if (policy === "share") return (value) => value;
  if (policy === "copy") return (value) => isPlain(value) ? value : structuredClone(value);
  return deepFreeze;
}

/** Freezes plain objects and arrays all the way down; other objects (maps, class instances, buffers) are left alone. */
export function deepFreeze(value: unknown): unknown {
  if (isPlain(value) || Object.isFrozen(value)) return value;
  const prototype = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return value;
  Object.freeze(value);
  for (const key of Reflect.ownKeys(value as object)) deepFreeze((value as { [key: PropertyKey]: unknown })[key]);
  return value;
}

function isPlain(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}
