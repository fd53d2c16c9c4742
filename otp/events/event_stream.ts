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
  readonly call: (event: SystemEvent) => unknown;
  readonly types: ReadonlySet<string> | null;
  readonly pid: string | null;
  ended: boolean;
}

/** An event, and who listened when it happened. */
interface Untold {
  readonly event: SystemEvent;
  readonly listeners: readonly Listener[];
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
  readonly #turn: { current: object | null };
  #listeners: readonly Listener[] = [];
  /** What happened while an event is told, oldest first. */
  readonly #untold: Untold[] = [];
  #telling = false;
  #sequence = 0;

  /** Whether anybody listens. Whoever emits asks this first, so that an event nobody wants is never built. */
  active = false;

  /**
   * Makes a stream; a listener that throws is reported to `onError` and hurts nobody else.
   *
   * @param turn Whose turn it is. A listener is code from outside: while it runs, it is nobody's.
   */
  constructor(clock: Clock, onError: (error: unknown) => void, turn: { current: object | null } = { current: null }) {
    this.#clock = clock;
    this.#onError = onError;
    this.#turn = turn;
  }

  /** Position of the newest event. */
  get sequence(): number {
    return this.#sequence;
  }

  /**
   * Calls `listener` for each event, at once and in order: what a listener itself brings about is told when all have heard
   * of the event before. It must be quick; what it throws, or rejects with, is reported and not thrown.
   *
   * @throws {TypeError} If the listener is no function, or the filter none.
   */
  subscribe(listener: (event: SystemEvent) => void, filter: EventFilter = {}): Subscription {
    if (typeof listener !== "function") refuse("the listener is a function", listener);
    if (typeof filter !== "object" || filter === null) refuse("the filter is an object", filter);
    if (filter.types !== undefined && !Array.isArray(filter.types)) {
      refuse("types is a list of types of events", filter.types);
    }
    const entry: Listener = {
      call: listener,
      types: filter.types === undefined ? null : new Set(filter.types),
      pid: filter.pid ?? null,
      ended: false,
    };
    this.#listeners = [...this.#listeners, entry];
    this.active = true;
    const unsubscribe = () => {
      entry.ended = true;
      this.#listeners = this.#listeners.filter((other) => other !== entry);
      this.active = this.#listeners.length > 0;
    };
    return { unsubscribe, [Symbol.dispose]: unsubscribe };
  }

  /** Tells every listener. Stamps the event with sequence and time. */
  emit(body: EventBody): void {
    const event: SystemEvent = Object.assign(body, { sequence: ++this.#sequence, time: this.#clock.now() });
    const untold = this.#untold;
    if (this.#telling) return void untold.push({ event, listeners: this.#listeners });
    const turn = this.#turn;
    const { current } = turn;
    turn.current = null;
    this.#telling = true;
    try {
      this.#tell(event, this.#listeners);
      for (let next = 0; next < untold.length; next++) this.#tell(untold[next]!.event, untold[next]!.listeners);
    } finally {
      untold.length = 0;
      this.#telling = false;
      turn.current = current;
    }
  }

  /** The list is replaced, never changed, so that a listener may come or go while an event is told. */
  #tell(event: SystemEvent, listeners: readonly Listener[]): void {
    for (const listener of listeners) {
      if (listener.ended) continue;
      if (listener.types !== null && !listener.types.has(event.type)) continue;
      if (listener.pid !== null && (!("pid" in event) || event.pid !== listener.pid)) continue;
      try {
        const result = listener.call(event);
        if (result instanceof Promise) result.catch(this.#onError);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}

function refuse(rule: string, value: unknown): never {
  const found = typeof value === "object" && value !== null ? "an object" : String(value);
  throw new TypeError(`Cannot subscribe to events: ${rule}, got ${found}`);
}
