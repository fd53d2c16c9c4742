import { checkOptions } from "../argument_error.ts";
import { Redaction } from "../presenting/redaction.ts";
import { reasonText } from "../processes/reason_text.ts";
import type { SupervisionReport } from "../processes/reporter.ts";

/** What a supervisor did, on one line and without secrets. */
export function formatSupervision(report: SupervisionReport, options: { redaction?: Redaction } = {}): string {
  const { redaction = new Redaction() } = checkOptions("format what a supervisor did", options);
  const { pid, name, module, event } = report;
  return `${module} ${name === undefined ? pid : `${pid} (${name})`} ${what(event, redaction)}`;
}

function what(event: SupervisionReport["event"], redaction: Redaction): string {
  const child = `child "${event.child}"`;
  switch (event.type) {
    case "child.started":
      return `started ${child} as ${event.childPid ?? "no process"}`;
    case "child.restarted": {
      const { cause, restarts, reason } = event;
      const because = cause === event.child ? "" : ` with "${cause}"`;
      const was = event.oldPid === undefined ? "" : `, which was ${event.oldPid}`;
      const why = reasonText(reason, redaction);
      return `restarted ${child}${because} as ${
        event.childPid ?? "no process"
      }${was}; restart ${restarts}, after: ${why}`;
    }
    case "child.failed":
      return `could not restart ${child} and tries again: ${reasonText(event.reason, redaction)}`;
    case "child.stopped":
      return `lost ${child}${event.childPid === undefined ? "" : ` (${event.childPid})`} for good: ${
        reasonText(event.reason, redaction)
      }`;
    case "supervisor.gave_up":
      return `gives up: ${child} died once more after ${event.maxRestarts} restarts within ${event.maxSeconds} s`;
  }
}
