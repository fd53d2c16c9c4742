/**
 * Whether two states are one, by what they hold, as Erlang's `=:=` has it: arrays, plain objects, maps, sets, dates and
 * buffers are equal where their contents are. An object of a class with its own secrets is equal to itself only.
 *
 * Objects that hold themselves are followed once.
 */
export function sameState(one: unknown, other: unknown, seen?: Map<object, object>): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  return sameObject(one, other, seen ?? new Map());
}

function sameObject(one: object, other: object, seen: Map<object, object>): boolean {
  const prototype = Object.getPrototypeOf(one);
  if (prototype !== Object.getPrototypeOf(other)) return false;
  if (seen.get(one) === other) return true;
  seen.set(one, other);
  if (Array.isArray(one) || prototype === Object.prototype || prototype === null) return sameFields(one, other, seen);
  if (one instanceof Date) return Object.is(one.getTime(), (other as Date).getTime());
  if (one instanceof Map) return sameEntries(one, other as typeof one, seen);
  if (one instanceof Set) return sameMembers(one, other as typeof one, seen);
  if (ArrayBuffer.isView(one)) return sameBytes(one, other as ArrayBufferView);
  return false;
}

function sameFields(one: object, other: object, seen: Map<object, object>): boolean {
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  if (Array.isArray(one) && one.length !== (other as unknown[]).length) return false;
  return keys.every((key) =>
    Object.hasOwn(other, key) && sameState(Reflect.get(one, key), Reflect.get(other, key), seen)
  );
}

function sameEntries(one: Map<unknown, unknown>, other: Map<unknown, unknown>, seen: Map<object, object>): boolean {
  if (one.size !== other.size) return false;
  return [...one].every(([key, value]) => other.has(key) && sameState(value, other.get(key), seen));
}

/** Members that are objects may stand in another order than their equals. */
function sameMembers(one: Set<unknown>, other: Set<unknown>, seen: Map<object, object>): boolean {
  if (one.size !== other.size) return false;
  const left = new Set(other);
  return [...one].every((member) => {
    const equal = left.has(member) ? { member } : findEqual(left, member, seen);
    return equal !== undefined && left.delete(equal.member);
  });
}

function findEqual(members: Set<unknown>, member: unknown, seen: Map<object, object>): { member: unknown } | undefined {
  for (const each of members) if (sameState(member, each, seen)) return { member: each };
  return undefined;
}

function sameBytes(one: ArrayBufferView, other: ArrayBufferView): boolean {
  if (one.byteLength !== other.byteLength) return false;
  const [a, b] = [one, other].map((view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength)) as [
    Uint8Array,
    Uint8Array,
  ];
  return a.every((byte, index) => byte === b[index]);
}
