import { isPid } from "@superlearner/otp";
import { validationFailed } from "../operations/operation_error.ts";
import type { OperationError } from "../operations/operation_error.ts";
import type { Order, Placed } from "./process_order.ts";

/** What of a process never changes while it lives, and so can be gone on from. */
const LASTING: readonly Order["sort"][] = ["pid", "module"];

/** Where the next page begins: after this process. `undefined` where the order may change in between. */
export function nextCursor({ pid, module }: Placed, { sort, direction }: Order): string | undefined {
  if (!LASTING.includes(sort)) return undefined;
  const bytes = new TextEncoder().encode(JSON.stringify([1, sort, direction, pid, sort === "module" ? module : ""]));
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/**
 * The place that a cursor means; its process need not be alive any more.
 *
 * @throws {OperationError} 400 for a cursor that was not made by {@linkcode nextCursor} for this order.
 */
export function readCursor(text: string, { sort, direction }: Order): Placed {
  if (!LASTING.includes(sort)) {
    throw refused(`goes with sort=${LASTING.join(" or sort=")}, since ${sort} changes meanwhile`);
  }
  let parts: unknown;
  try {
    parts = JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(text, { alphabet: "base64url" })));
  } catch {
    throw refused("is none that was given out here");
  }
  if (
    !Array.isArray(parts) || parts.length !== 5 || parts[0] !== 1 || !isPid(parts[3]) || typeof parts[4] !== "string"
  ) {
    throw refused("is none that was given out here");
  }
  if (parts[1] !== sort || parts[2] !== direction) throw refused("belongs to another sort");
  return { pid: parts[3], module: parts[4], name: undefined, memory: 0, mailboxLength: 0, handled: 0, startedAt: 0 };
}

function refused(message: string): OperationError {
  return validationFailed([{ in: "query", path: "cursor", message }]);
}
