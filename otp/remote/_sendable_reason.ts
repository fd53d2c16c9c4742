import { type ExitReason, shortReason } from "../processes/exit_reason.ts";

/** How deep what can be sent is looked for: `{ error: { data: { errors: [...] } } }`. */
const DEEPEST = 4;

/**
 * A reason of which only what cannot be sent is a text. So it stays what it is: a crash, a shutdown in order, or what was
 * thrown.
 */
export function sendableReason(reason: ExitReason, canSend: (value: unknown) => boolean = canBeCloned): ExitReason {
  const sendable = (value: unknown, depth: number): unknown => {
    try {
      if (canSend(value)) return value;
      if (depth < DEEPEST && Array.isArray(value)) return value.map((part) => sendable(part, depth + 1));
      if (depth < DEEPEST && isPlain(value)) {
        return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, sendable(part, depth + 1)]));
      }
    } catch { /* a getter or a proxy of the program's own */ }
    return shortReason(value as ExitReason);
  };
  return sendable(reason, 0) as ExitReason;
}

function canBeCloned(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
