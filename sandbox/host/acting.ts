import { ArgumentError } from "@superlearner/otp";
import { checkKnownOptions } from "../limits/check_options.ts";

/** Who has done what nobody else is named for: the program that has the sandboxes. */
export const HOST_ACTOR = "host";

/** Who does something to a sandbox. */
export interface ActOptions {
  /** Who does it, for the audit log. @default {"host"} */
  readonly by?: string;
}

const KNOWN: Readonly<Record<keyof ActOptions, true>> = { by: true };

/** The name of who does something. @throws {ArgumentError} If it is none. */
export function actorOf(action: string, options: ActOptions): string {
  return checkActor(action, checkKnownOptions(action, options, KNOWN).by);
}

/** The same of a name alone. @throws {ArgumentError} If it is none. */
export function checkActor(action: string, by: string = HOST_ACTOR): string {
  if (typeof by === "string" && by.trim() !== "") return by;
  throw new ArgumentError(action, { rule: "by is the name of who does it", value: by });
}
