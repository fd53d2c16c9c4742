import { ArgumentError } from "@superlearner/otp";
import { checkKnownOptions } from "../limits/check_options.ts";

/** Who does something to a plugin. */
export interface Doer {
  /** Their name, for the audit log. */
  readonly by: string;
}

/**
 * The name of who does something, with an audit log or without one. Asked first: what nobody has done is not done at all.
 *
 * @throws {ArgumentError} If nobody is named.
 */
export function nameOf(action: string, doer: Doer): string {
  return checkName(action, checkKnownOptions(action, doer, { by: true }).by);
}

/** Gives back who does something if that is a name. @throws {ArgumentError} If not. */
export function checkName(action: string, by: string): string {
  if (typeof by === "string" && by.trim() !== "") return by;
  throw new ArgumentError(action, { rule: "by names who does it", value: by });
}
