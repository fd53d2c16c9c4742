import { AssertionError } from "@std/assert";
import { ArgumentError, type System, type SystemEvent } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { settle } from "../chronicle/settling.ts";
import { atCaller } from "../presenting/at_caller.ts";
import { eventLine } from "../presenting/event_text.ts";
import { checkTimeout, type TimeoutOptions } from "../waiting/deadline.ts";
import { waitUntil } from "../waiting/wait_until.ts";
import { type EventPattern, matcherOf, nearness, patternText } from "./event_pattern.ts";

/** How many events a failure shows. */
const SHOWN = 5;

/**
 * The events of a System since it was made, of one kind or all, to be expected, refuted and counted. A System is a test's
 * own, so there is nothing to attach and no other test to be told from; and what is observed makes no events itself.
 *
 * @example
 * ```ts
 * import { System } from "@superlearner/otp";
 * import { observeEvents } from "@superlearner/supertester";
 *
 * await using system = new System();
 * using events = observeEvents(system, "process.exited");
 * system.exit(system.spawn(() => new Promise(() => {}), { name: "worker" }), "kill");
 * await events.expect({ name: "worker", reason: "killed" });
 * await events.expectCount(1, { crashed: true });
 * await events.refute({ name: "other" });
 * ```
 */
export class EventHarness implements Disposable {
  readonly #system: System;
  readonly #listening: Disposable;
  readonly #messages: Disposable | undefined;
  readonly #seen: SystemEvent[] = [];

  /** @internal */
  constructor(system: System, options: { pattern: EventPattern | undefined; messages: boolean }) {
    const { pattern, messages } = options;
    const wanted = pattern === undefined ? () => true : matcherOf(pattern);
    const chronicle = Chronicle.of(system);
    this.#system = system;
    this.#messages = messages ? chronicle.traceMessages() : undefined;
    this.#listening = chronicle.listen((event) => {
      if (wanted(event)) this.#seen.push(event);
    });
  }

  /** What was seen so far, oldest first. */
  get seen(): readonly SystemEvent[] {
    return this.#seen;
  }

  /**
   * Makes sure of an event: one that was seen, or comes in time. Gives it.
   *
   * @throws {AssertionError} If none does, with those that came nearest.
   */
  async expect(pattern: EventPattern, options: TimeoutOptions = {}): Promise<SystemEvent> {
    const timeoutMs = checkTimeout("expect an event", options);
    const matches = matcherOf(pattern);
    return await waitUntil<SystemEvent>(this.#system, {
      timeoutMs,
      above: this.expect,
      look: () => {
        const value = this.#seen.find(matches);
        return value === undefined ? undefined : { value };
      },
      expired: () =>
        this.#failing(`an event matching ${patternText(pattern)} within ${timeoutMs} ms, but none came`, pattern),
    });
  }

  /**
   * Makes sure that there is no such event, once nothing is left to do in the System. No time passes for it.
   *
   * @throws {AssertionError} If there is one.
   */
  async refute(pattern: EventPattern): Promise<void> {
    await settle(this.#system);
    const matches = matcherOf(pattern);
    const found = this.#seen.filter(matches);
    if (found.length === 0) return;
    throw atCaller(
      this.#failing(`no event matching ${patternText(pattern)}, but there were ${found.length}`, matches),
      this.refute,
    );
  }

  /**
   * Makes sure of the number of such events, once nothing is left to do in the System: exactly as many.
   *
   * @throws {AssertionError} If there are more or less.
   */
  async expectCount(count: number, pattern: EventPattern): Promise<void> {
    if (!Number.isInteger(count) || count < 0) {
      throw new ArgumentError("count events", { rule: "their number is a whole number from 0 up", value: count });
    }
    await settle(this.#system);
    const found = this.#seen.filter(matcherOf(pattern)).length;
    if (found !== count) {
      throw atCaller(
        this.#failing(`${count} events matching ${patternText(pattern)}, but there were ${found}`, pattern),
        this.expectCount,
      );
    }
  }

  /** Forgets what was seen. */
  clear(): void {
    this.#seen.length = 0;
  }

  /** Sees nothing any more. */
  [Symbol.dispose](): void {
    this.#listening[Symbol.dispose]();
    this.#messages?.[Symbol.dispose]();
  }

  #failing(what: string, pattern: EventPattern): AssertionError {
    const near = this.#seen
      .map((event) => ({
        event,
        score: typeof pattern === "function" ? Number(pattern(event)) : nearness(pattern, event),
      }))
      .filter(({ score }) => score > 0)
      .toSorted((one, other) => other.score - one.score)
      .slice(0, SHOWN);
    const lines = near.length > 0
      ? ["Nearest were:", ...near.map(({ event }) => `  ${eventLine(event)}`)]
      : ["Last seen were:", ...this.#seen.slice(-SHOWN).map((event) => `  ${eventLine(event)}`)];
    return new AssertionError(
      [`Expected ${what}`, ...this.#seen.length === 0 ? ["Nothing was seen"] : lines].join("\n"),
    );
  }
}

/** How events are observed. */
export interface ObserveOptions {
  /** Whether messages of all processes are events meanwhile. @default whether a type that begins with `message.` is observed */
  messages?: boolean;
}

/** Observes the events of a System from now on: all, or those that a pattern means. */
export function observeEvents(system: System, pattern?: EventPattern, options: ObserveOptions = {}): EventHarness {
  const type = typeof pattern === "object" ? pattern.type : pattern;
  const { messages = typeof type === "string" && type.startsWith("message.") } = options;
  return new EventHarness(system, { pattern, messages });
}

/** What a function gave, and the events meanwhile. */
export interface Captured<Value> {
  /** What it gave. */
  readonly result: Value;
  /** The events, until nothing was left to do. */
  readonly events: readonly SystemEvent[];
}

/**
 * Runs a function and gives the events that it brings about, until nothing is left to do in the System.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { System } from "@superlearner/otp";
 * import { captureEvents } from "@superlearner/supertester";
 *
 * await using system = new System();
 * const { events } = await captureEvents(system, () => system.spawn(() => {}));
 * assertEquals(events.map(({ type }) => type), ["process.started", "process.exited"]);
 * ```
 */
export async function captureEvents<Value>(
  system: System,
  body: () => Value | PromiseLike<Value>,
  options: ObserveOptions & { pattern?: EventPattern } = {},
): Promise<Captured<Value>> {
  using harness = observeEvents(system, options.pattern, options);
  const result = await body();
  await settle(system);
  return { result, events: [...harness.seen] };
}
