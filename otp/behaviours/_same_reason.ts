/**
 * Whether two exit reasons are the same term: reasons are plain data, so equal by what they hold, as Erlang's are.
 *
 * Objects that hold themselves are followed once.
 */
export function sameReason(one: unknown, other: unknown, seen: Set<unknown> = new Set()): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  if (seen.has(one)) return true;
  seen.add(one);
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length &&
    keys.every((key) =>
      Object.hasOwn(other, key) &&
      sameReason((one as { [key: string]: unknown })[key], (other as { [key: string]: unknown })[key], seen)
    );
}
