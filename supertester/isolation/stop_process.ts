import type { ExitReason, Pid, System } from "@superlearner/otp";
import { exited } from "../waiting/exited.ts";
import { processRef } from "../waiting/target.ts";

/** How a process is stopped. */
export interface StopProcessOptions {
  /** How long it has to end in order, in milliseconds of System time; then it is killed. @default {5000} */
  timeoutMs?: number;
}

/**
 * Tells a process to shut down as its parent would, and waits until it is dead; kills it where that takes too long. Gives
 * what it died of.
 */
export async function stopProcess(system: System, pid: Pid, options: StopProcessOptions = {}): Promise<ExitReason> {
  const { timeoutMs = 5000 } = options;
  const ref = processRef(system, pid);
  system.exit(pid, "shutdown");
  try {
    return await exited(ref, { timeoutMs });
  } catch {
    system.exit(pid, "kill");
    return await exited(ref, { timeoutMs: Infinity });
  }
}
