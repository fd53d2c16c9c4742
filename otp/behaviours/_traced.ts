import { FORM } from "../processes/envelope.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import type { Process } from "../processes/process.ts";

/** What a server keeps of a message that is traced. */
export interface Traced {
  /** Since when it is being handled; below zero if none is. */
  tracedSince: number;
}

/** Tells that the message under way is done, if it is traced and that was not told yet. */
export function tellHandled(process: Process, extra: Traced | null | undefined, failed?: ExitReason): void {
  const { current, runtime } = process;
  if (extra === undefined || extra === null || extra.tracedSince < 0 || current === null) return;
  const durationMs = runtime.clock.now() - extra.tracedSince;
  extra.tracedSince = -1;
  if (!runtime.events.active) return;
  runtime.events.emit({
    type: "message.handled",
    pid: process.pid,
    form: FORM[current.type]!,
    ...(current.kind === "" ? {} : { kind: current.kind }),
    durationMs,
    ...(failed === undefined ? {} : { failed }),
  });
}
