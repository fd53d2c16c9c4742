import { ArgumentError, type System, type SystemEvent } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { atCaller } from "../presenting/at_caller.ts";
import { isTelling, shortValue } from "../presenting/event_text.ts";
import { checkTimeout, startDeadline, type TimeoutOptions } from "./deadline.ts";
import { WaitError } from "./wait_error.ts";

/**
 * Waits until a test gives what is neither `undefined`, `null` nor `false`, and gives that. It is made at once, then each
 * time that something has happened in the System, a handled message included: nothing is asked again by the clock. What
 * changes without a process is not seen. May be asynchronous; what it throws counts as not yet, and is the cause of the
 * error in the end.
 *
 * @throws {WaitError} If that does not come, with what the test gave last.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, System } from "@superlearner/otp";
 * import { eventually } from "@superlearner/supertester";
 *
 * const Counter = GenServer.define({
 *   name: "Counter",
 *   init: () => 0,
 *   calls: { value: (count) => [count, count] },
 *   casts: { add: (count, n: number) => count + n },
 * });
 * await using system = new System();
 * const counter = await system.start(Counter);
 * for (const n of [1, 2, 3]) counter.cast("add", n);
 * assertEquals(await eventually(system, async () => await counter.call("value") === 6), true);
 * ```
 */
export async function eventually<Value>(
  system: System,
  test: () => Value | PromiseLike<Value>,
  options: TimeoutOptions = {},
): Promise<Exclude<Value, undefined | null | false>> {
  const timeoutMs = checkTimeout("wait for a test to hold", options);
  if (typeof test !== "function") {
    throw new ArgumentError("wait for a test to hold", { rule: "the test is a function", value: test });
  }
  const chronicle = Chronicle.of(system);
  using _messages = chronicle.traceMessages();
  let expired = timeoutMs === 0;
  let changed = false;
  let wake = () => {};
  const isChange = changes();
  using _listening = chronicle.listen((event) => {
    if (!isChange(event)) return;
    changed = true;
    wake();
  });
  using _deadline = expired ? undefined : startDeadline(system.clock, timeoutMs, () => {
    expired = true;
    wake();
  });
  for (;;) {
    changed = false;
    const last = await attempt(test);
    if ("held" in last) return last.held as Exclude<Value, undefined | null | false>;
    if (expired) throw atCaller(inVain(last, { timeoutMs, chronicle }), eventually);
    if (!changed) await new Promise<void>((resolve) => wake = resolve);
  }
}

/**
 * Tells which events may have changed something: all but those about messages that are not handled yet, and about calls
 * from outside, which are the test's own questions.
 */
function changes(): (event: SystemEvent) => boolean {
  const asked = new Set<string>();
  return (event) => {
    if (event.type === "message.taken") {
      if (event.form === "call" && event.from === undefined) asked.add(event.pid);
      else asked.delete(event.pid);
    }
    if (event.type === "message.handled") return !asked.has(event.pid);
    return !event.type.startsWith("message.") && !event.type.startsWith("trace.");
  };
}

type Attempt = { readonly held: unknown } | { readonly gave: unknown } | { readonly threw: unknown };

async function attempt(test: () => unknown): Promise<Attempt> {
  try {
    const gave = await test();
    return gave === undefined || gave === null || gave === false ? { gave } : { held: gave };
  } catch (threw) {
    return { threw };
  }
}

function inVain(last: Attempt, { timeoutMs, chronicle }: { timeoutMs: number; chronicle: Chronicle }): WaitError {
  const found = "threw" in last
    ? `it threw ${last.threw instanceof Error ? `${last.threw.name}: ${last.threw.message}` : String(last.threw)}`
    : `it gave ${shortValue("gave" in last ? last.gave : undefined)}`;
  const error = new WaitError("a test to hold", {
    timeoutMs,
    found,
    events: chronicle.events().filter(isTelling).slice(-10),
  });
  if ("threw" in last) error.cause = last.threw;
  return error;
}
