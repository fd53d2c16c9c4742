import { toJson } from "../presenting/json_value.ts";
import type { Redaction } from "../presenting/redaction.ts";
import type { ErrorReason, ExitReason } from "./exit_reason.ts";

/** The longest text of a reason within another text. */
const LONGEST = 1000;

/** A reason for the eyes of people: one line, bounded, without secrets. */
export function reasonText(reason: ExitReason, redaction: Redaction): string {
  const line = wordsOf(reason, redaction).replaceAll(/\s*\n\s*/g, " ");
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`;
}

/** What is alike of two reasons for whoever counts them: cheap, since a storm of crashes asks for each. */
export function kindOfReason(reason: ExitReason): string {
  try {
    if (typeof reason !== "object" || reason === null) return String(reason).slice(0, 100);
    const { error } = reason as Partial<ErrorReason>;
    if (typeof error === "object" && error !== null) return `${error.name}: ${String(error.message).slice(0, 100)}`;
    return Object.entries(reason).slice(0, 4).map(([key, value]) =>
      `${key}: ${typeof value === "string" ? value.slice(0, 50) : typeof value}`
    ).join();
  } catch { // a getter or a proxy of the program's own
    return "unreadable";
  }
}

function wordsOf(reason: ExitReason, redaction: Redaction): string {
  if (typeof reason !== "object" || reason === null) return redaction.text(String(reason));
  const error = errorIn(reason);
  if (error !== undefined) return redaction.text(`${error.name}: ${error.message}`.slice(0, 4 * LONGEST));
  return JSON.stringify(toJson(reason, redaction, { maxDepth: 5, maxItems: 50, maxText: 500, maxValues: 300 }));
}

function errorIn(reason: object): { readonly name: string; readonly message: string } | undefined {
  try {
    const { name, message } = (reason as ErrorReason).error;
    return typeof name === "string" && typeof message === "string" ? { name, message } : undefined;
  } catch {
    return undefined;
  }
}
