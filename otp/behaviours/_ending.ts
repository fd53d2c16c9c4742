import { die } from "../processes/exit.ts";
import { type ExitReason, reasonOf } from "../processes/exit_reason.ts";
import { DEAD, ENDING, type Process } from "../processes/process.ts";

/** How a server ends in order. */
export interface Ending {
  readonly reason: ExitReason;
  /** Cleans up; what it fails with is what the process dies with. */
  readonly terminate: (() => unknown) | undefined;
  /** Done after it: a reply that is still owed. */
  readonly owed?: (() => void) | null;
}

/** Ends a process in order: `terminate`, then what is owed, then death. */
export function endInOrder(process: Process, { reason, terminate, owed }: Ending): void {
  if (process.phase === DEAD) return; // of what a listener did
  process.phase = ENDING;
  const finish = (last: ExitReason) => {
    if (process.phase !== ENDING) return;
    try {
      owed?.();
      die(process, last);
    } catch (error) {
      die(process, reasonOf(error));
    }
  };
  if (terminate === undefined) return finish(reason);
  try {
    const result = terminate();
    if (result instanceof Promise) result.then(() => finish(reason), (error) => finish(reasonOf(error)));
    else finish(reason);
  } catch (error) {
    finish(reasonOf(error));
  }
}
