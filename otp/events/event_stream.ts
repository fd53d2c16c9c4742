import type { Clock } from "../environment.ts";
import type { EventBody, EventType, SystemEvent } from "./event.ts";

/** What a listener wants to see. Without a filter: everything. */
export interface EventFilter {
  /** Only these kinds. */
  types?: readonly EventType[];
  /** Only events of this process. */
  pid?: string;
}

/** A running subscription; dispose of it to end it. */
export interface Subscription extends Disposable {
  /** Ends the subscription; again does nothing. */
  unsubscribe(): void;
}

interface Listener {
  readonly call: (event: SystemEvent) => void;
  readonly types: ReadonlySet<string> | null;
  readonly pid: string | null;
}

/**
 * Everything that happens in one System, in order. Traces, monitors, reports and recordings read this and nothing
 * else. With no listener nothing is built and nothing is called.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { System } from "@superlearner/otp";
 *
 * await using system = new System();
 * const seen: string[] = [];
 * using _subscription = system.events.subscribe((event) => seen.push(event.type));
 * system.spawn(() => {});
 * assertEquals(seen, ["process.started"]);
 * ```
 */
export class EventStream {
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  #listeners: readonly Listener[] = [];
  #sequence = 0;

  /** Whether anybody listens. Whoever emits asks this first, so that an event nobody wants is never built. */
  active = false;

  /** Makes a stream; a listener that throws is reported to `onError` and hurts nobody else. */
  constructor(clock: Clock, onError: (error: unknown) => void) {
    this.#clock = clock;
    this.#onError = onError;
  }

  /** Position of the newest event. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Calls `listener` for each event, at once and in order. It must be quick; what it throws is reported, not thrown. */
  subscribe(listener: (event: SystemEvent) => void, filter: EventFilter = {}): Subscription {
    const entry: Listener = {
      call: listener,
      types: filter.types === undefined ? null : new Set(filter.types),
      pid: filter.pid ?? null,
    };
    this.#listeners = [...this.#listeners, entry];
    this.active = true;
    const unsubscribe = () => {
      this.#listeners = this.#listeners.filter((other) => other !== entry);
      this.active = this.#listeners.length > 0;
    };
    return { unsubscribe, [Symbol.dispose]: unsubscribe };
  }

  /** Tells every listener. Stamps the event with sequence and time. */
  emit(body: EventBody): void {
    const event: SystemEvent = Object.assign(body, { sequence: ++this.#sequence, time: this.#clock.now() });
    // The list is replaced, never changed, so that a listener may come or go while an event is told.
    for (const listener of this.#listeners) {
      if (listener.types !== null && !listener.types.has(event.type)) continue;
      if (listener.pid !== null && (!("pid" in event) || event.pid !== listener.pid)) continue;
      try {
        listener.call(event);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
