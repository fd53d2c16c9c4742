import { type ExitReason, formatReason } from "@superlearner/otp";
import { showValue } from "../sources/show_value.ts";
import type { LifecycleEvent } from "../sources/source.ts";

/** An event that can be written as JSON, whatever the program died of. Stacks stay on the server. */
export function plainEvent(event: LifecycleEvent): LifecycleEvent {
  return "reason" in event ? { ...event, reason: plainReason(event.reason) } : event;
}

/** A reason as plain data that still tells an orderly end from a crash. */
export function plainReason(reason: ExitReason): ExitReason {
  if (typeof reason !== "object" || reason === null) return String(reason).slice(0, 500);
  if ("shutdown" in reason) return { shutdown: showValue(reason["shutdown"], { pretty: false, length: 500 }) };
  try {
    return formatReason(reason).slice(0, 500);
  } catch {
    return showValue(reason, { pretty: false, length: 500 });
  }
}
