import type { ExitReason } from "./exit_reason.ts";
import type { Process } from "./process.ts";

/** What people may get to see of a server: in its status, in its crash report, in a trace or a log. */
export interface StatusParts<State = unknown> {
  /** Its state. */
  readonly state: State;
  /** The message it was at, or takes or sends, where one is shown. */
  readonly message?: unknown;
  /** What it answers, where a trace or a log shows that; what is not given back is not shown. */
  readonly reply?: unknown;
  /** Why it died, in a crash report. */
  readonly reason?: ExitReason;
}

/** A message of a process, as its `formatStatus` shows it. */
export function presentableMessage(process: Pick<Process, "behaviour" | "state">, message: unknown): unknown {
  return presentable(process, { state: process.state, message }).message;
}

/** An answer of a process, as its `formatStatus` shows it. */
export function presentableReply(process: Pick<Process, "behaviour" | "state">, reply: unknown): unknown {
  return presentable(process, { state: process.state, reply }).reply;
}

/** What stands in the place of what could not be made presentable. */
const UNPRESENTABLE = "(formatStatus failed)";

/**
 * What may be shown, as the process's `formatStatus` has it. One that throws, or gives no object, shows nothing: a secret
 * must not come out because hiding it failed.
 */
export function presentable(process: Pick<Process, "behaviour">, parts: StatusParts): StatusParts {
  const { behaviour } = process;
  if (behaviour.formatStatus === undefined) return parts;
  if (parts.state === undefined && parts.message === undefined && parts.reply === undefined) return parts; // it has not got so far
  try {
    const shown = behaviour.formatStatus(parts);
    if (typeof shown === "object" && shown !== null && "state" in shown) return shown;
  } catch { /* as one that gives nothing */ }
  return {
    ...parts,
    state: UNPRESENTABLE,
    ...("message" in parts ? { message: UNPRESENTABLE } : {}),
    ...("reply" in parts ? { reply: UNPRESENTABLE } : {}),
  };
}
