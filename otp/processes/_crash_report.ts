import { loggedOf } from "./debug.ts";
import { FORM } from "./envelope.ts";
import type { ExitReason } from "./exit_reason.ts";
import { ancestorsOf } from "./lineage.ts";
import { listOf } from "./links.ts";
import { unshared } from "./message_policy.ts";
import { ROOT_PID } from "./pid.ts";
import type { Process } from "./process.ts";
import type { CrashReport } from "./reporter.ts";
import { presentable } from "./status_parts.ts";

/** The most links that a report names. */
const MOST_LINKS = 20;

/** What is known of a process that has just died, before it is taken apart. */
export function crashReportOf(process: Process, died: ExitReason): CrashReport {
  const { pid, name, behaviour, parent, current, runtime, startedAt } = process;
  const known = {
    state: behaviour.holdsState ? process.state : undefined,
    message: unshared(current?.payload),
    reason: died,
  };
  const { state, message, reason = died } = presentable(process, known);
  const links = listOf(process.links);
  return {
    pid,
    name: name ?? undefined,
    behaviour: behaviour.name,
    module: behaviour.module,
    version: behaviour.version,
    initialCall: behaviour.endsWithParent ? `${behaviour.module}.init` : behaviour.module,
    reason,
    lastMessage: message,
    lastForm: current === null ? undefined : FORM[current.type],
    lastKind: current === null || current.kind === "" ? undefined : current.kind,
    state,
    parent: parent?.pid ?? ROOT_PID,
    ancestors: ancestorsOf(parent),
    links: links.slice(0, MOST_LINKS).map((each) => each.pid),
    linkCount: links.length,
    trapExit: process.trapExit,
    mailboxLength: process.length,
    handled: process.handled,
    uptimeMs: runtime.clock.now() - startedAt,
    wallTime: runtime.clock.wallTime(),
    log: loggedOf(process),
  };
}
