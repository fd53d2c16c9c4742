import { type Json, type JsonLimits, REDACTED, type Redaction, type SystemEvent, toJson } from "@superlearner/otp";

/** An event as JSON: plain fields, messages and reasons bounded and without secrets. */
export interface EventRow {
  /** What happened. */
  readonly type: string;
  /** Its position in the System's stream. */
  readonly sequence: number;
  /** When, in System time: milliseconds. */
  readonly time: number;
  /** Everything else, by the kind of event, in snake_case. */
  readonly [field: string]: Json;
}

const LIMITS: JsonLimits = { maxDepth: 5, maxItems: 50, maxText: 500, maxValues: 300 };

/** An event as JSON. Messages are not copied by the System, so this must be called while the event is told. */
export function eventRow(event: SystemEvent, redaction: Redaction): EventRow {
  const { type, sequence, time } = event;
  const row: Record<string, Json> = { type, sequence, time };
  const hidden = hiddenField(event, redaction);
  for (const [field, value] of Object.entries(event)) {
    if (field in row || value === undefined) continue;
    row[snakeCase(field)] = field === hidden ? REDACTED : toJson(
      field === "reason" || field === "failed" ? withoutStack(value) : value,
      redaction,
      LIMITS,
    );
  }
  return row as EventRow;
}

/** The field that is a state, or stands for one, in an event: not for whoever may not see states. */
export function stateField({ type }: { readonly type: string }): "state" | "value" | undefined {
  if (type === "message.handled") return "state";
  return type.startsWith("registry.") ? "value" : undefined;
}

/** The value under a key of a Registry is what a field of that name would be. */
function hiddenField(event: SystemEvent, redaction: Redaction): "value" | undefined {
  if (event.type !== "registry.registered" && event.type !== "registry.unregistered") return undefined;
  return [event.key].flat().some((part) => typeof part === "string" && redaction.hides(part)) ? "value" : undefined;
}

/** A reason of an exit as JSON, without the stack, which is for those who have the source. */
export function reasonView(reason: unknown, redaction: Redaction): Json {
  return toJson(withoutStack(reason), redaction, LIMITS);
}

function withoutStack(reason: unknown): unknown {
  if (typeof reason !== "object" || reason === null) return reason;
  const field = Object.getOwnPropertyDescriptor(reason, "error")?.value as unknown;
  if (typeof field !== "object" || field === null) return reason;
  const { name, message } = field as { name?: unknown; message?: unknown };
  return { error: { name, message } };
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
