import {
  mailboxOf,
  type MailboxReading,
  type MessageHandled,
  type MessageInfo,
  type MessageReceived,
  type MessageSent,
  type Pid,
  processInfo,
  type SystemEvent,
} from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { settle } from "../chronicle/settling.ts";
import { shortValue } from "../presenting/event_text.ts";
import { checkTarget, pidOf, type Target } from "../waiting/target.ts";

/** A message on its way, in a trace. */
export type Traced<Body> = Body & {
  /** When, in System time: milliseconds. */
  readonly time: number;
};

/** A message that was handled, in a trace. */
export type TracedHandled = Traced<MessageHandled> & {
  /** How long it had waited in the mailbox, in milliseconds, where that was seen. */
  readonly waitedMs?: number;
};

/** What a process got, did and sent while a function ran. */
export interface MessageTrace<Value> {
  /** What the function gave. */
  readonly result: Value;
  /** What it got, in the order it came. */
  readonly received: readonly Traced<MessageReceived>[];
  /** What it was done with, in that order. */
  readonly handled: readonly TracedHandled[];
  /** What it sent. */
  readonly sent: readonly Traced<MessageSent>[];
  /** What waited in its mailbox before. */
  readonly before: readonly MessageInfo[];
  /** What waits there now. */
  readonly after: readonly MessageInfo[];
  /** Whether it is alive now. */
  readonly alive: boolean;
  /** The messages as a sequence diagram that Mermaid draws. */
  toMermaid(): string;
}

/** How many messages of a mailbox are shown. */
const READING: MailboxReading = { limit: 1000 };

/**
 * Runs a function and gives what a process got, handled and sent meanwhile, until nothing is left to do in the System. Any
 * number may watch the same process.
 *
 * @throws {ArgumentError} If it is no ref.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, System } from "@superlearner/otp";
 * import { traceMessages } from "@superlearner/supertester";
 *
 * const Counter = GenServer.define({ name: "Counter", init: () => 0, casts: { add: (count, n: number) => count + n } });
 * await using system = new System();
 * const counter = await system.start(Counter);
 * const { received, handled } = await traceMessages(counter, () => counter.cast("add", 2));
 * assertEquals(received.map(({ kind, message }) => [kind, message]), [["add", 2]]);
 * assertEquals(handled.map(({ state }) => state), [2]);
 * ```
 */
export async function traceMessages<Value>(
  target: Target,
  body: () => Value | PromiseLike<Value>,
): Promise<MessageTrace<Value>> {
  const { system } = checkTarget("trace messages", target);
  const pid = pidOf(target);
  const chronicle = Chronicle.of(system);
  const events: SystemEvent[] = [];
  const mailbox = () =>
    pid === undefined || processInfo(system, pid) === undefined ? [] : mailboxOf(system, pid, READING);
  const before = mailbox();
  using _messages = chronicle.traceMessages();
  using _listening = chronicle.listen((event) => {
    if (event.type.startsWith("message.") && "pid" in event && event.pid === pid) events.push(event);
  });
  const result = await body();
  await settle(system);
  const ofType = <Type extends SystemEvent["type"]>(type: Type) =>
    events.filter((event): event is Extract<SystemEvent, { type: Type }> => event.type === type);
  const [received, sent] = [ofType("message.received"), ofType("message.sent")];
  const nameOf = (who: Pid | undefined) => who === undefined ? "outside" : chronicle.startOf(who)?.name ?? who;
  return {
    result,
    received,
    handled: withWaits(events),
    sent,
    before,
    after: mailbox(),
    alive: pid !== undefined && system.isAlive(pid),
    toMermaid: () => mermaid([...received, ...sent].toSorted((one, other) => one.sequence - other.sequence), nameOf),
  };
}

/** What was handled, each with how long it had waited: those taken are the oldest that wait, of each form and kind. */
function withWaits(events: readonly SystemEvent[]): TracedHandled[] {
  const waiting = new Map<string, number[]>();
  const handled: TracedHandled[] = [];
  let waited: number | undefined;
  for (const event of events) {
    if (event.type === "message.received") {
      const key = `${event.form} ${event.kind}`;
      waiting.set(key, [...waiting.get(key) ?? [], event.time]);
    } else if (event.type === "message.taken") {
      const since = waiting.get(`${event.form} ${event.kind}`)?.shift();
      waited = since === undefined ? undefined : event.time - since;
    } else if (event.type === "message.handled") {
      handled.push({ ...event, ...(waited === undefined ? {} : { waitedMs: waited }) });
    }
  }
  return handled;
}

type Sequenced = (MessageReceived | MessageSent) & { readonly sequence: number };

/** A sequence diagram; names and messages are quoted so that none of them is read as its syntax. */
function mermaid(events: readonly Sequenced[], nameOf: (pid: Pid | undefined) => string): string {
  const participants = new Map<string, string>();
  const idOf = (name: string) => {
    const id = participants.get(name) ?? `p${participants.size}`;
    participants.set(name, id);
    return id;
  };
  const arrows = events.map((event) => {
    const [from, to] = event.type === "message.received" ? [event.from, event.pid] : [event.pid, event.to];
    const arrow = event.form === "call" ? "->>" : "-)";
    const text = `${event.form} ${event.kind ?? ""} ${shortValue(event.message, 60)}`.replaceAll(/[;#\n]/g, " ");
    return `  ${idOf(nameOf(from))}${arrow}${idOf(nameOf(to))}: ${text.replaceAll(/\s+/g, " ").trim()}`;
  });
  const heads = [...participants].map(([name, id]) => `  participant ${id} as ${name.replaceAll(/[<>;#]/g, "")}`);
  return ["sequenceDiagram", ...heads, ...arrows].join("\n");
}
