import { listProcesses, ROOT_PID, type System } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { LeakError, leaksOf } from "../isolation/leaks.ts";

/**
 * Makes sure that nobody is left in a System whose starter is dead: nobody would stop it.
 *
 * @throws {LeakError} Naming each, who started it, and where.
 */
export function assertNoOrphans(system: System, chronicle?: Chronicle): void {
  const orphans = listProcesses(system).filter(({ parent, behaviour }) =>
    parent !== ROOT_PID && behaviour !== "attached" && !system.isAlive(parent)
  );
  if (orphans.length === 0) return;
  const known = chronicle ?? Chronicle.of(system);
  const leaks = leaksOf(system, { chronicle: known, subscriptions: system.events.subscriptions.length });
  throw new LeakError(
    leaks.filter(({ kind, what }) => kind === "process" && orphans.some(({ pid }) => what.startsWith(pid))),
  );
}
