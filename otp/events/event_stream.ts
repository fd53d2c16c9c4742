import { ArgumentError, checkOptions } from "../argument_error.ts";
import type { Clock } from "../environment.ts";
import type { EventBody, EventStamp, EventType, SystemEvent } from "./event.ts";

const SUBSCRIBE = "subscribe to events";

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

/** A subscription, as whoever looks for leaks sees it. */
export interface SubscriptionInfo {
  /** The kinds of events it is told; `undefined` if all. */
  readonly types: readonly EventType[] | undefined;
  /** The process whose events it is told; `undefined` if of all. */
  readonly pid: string | undefined;
  /** The call stack that led to it, where the stream keeps them. */
  readonly stack: string | undefined;
}

interface Listener {
  readonly call: (event: SystemEvent) => unknown;
  readonly types: ReadonlySet<string> | null;
  readonly pid: string | null;
  readonly stack: string | undefined;
  ended: boolean;
}

/** Whose turn it is; and whether code from outside has to wait, which it does unless `held` is `null` or missing. */
interface Turn {
  current: object | null;
  readonly held?: object | null;
}

/** An event while it is stamped. */
type Stamped = EventBody & { -readonly [Key in keyof EventStamp]: EventStamp[Key] };

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
  readonly #turn: Turn;
  #listeners: readonly Listener[] = [];
  /** What happened while an event is told, oldest first. */
  readonly #untold: Untold[] = [];
  #telling = false;
  #sequence = 0;

  /** Whether it is kept where each subscription was made; for tests that look for leaks. @default {false} */
  keepsStacks = false;

  /** Whether anybody listens. Whoever emits asks this first, so that an event nobody wants is never built. */
  active = false;

  /**
   * Makes a stream; a listener that throws is reported to `onError` and hurts nobody else.
   *
   * @param turn Whose turn it is. A listener is code from outside: while it runs, it is nobody's.
   */
  constructor(clock: Clock, onError: (error: unknown) => void, turn: Turn = { current: null }) {
    this.#clock = clock;
    this.#onError = onError;
    this.#turn = turn;
  }

  /** Those who listen, in the order they came. */
  get subscriptions(): SubscriptionInfo[] {
    return this.#listeners.map(({ types, pid, stack }) => ({
      types: types === null ? undefined : [...types] as EventType[],
      pid: pid ?? undefined,
      stack,
    }));
  }

  /** Position of the newest event. */
  get sequence(): number {
    return this.#sequence;
  }

  /**
   * Calls `listener` for each event, at once and in order: what a listener itself brings about is told when all have heard
   * of the event before. It must be quick; what it throws, or rejects with, is reported and not thrown.
   *
   * @throws {ArgumentError} If the listener is no function, or the filter none.
   */
  subscribe(listener: (event: SystemEvent) => void, filter: EventFilter = {}): Subscription {
    if (typeof listener !== "function") refuse("the listener is a function", listener);
    checkOptions(SUBSCRIBE, filter);
    if (filter.types !== undefined && !Array.isArray(filter.types)) {
      refuse("types is a list of types of events", filter.types);
    }
    const entry: Listener = {
      call: listener,
      types: filter.types === undefined ? null : new Set(filter.types),
      pid: filter.pid ?? null,
      stack: this.keepsStacks ? new Error().stack : undefined,
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
    const time = this.#clock.now();
    const event = body as Stamped;
    this.#untold.push({ event, listeners: this.#listeners }); // at one go with the next two: what has its place is told
    event.sequence = ++this.#sequence;
    event.time = time;
    this.tell();
  }

  /** Whether an event has happened that is still to be told. */
  isToTell(test: (event: SystemEvent) => boolean): boolean {
    return this.#untold.some(({ event }) => test(event));
  }

  /** Tells what has not been told yet, unless that is under way or has to wait. */
  tell(): void {
    const turn = this.#turn;
    const untold = this.#untold;
    if (this.#telling || turn.held || untold.length === 0) return;
    const { current } = turn;
    turn.current = null;
    this.#telling = true;
    try {
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
  throw new ArgumentError(SUBSCRIBE, { rule, value });
}
