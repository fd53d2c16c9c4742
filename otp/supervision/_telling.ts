import type { SupervisionReport } from "../processes/reporter.ts";
import { DEAD, type Process } from "../processes/process.ts";

/** Tells what a supervisor did: the event stream, and the logger where it wants to know. */
export function tellSupervision(supervisor: Process, event: SupervisionReport["event"]): void {
  if (supervisor.phase === DEAD) return; // a dead supervisor does nothing that could be told
  const { events, reporter } = supervisor.runtime;
  if (events.active) events.emit(event);
  if (reporter.supervises) reporter.supervised(supervisor, event);
}

/** Whether anybody wants to know; where it is asked, an event that nobody hears is never built. */
export function isHeard({ runtime: { events, reporter } }: Process): boolean {
  return events.active || reporter.supervises;
}
