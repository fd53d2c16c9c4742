import {
  ArgumentError,
  type CallContext,
  type Down,
  GenServer,
  isNormalExit,
  Outcome,
  type OutcomeOptions,
  type Ref,
  type Self,
} from "../mod.ts";
import { type Delivery, Inflow } from "./_inflow.ts";
import type { AnyOutcome, Kind, Loose, LooseStage } from "./_loose.ts";
import { Outflow } from "./_outflow.ts";
import { settled, type Steps } from "./_steps.ts";
import { demandDispatcher } from "./demand_dispatcher.ts";
import type { StageMessage, StageSubscription } from "./protocol.ts";
import type { Resubscription, Source, SubscribeOptions } from "./stage_types.ts";

/** The state of a stage's process: what it was defined with, and figures for whoever looks at it. */
export class StageState {
  /** The state that the handlers see. */
  readonly state: unknown;
  /** Events that nobody has asked for yet. */
  readonly buffered: number;
  /** Events that wait to be handled until somebody asks for what will become of them. */
  readonly queued: number;
  /** Events that are wanted and have not come. */
  readonly wanted: number;
  /** Producers it has subscribed to. */
  readonly producers: number;
  /** Consumers that have subscribed to it. */
  readonly consumers: number;
  /** Events thrown away so far. */
  readonly dropped: number;

  /** @internal */
  constructor(state: unknown, stage: Stage) {
    const { outflow, inflow, queued, wanted } = stage;
    this.state = state;
    this.buffered = outflow?.buffer.length ?? 0;
    this.queued = queued;
    this.wanted = wanted;
    this.producers = inflow?.size ?? 0;
    this.consumers = outflow?.size ?? 0;
    this.dropped = outflow?.lost ?? 0;
  }
}

/** What runs in the process of a stage: takes its messages apart, calls the handlers, moves events and demand. */
export class Stage {
  readonly outflow: Outflow | null;
  readonly inflow: Inflow | null;
  /** Demand nobody has met: of a producer that accumulates, or of a producer-consumer without events. */
  wanted = 0;
  /** Events that wait in front of a producer-consumer. */
  queued = 0;
  readonly #kind: Kind;
  readonly #spec: LooseStage;
  readonly #self: CallContext;
  /** Of a producer-consumer: events that nobody downstream has asked for. */
  readonly #queue: Delivery[] = [];
  #accumulates: boolean;
  #state: unknown;
  /** What the server has as its state. */
  #last: StageState | undefined;
  /** How it ends, once a handler or a subscription has said so. */
  #ending: AnyOutcome | undefined;
  /** How a producer-consumer ends when it has handed on all it has: its producer has ended in order. */
  #closing: AnyOutcome | undefined;
  /** What the last handler wants to follow. */
  #follows: OutcomeOptions | undefined;

  constructor(kind: Kind, spec: LooseStage, self: Self) {
    this.#kind = kind;
    this.#spec = spec;
    this.#self = self as CallContext;
    this.#accumulates = spec.demand === "accumulate";
    const { size = kind === "producer" ? 10_000 : Infinity, keep = "last" } = spec.buffer ?? {};
    const { dispatcher = demandDispatcher } = spec;
    this.outflow = kind === "consumer" ? null : new Outflow(self, { dispatcher, size, keep });
    this.inflow = kind === "producer" ? null : new Inflow(self);
  }

  /** The state that the handlers see. */
  get state(): unknown {
    return this.#state;
  }

  /** Takes over a state that was put in place of the last one from outside. */
  adopt(current: unknown): this {
    if (current !== this.#last) this.#state = current instanceof StageState ? current.state : current;
    return this;
  }

  /** Takes the first state, and subscribes. */
  *begin(result: unknown, sources: readonly Source<unknown>[]): Steps<unknown> {
    if (result instanceof Outcome && result.kind !== "ok") return result;
    this.#keep(result);
    for (const source of sources) yield* this.#subscribe(source);
    return this.#finish();
  }

  /** Subscribes to one more; `undefined` is the answer of a stage that consumes nothing. */
  *subscribe(source: Source<unknown>): Steps<unknown> {
    const subscription = this.inflow === null ? undefined : yield* this.#subscribe(source);
    return [subscription, this.#snapshot()];
  }

  /** Subscribes in the place of another subscription; `undefined` is the answer where there is none. */
  *resubscribe(change: Resubscription): Steps<unknown> {
    if (this.inflow?.leave(change.ref, change.reason) !== true) return [undefined, this.#snapshot()];
    return [yield* this.#subscribe(change.source), this.#snapshot()];
  }

  /** Subscribes to one more, and nobody waits. */
  *subscribeLater(source: Source<unknown>): Steps<unknown> {
    if (this.inflow === null) this.#unhandled(source);
    else yield* this.#subscribe(source);
    return this.#finish();
  }

  /** Keeps a message until the buffer as it is now is empty. */
  *mark(message: unknown): Steps<unknown> {
    if (this.outflow === null) yield* this.receive(message, undefined);
    else this.outflow.mark(message);
    return this.#finish();
  }

  /** A message that is not one of the user's calls or casts. */
  *receive(message: unknown, ours: StageMessage | undefined): Steps<unknown> {
    const down = message as Partial<Down> | null;
    if (ours !== undefined) yield* this.#obey(ours);
    else if (typeof down !== "object" || down?.type !== "DOWN" || !(yield* this.#down(down as Down))) {
      const { handleInfo } = this.#spec;
      if (handleInfo === undefined) this.#unhandled(message);
      else yield* this.#run(() => handleInfo(this.#state, message, this.#self));
    }
    return this.#finish();
  }

  /** One of the user's casts. */
  *cast(handler: Loose, payload: unknown): Steps<unknown> {
    yield* this.#run(() => handler(this.#state, payload, this.#self));
    return this.#finish();
  }

  /** One of the user's calls. */
  *call(handler: Loose, payload: unknown): Steps<unknown> {
    const result = yield* settled(handler(this.#state, payload, this.#self));
    if (result instanceof Outcome && result.kind === "reply") {
      const { state, reply, options } = result as AnyOutcome;
      this.#state = state;
      return GenServer.reply(reply, this.#snapshot(), options);
    }
    const consumes = this.outflow === null;
    if (!Array.isArray(result) || result.length !== (consumes ? 2 : 3)) {
      if (consumes && !(result instanceof Outcome)) throw this.#bad("a call gives [reply, next state]", result);
      this.#apply(result);
      const next = this.#finish();
      return next instanceof Outcome ? next : GenServer.noreply(next); // answered later
    }
    const [reply, ...rest] = result as unknown[];
    this.#apply(consumes ? rest[0] : rest);
    return [reply, this.#snapshot()];
  }

  /** Lets demand through from now on, or keeps it. */
  *setDemand(mode: "forward" | "accumulate"): Steps<unknown> {
    this.#accumulates = mode === "accumulate";
    if (!this.#accumulates && this.#kind === "producer") {
      const { wanted } = this;
      this.wanted = 0;
      yield* this.#demand(wanted);
    }
    return this.#finish();
  }

  *#subscribe(source: Source<unknown>): Steps<StageSubscription> {
    const subscription = this.inflow!.subscribe(source);
    const { to: _to, ...options } = source;
    yield* this.#subscribed(subscription, options);
    return subscription;
  }

  *#subscribed(subscription: StageSubscription, options: SubscribeOptions): Steps<void> {
    const { handleSubscribe } = this.#spec;
    if (handleSubscribe === undefined) return;
    this.#keep(yield* settled(handleSubscribe(this.#state, subscription, this.#self, options)));
  }

  *#obey(message: StageMessage): Steps<void> {
    const { outflow, inflow } = this;
    switch (message.$stage) {
      case "subscribe": {
        if (outflow === null) {
          const { ref, taker } = message;
          this.#self.send(taker.consumer, { $stage: "cancelled", ref, reason: "not_a_producer" });
          return;
        }
        const subscription = outflow.subscribe(message.ref, message.taker);
        const { consumer: _consumer, ...options } = message.taker;
        if (subscription !== undefined) yield* this.#subscribed(subscription, options);
        return;
      }
      case "ask":
        return yield* this.#demand(outflow?.ask(message.ref, message.count) ?? 0, message.count);
      case "again":
        return yield* this.#demand(message.count);
      case "cancel":
        yield* this.#left(message.ref, { reason: message.reason, down: false });
        return;
      case "events":
        return yield* this.#accept(inflow?.receive(message.ref, message.events) ?? []);
      case "cancelled":
        yield* this.#cut(message.ref, { reason: message.reason, down: false });
        return;
      case "tell":
        return outflow?.tell();
    }
  }

  /** Whether a `DOWN` was about a subscription. */
  *#down({ ref, reason }: Down): Steps<boolean> {
    const taker = this.outflow?.watchedBy(ref);
    if (taker !== undefined) return yield* this.#left(taker, { reason, down: true });
    return yield* this.#cut(ref, { reason, down: true });
  }

  /** A consumer has left. */
  *#left(ref: Ref, how: { reason: Down["reason"]; down: boolean }): Steps<boolean> {
    const ended = this.outflow?.cancel(ref, ...(how.down ? [] : [how.reason]));
    if (ended === undefined) return false;
    yield* this.#cancelled(ended.subscription, how);
    if (this.#ending === undefined) yield* this.#demand(ended.demand);
    return true;
  }

  /** A producer has left. */
  *#cut(ref: Ref, how: { reason: Down["reason"]; down: boolean }): Steps<boolean> {
    const ended = this.inflow?.end(ref, how.reason);
    if (ended === undefined) return false;
    yield* this.#cancelled(ended.subscription, how);
    if (!ended.stops) return true;
    if (this.#kind === "producer_consumer" && isNormalExit(how.reason)) this.#closing ??= GenServer.stop(how.reason);
    else this.#ending ??= GenServer.stop(how.reason);
    return true;
  }

  *#cancelled(subscription: StageSubscription, how: { reason: Down["reason"]; down: boolean }): Steps<void> {
    const { handleCancel } = this.#spec;
    if (handleCancel === undefined) return;
    yield* this.#run(() => handleCancel(this.#state, { subscription, ...how }, this.#self));
  }

  /** So many events are wanted: from the buffer, and then from the handlers. */
  *#demand(count: number, limit: number = count): Steps<void> {
    const left = this.outflow?.serve(count, limit) ?? 0;
    if (left === 0) return;
    if (this.#accumulates) {
      this.wanted += left;
      return;
    }
    const { handleDemand } = this.#spec;
    if (this.#kind === "producer") return yield* this.#run(() => handleDemand!(this.#state, left, this.#self));
    this.wanted += left;
    yield* this.#drain();
  }

  /** Events came. */
  *#accept(deliveries: readonly Delivery[]): Steps<void> {
    for (const delivery of deliveries) {
      this.#queue.push(delivery);
      this.queued += delivery.events.length;
    }
    yield* this.#drain();
  }

  /** Handles what has come: a consumer all of it, a producer-consumer as long as somebody wants what becomes of it. */
  *#drain(): Steps<void> {
    while (this.#ending === undefined && (this.outflow === null || this.wanted > 0)) {
      const delivery = this.#queue.shift();
      if (delivery === undefined) return;
      const { events, from } = delivery;
      this.queued -= events.length;
      yield* this.#run(() => this.#spec.handleEvents!(this.#state, events, this.#self, from));
      if (this.#ending === undefined && this.#closing === undefined) this.inflow!.handled(delivery);
    }
  }

  *#run(handler: () => unknown): Steps<void> {
    this.#apply(yield* settled(handler()));
  }

  /** Takes what a handler gave: the state, and the events of a stage that produces. */
  #apply(result: unknown): void {
    if (this.outflow === null || result instanceof Outcome) return this.#keep(result);
    if (!Array.isArray(result) || result.length !== 2 || !Array.isArray(result[0])) {
      throw this.#bad("a handler of a stage that produces gives [events, next state]", result);
    }
    const [events, state] = result as [unknown[], unknown];
    this.#state = state;
    const sent = this.outflow.emit(events);
    if (this.#kind === "producer_consumer") this.wanted = Math.max(0, this.wanted - sent);
  }

  #keep(result: unknown): void {
    if (!(result instanceof Outcome)) return void (this.#state = result);
    const outcome = result as AnyOutcome;
    if (outcome.kind === "stop") {
      this.#ending = outcome;
      if (outcome.hasState) this.#state = outcome.state;
      return;
    }
    if (outcome.kind !== "ok") throw this.#bad("an outcome is noreply or stop", outcome.kind);
    this.#state = outcome.state;
    this.#follows = outcome.options;
  }

  #snapshot(): StageState {
    return this.#last = new StageState(this.#state, this);
  }

  /** What the server goes on with. */
  #finish(): unknown {
    const next = this.#snapshot();
    if (this.#closing !== undefined && next.queued + next.buffered === 0) this.#ending ??= this.#closing;
    const ending = this.#ending;
    if (ending !== undefined) {
      const { reason, replies, reply } = ending;
      return replies ? GenServer.stop(reason!, next, { reply }) : GenServer.stop(reason!, next);
    }
    const follows = this.#follows;
    this.#follows = undefined;
    return follows === undefined ? next : GenServer.noreply(next, follows);
  }

  #unhandled(message: unknown): void {
    const { events } = this.#self.system;
    if (events.active) events.emit({ type: "message.unhandled", pid: this.#self.pid, message });
  }

  #bad(rule: string, value: unknown): ArgumentError {
    return new ArgumentError(`run the stage ${this.#spec.name}`, { rule, value });
  }
}
