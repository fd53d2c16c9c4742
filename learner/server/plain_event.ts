import { type ExitReason, formatReason, Redaction } from "@superlearner/otp";
import { showValue } from "../sources/show_value.ts";
import type { LifecycleEvent } from "../sources/source.ts";

const REDACTION = new Redaction();

/** An event that can be written as JSON, whatever the program died of. Stacks stay on the server. */
export function plainEvent(event: LifecycleEvent): LifecycleEvent {
  return "reason" in event ? { ...event, reason: plainReason(event.reason) } : event;
}

/** A reason as plain data that still tells an orderly end from a crash, without secrets. */
export function plainReason(reason: ExitReason): ExitReason {
  if (typeof reason !== "object" || reason === null) return short(String(reason));
  if ("shutdown" in reason) return { shutdown: short(shown(reason["shutdown"])) };
  try {
    return short(formatReason(reason));
  } catch {
    return short(shown(reason));
  }
}

/** Cut after it is clean: half a secret is not known for one. */
function short(text: string): string {
  return REDACTION.text(text.slice(0, 5000)).slice(0, 500);
}

function shown(value: unknown): string {
  return showValue(value, { pretty: false, length: 500 });
}
