import { ArgumentError } from "../processes/errors.ts";

/** What is moved to a process that runs elsewhere instead of being copied, by the value it is a part of. */
const moved = new WeakMap<object, readonly Transferable[]>();

/**
 * Says that parts of a message or reply are to be moved, not copied, where it goes to a process that runs in a worker:
 * buffers, message ports and streams. Gives the value itself, to be sent.
 *
 * Afterwards the sender has the parts no more: a moved buffer is empty. To a process of the same System nothing is moved,
 * and over a wall that can only copy (a subprocess) buffers are copied and streams refused.
 *
 * @throws {ArgumentError} If the value is no object, or what is to be moved cannot be.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { transfer } from "@superlearner/otp/remote";
 *
 * const pixels = new Uint8Array(1_000_000);
 * // image.call("blur", transfer(pixels, [pixels.buffer]))
 * assertEquals(transfer(pixels, [pixels.buffer]), pixels);
 * ```
 */
export function transfer<Value extends object>(value: Value, parts: readonly Transferable[]): Value {
  if (typeof value !== "object" || value === null) {
    throw new ArgumentError("transfer", { rule: "the value is an object", value });
  }
  if (!Array.isArray(parts) || parts.some((part) => typeof part !== "object" || part === null)) {
    throw new ArgumentError("transfer", { rule: "the parts are a list of buffers, ports or streams", value: parts });
  }
  moved.set(value, parts);
  return value;
}

/** What is to be moved with a value. Asked once: what is gone cannot be moved again. */
export function partsToMove(value: unknown): readonly Transferable[] {
  if (typeof value !== "object" || value === null) return [];
  const parts = moved.get(value);
  if (parts === undefined) return [];
  moved.delete(value);
  return parts;
}
