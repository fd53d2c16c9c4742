import { checkOptions } from "../argument_error.ts";
import { toJson } from "../presenting/json_value.ts";
import { Redaction } from "../presenting/redaction.ts";
import type { LogEntry } from "../processes/debug.ts";

/** Something a process did, as its log has it, on one line: bounded and without secrets. */
export function formatLogEntry({ time, event }: LogEntry, options: { redaction?: Redaction } = {}): string {
  const { redaction = new Redaction() } = checkOptions("format a log entry", options);
  const show = (value: unknown) =>
    JSON.stringify(toJson(value, redaction, { maxItems: 50, maxText: 500, maxValues: 100 }));
  return `${time} ms: ${what(event, show)}`;
}

function what(event: LogEntry["event"], show: (value: unknown) => string): string {
  if (event.type === "state") return `new state ${show(event.state)}`;
  if (event.type === "reply") {
    return `replied ${show(event.reply)} to "${event.kind}"${event.to === undefined ? "" : ` of ${event.to}`}`;
  }
  const kind = event.kind === undefined ? "" : ` "${event.kind}"`;
  const message = `${event.form}${kind} ${show(event.message)}`;
  if (event.type === "out") return `sent ${message} to ${event.to}`;
  return `got ${message}${event.from === undefined ? "" : ` from ${event.from}`}`;
}
