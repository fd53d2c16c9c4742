import { type ProcessInfo, processInfo } from "@superlearner/otp";
import { OperationError } from "../operations/operation_error.ts";
import { isSupervisorInfo } from "../presenting/process_view.ts";
import type { Services } from "./services.ts";

/**
 * Refuses what would take a protected process out of service: one that was named, or a supervisor that no other would start
 * again.
 *
 * @throws {OperationError} 403, with the words that `force` lifts it.
 */
export function checkProtection({ system, protect }: Services, info: ProcessInfo, options: { action: string }): void {
  const { pid, name } = info;
  const why = name !== undefined && protect.has(name)
    ? `${name} is protected`
    : isRootSupervisor(info, (parent) => processInfo(system, parent))
    ? "it is a supervisor at the root, which nobody restarts"
    : undefined;
  if (why === undefined) return;
  throw new OperationError("protected_process", {
    status: 403,
    detail: `${pid} is not ${options.action}: ${why}; force=true does it all the same`,
    facts: { force: true },
  });
}

function isRootSupervisor(
  info: ProcessInfo,
  parentOf: (pid: ProcessInfo["pid"]) => ProcessInfo | undefined,
): boolean {
  if (!isSupervisorInfo(info)) return false;
  const parent = parentOf(info.parent);
  return parent === undefined || !isSupervisorInfo(parent);
}
