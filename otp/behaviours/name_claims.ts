import { reasonOf, shortReason } from "../processes/exit_reason.ts";
import type { Process } from "../processes/process.ts";
import { nameText, registerVia, unregisterVia, type ViaName } from "../processes/via.ts";

/** The names that processes were given by registrars, as long as they start. */
const claims = new WeakMap<object, ViaName>();

/**
 * Gives a process its name before its `init` runs; false, and the process is gone, if another has it.
 *
 * @throws What the registrar throws; the process is gone.
 */
export function claimName(process: Process, name: ViaName): boolean {
  const given = registerVia(process, name);
  if (given) claims.set(process, name);
  return given;
}

/** Takes the name back from a process that does not come up, before it dies; the name is free when the start has failed. */
export function releaseName(process: Process): void {
  const name = claims.get(process);
  if (name === undefined) return;
  claims.delete(process);
  try {
    unregisterVia(process, name);
  } catch (error) {
    process.runtime.reporter.warn(
      `The name ${nameText(name)} could not be taken back: ${shortReason(reasonOf(error))}`,
    );
  }
}

/** The start is over. */
export function forgetClaim<Started extends object>(started: Started): Started {
  claims.delete(started);
  return started;
}
