import { isPid, listProcesses, listTimers, type Pid, ROOT_PID, type System } from "@superlearner/otp";
import type { Chronicle } from "../chronicle/chronicle.ts";
import { type Leak, processLeak, timerLeak } from "./leaks.ts";

/** Whether all that a System holds is the test's own. */
export interface IsolationReport {
  /** Whether nothing is foreign. */
  readonly isolated: boolean;
  /** What is: processes (with their names) that no process of the test has started, and timers to nobody. */
  readonly foreign: readonly Leak[];
}

/** What in a System does not come from the processes that a test has started, as it is now. Looking changes nothing. */
export function foreignIn(
  system: System,
  { own, chronicle }: { readonly own: ReadonlySet<Pid>; readonly chronicle: Chronicle },
): IsolationReport {
  const foreign = [
    ...listProcesses(system).filter(({ pid }) => !comesFrom(own, { pid, chronicle }))
      .map((info) => processLeak(info, chronicle)),
    ...listTimers(system).filter(({ to }) => isPid(to) ? !system.isAlive(to) : system.whereis(to) === undefined)
      .map(timerLeak),
  ];
  return { isolated: foreign.length === 0, foreign };
}

function comesFrom(own: ReadonlySet<Pid>, { pid, chronicle }: { pid: Pid; chronicle: Chronicle }): boolean {
  for (let at: Pid | undefined = pid; at !== undefined && at !== ROOT_PID; at = chronicle.startOf(at)?.parent) {
    if (own.has(at)) return true;
  }
  return false;
}
