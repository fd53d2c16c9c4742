import { ArgumentError, type ExitReason, type Pid, type Ref, type Self } from "../mod.ts";
import { EventBuffer, type Keep } from "./_event_buffer.ts";
import type { Dispatcher, DispatcherFactory, Taker } from "./dispatcher.ts";
import type { StageMessage, StageSubscription } from "./protocol.ts";

/** How often it is told that events were lost. */
const TELL_MS = 1000;

/** The side of a stage that produces: who has subscribed, what they have asked for, what waits for them. */
export class Outflow {
  readonly buffer: EventBuffer<unknown>;
  /** Events thrown away so far. */
  lost = 0;
  readonly #self: Self;
  readonly #dispatcher: Dispatcher<unknown>;
  readonly #keep: Keep;
  readonly #takers = new Map<Ref, { readonly subscription: StageSubscription; readonly monitor: Ref }>();
  readonly #byMonitor = new Map<Ref, Ref>();
  #told = 0;
  #telling = false;

  constructor(self: Self, options: { dispatcher: DispatcherFactory<unknown>; size: number; keep: Keep }) {
    const { dispatcher, size, keep } = options;
    this.#self = self;
    this.#keep = keep;
    this.buffer = new EventBuffer({ size, keep });
    this.#dispatcher = dispatcher({
      send: (ref, events) => {
        const taker = this.#takers.get(ref);
        if (taker !== undefined) this.#send(taker.subscription.consumer, { $stage: "events", ref, events });
      },
      ask: (ref, count) => this.#send(self.pid, { $stage: "ask", ref, count }),
      demand: (count) => this.#send(self.pid, { $stage: "again", count }),
      lost: (count) => this.#lose(count),
    });
  }

  /** How many have subscribed. */
  get size(): number {
    return this.#takers.size;
  }

  /** A consumer subscribes; `undefined` if the dispatcher refuses it. */
  subscribe(ref: Ref, taker: Taker): StageSubscription | undefined {
    const { consumer } = taker;
    if (this.#takers.has(ref)) return undefined; // the same message once more
    try {
      this.#dispatcher.subscribe(ref, taker);
    } catch (error) {
      if (!(error instanceof ArgumentError)) throw error;
      this.#send(consumer, { $stage: "cancelled", ref, reason: { refused: error.message } });
      return undefined;
    }
    const monitor = this.#self.monitor(consumer);
    const subscription = { ref, producer: this.#self.pid, consumer };
    this.#takers.set(ref, { subscription, monitor });
    this.#byMonitor.set(monitor, ref);
    return subscription;
  }

  /** A consumer asks for more. Returns the demand that goes on; nothing, of one that is not subscribed. */
  ask(ref: Ref, count: number): number {
    return this.#takers.has(ref) ? this.#dispatcher.ask(ref, count) : 0;
  }

  /** A subscription ends. Its consumer is told, unless it is dead. */
  cancel(ref: Ref, reason?: ExitReason): { subscription: StageSubscription; demand: number } | undefined {
    const taker = this.#takers.get(ref);
    if (taker === undefined) return undefined;
    const { subscription, monitor } = taker;
    this.#takers.delete(ref);
    this.#byMonitor.delete(monitor);
    this.#self.demonitor(monitor, { flush: true });
    if (reason !== undefined) this.#send(subscription.consumer, { $stage: "cancelled", ref, reason });
    return { subscription, demand: this.#dispatcher.cancel(ref) };
  }

  /** The subscription whose consumer a monitor watches. */
  watchedBy(monitor: Ref): Ref | undefined {
    return this.#byMonitor.get(monitor);
  }

  /** Sends events to those who have asked, and keeps the others. Returns how many were sent. */
  emit(events: readonly unknown[]): number {
    if (events.length === 0) return 0;
    const left = this.#dispatcher.dispatch(events);
    if (left.length > 0) this.#lose(this.buffer.push(left));
    this.#passMarks();
    return events.length - left.length;
  }

  /**
   * Serves demand from the buffer: at most `limit` events, which is more than `demand` where a part of what was asked for is
   * still to come from the producer. Returns the demand that is left.
   */
  serve(demand: number, limit: number): number {
    const { buffer } = this;
    if (limit === 0 || buffer.length === 0) return demand;
    const events = buffer.take(limit);
    const left = this.#dispatcher.dispatch(events);
    buffer.putBack(left);
    this.#passMarks();
    return Math.max(0, demand - (events.length - left.length));
  }

  /** Gives a message to `handleInfo` when all events that wait now have been sent. */
  mark(message: unknown): void {
    this.buffer.mark(message);
    this.#passMarks();
  }

  /** The time has come to tell of losses again. */
  tell(): void {
    this.#telling = false;
    if (this.lost > this.#told) this.#tell();
  }

  #lose(count: number): void {
    if (count === 0) return;
    this.lost += count;
    if (!this.#telling) this.#tell();
  }

  #tell(): void {
    const { events } = this.#self.system;
    const { pid } = this.#self;
    const count = this.lost - this.#told;
    this.#told = this.lost;
    this.#telling = true;
    const message: StageMessage = { $stage: "tell" };
    this.#self.sendAfter(pid, message, { delayMs: TELL_MS });
    if (events.active) events.emit({ type: "stage.dropped", pid, count, total: this.lost, kept: this.#keep });
  }

  #passMarks(): void {
    for (const message of this.buffer.due()) this.#self.send(this.#self.pid, message);
  }

  #send(to: Pid, message: StageMessage): void {
    this.#self.send(to, message);
  }
}
