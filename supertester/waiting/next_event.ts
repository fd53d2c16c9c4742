import { ArgumentError, type EventType, type System, type SystemEvent } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { isTelling } from "../presenting/event_text.ts";
import { checkTimeout, type TimeoutOptions } from "./deadline.ts";
import { WaitError } from "./wait_error.ts";
import { waitUntil } from "./wait_until.ts";

/** An event of one type. */
export type EventOfType<Type extends EventType> = Extract<SystemEvent, { readonly type: Type }>;

/** Which event is waited for, and how long. */
export interface NextEventOptions<Type extends EventType> extends TimeoutOptions {
  /** Accepts it or not. @default any of the type */
  where?: (event: EventOfType<Type>) => boolean;
  /** The position after which it is looked for: `system.events.sequence` of a moment before. @default now */
  after?: number;
}

/**
 * Waits for an event of a System; with `after`, one that has happened since that position counts as well.
 *
 * @throws {WaitError} If none comes.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { System } from "@superlearner/otp";
 * import { nextEvent } from "@superlearner/supertester";
 *
 * await using system = new System();
 * const exit = nextEvent(system, "process.exited", { where: ({ name }) => name === "worker" });
 * system.spawn(() => {}, { name: "worker" });
 * assertEquals((await exit).reason, "normal");
 * ```
 */
export async function nextEvent<Type extends EventType>(
  system: System,
  type: Type,
  options: NextEventOptions<Type> = {},
): Promise<EventOfType<Type>> {
  const timeoutMs = checkTimeout("wait for an event", options);
  const { where = () => true, after } = options;
  if (typeof type !== "string" || typeof where !== "function") {
    throw new ArgumentError("wait for an event", {
      rule: "the type is a text, where is a function",
      value: typeof type === "string" ? where : type,
    });
  }
  const chronicle = Chronicle.of(system);
  using _messages = type.startsWith("message.") ? chronicle.traceMessages() : undefined;
  const wanted = (event: SystemEvent): event is EventOfType<Type> =>
    event.type === type && where(event as EventOfType<Type>);
  const past = (): SystemEvent | undefined =>
    after === undefined ? undefined : chronicle.events().find((event) => event.sequence > after && wanted(event));
  return await waitUntil<EventOfType<Type>>(system, {
    timeoutMs,
    above: nextEvent,
    look: (event = past()) => event !== undefined && wanted(event) ? { value: event } : undefined,
    expired: () =>
      new WaitError(`an event ${type}`, { timeoutMs, events: chronicle.events().filter(isTelling).slice(-10) }),
  });
}
