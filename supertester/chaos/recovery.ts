import { eventually } from "../waiting/eventually.ts";
import { WaitError } from "../waiting/wait_error.ts";
import { shortValue } from "../presenting/event_text.ts";
import { type ChaosTarget, isGone, isThere, systemOf, trouble } from "./chaos_target.ts";

/** Says whether a System has recovered: `true`. Anything else, and what is thrown, is not yet. */
export type Recovered = () => boolean | PromiseLike<boolean>;

/** How a recovery is waited for. */
export interface RecoveryPlan {
  /** The criterion. @default the target is alive, with all its children */
  readonly recovered?: Recovered | undefined;
  /** How long it may take, in milliseconds of System time. */
  readonly timeoutMs: number;
}

/** Waits for a recovery; gives what is in the way of it in the end, `undefined` if nothing is. Never rejects. */
export async function recovery(
  target: ChaosTarget,
  { recovered, timeoutMs }: RecoveryPlan,
): Promise<{ readonly reason: string; readonly cause?: unknown } | undefined> {
  const system = systemOf("wait for a recovery", target);
  let reason = "";
  let cause: unknown;
  const look = async (): Promise<boolean> => {
    cause = undefined;
    if (isGone(target)) return reason = "it is dead, and its pid is of nobody else", true;
    if (recovered === undefined) return reason = trouble(target) ?? "", reason === "";
    try {
      const gave: unknown = await recovered();
      reason = gave === true ? isThere(target) ? "" : "it is dead" : `recovered() gave ${shortValue(gave)}`;
    } catch (error) {
      cause = error;
      reason = `recovered() threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
    }
    return reason === "";
  };
  try {
    await eventually(system, look, { timeoutMs });
  } catch (error) {
    if (!(error instanceof WaitError)) throw error;
  }
  if (reason === "") return undefined;
  return cause === undefined ? { reason } : { reason, cause };
}
