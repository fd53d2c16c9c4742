import { ArgumentError } from "./errors.ts";

/**
 * The identifier of a process, printed as Erlang prints it: `<0.12.0>` for a process of this System, `<node.12.0>` for
 * one that lives elsewhere.
 *
 * A pid is a string, so that it is equal by value, works as a key, prints itself, and comes unchanged out of
 * `structuredClone`, JSON and `postMessage`. A System never gives one number out twice.
 */
export type Pid = `<${string}.${number}.0>`;

/** A unique reference: of a monitor, a timer or an alias. Printed as `#Ref<0.7>`. */
export type Ref = `#Ref<${string}>`;

/** The pid of the System itself: the parent of what was started from outside any process, as Erlang's `init` is. */
export const ROOT_PID: Pid = "<0.0.0>";

const PRINTED = /^<([A-Za-z0-9_@-][A-Za-z0-9_.@-]*)\.(\d{1,15})\.0>$/;

/**
 * Whether a value is a pid.
 *
 * @example
 * ```ts
 * import { assert, assertFalse } from "@std/assert";
 * import { isPid } from "@superlearner/otp";
 *
 * assert(isPid("<0.12.0>"));
 * assertFalse(isPid("0.12.0"));
 * ```
 */
export function isPid(value: unknown): value is Pid {
  return numberOf(value) !== undefined || (typeof value === "string" && PRINTED.test(value));
}

/** The number in a pid of this System, as it was given out: no leading zero, no other node. */
export function numberOf(pid: unknown): number | undefined {
  if (typeof pid !== "string") return undefined;
  const end = pid.length - 3;
  if (end < 4 || end > 18 || !pid.startsWith("<0.") || !pid.endsWith(".0>") || pid.charCodeAt(3) === 48) {
    return undefined;
  }
  let number = 0;
  for (let at = 3; at < end; at++) {
    const digit = pid.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return undefined;
    number = number * 10 + digit;
  }
  return number;
}

/**
 * Reads a pid as people and URLs write it: `<0.12.0>`, or bare `0.12.0`.
 *
 * @throws {ArgumentError} If the text is no pid.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parsePid } from "@superlearner/otp";
 *
 * assertEquals(parsePid("0.12.0"), "<0.12.0>");
 * ```
 */
export function parsePid(text: string): Pid {
  const printed = typeof text === "string" && !text.startsWith("<") ? `<${text}>` : text;
  if (isPid(printed)) return printed;
  throw new ArgumentError("parse a pid", { rule: "a pid is written <0.12.0> or 0.12.0", value: text });
}
