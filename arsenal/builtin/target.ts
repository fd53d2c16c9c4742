import { isPid, type Pid, type ProcessInfo, processInfo } from "@superlearner/otp";
import { OperationError, validationFailed } from "../operations/operation_error.ts";
import { reasonView } from "../presenting/event_view.ts";
import { nodeOf } from "../presenting/process_view.ts";
import type { Services } from "./services.ts";

/** The pid that a text of a path means. @throws {OperationError} 400 if it means none. */
export function readPid(text: string): Pid {
  const printed = text.startsWith("<") ? text : `<${text}>`;
  if (text.length < 100 && isPid(printed)) return printed;
  throw validationFailed([{
    in: "path",
    path: "pid",
    message: "is no pid: one is written <0.12.0>, %3C0.12.0%3E or 0.12.0",
  }]);
}

/** The living process that a text of a path means. @throws {OperationError} 400 if it means none, 404 if it is gone. */
export function livingProcess(services: Services, text: string): ProcessInfo {
  const pid = readPid(text);
  const info = processInfo(services.system, pid);
  if (info === undefined || info.status === "dead") throw missing(services, pid);
  return info;
}

/** Why there is no living process of a pid. */
export function missing({ system, redaction }: Services, pid: Pid): OperationError {
  const info = processInfo(system, pid);
  if (nodeOf(pid) !== "local") {
    return notFound("node_not_found", `This System has no node ${nodeOf(pid)}`, "other_node");
  }
  if (info?.exitReason !== undefined) {
    const facts = { reason: "dead", exit_reason: reasonView(info.exitReason, redaction) };
    return new OperationError("process_dead", { status: 404, detail: `The process ${pid} is dead`, facts });
  }
  if (system.hasExisted(pid)) {
    return notFound("process_dead", `The process ${pid} is dead`, "dead");
  }
  return notFound("process_not_found", `No process ever had the pid ${pid}`, "never_existed");
}

function notFound(code: string, detail: string, reason: string): OperationError {
  return new OperationError(code, { status: 404, detail, facts: { reason } });
}
