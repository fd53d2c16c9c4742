import type { Process } from "../processes/process.ts";
import { toJson } from "../presenting/json_value.ts";
import type { DebugEvent } from "../processes/debug.ts";

/** Something a process did as one line, bounded and without secrets. */
export function describeEvent(process: Process, { time, event }: { time: number; event: DebugEvent }): string {
  const name = process.name === null ? process.pid : `${process.pid} (${process.name})`;
  const show = (value: unknown) => JSON.stringify(toJson(value, process.runtime.reporter.redaction, { maxText: 500 }));
  return `${name} at ${time} ms: ${what(event, show)}`;
}

function what(event: DebugEvent, show: (value: unknown) => string): string {
  if (event.type === "state") return `new state ${show(event.state)}`;
  if (event.type === "reply") {
    return `replied ${show(event.reply)} to "${event.kind}"${event.to === undefined ? "" : ` of ${event.to}`}`;
  }
  const kind = event.kind === undefined ? "" : ` "${event.kind}"`;
  const message = `${event.form}${kind} ${show(event.message)}`;
  if (event.type === "out") return `sent ${message} to ${event.to}`;
  return `got ${message}${event.from === undefined ? "" : ` from ${event.from}`}`;
}
