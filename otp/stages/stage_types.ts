import type {
  Awaitable,
  CallContext,
  CallHandlers,
  CastHandlers,
  ExitReason,
  Outcome,
  PayloadOf,
  Pid,
  Ref,
  Self,
} from "../mod.ts";
import type { DispatcherFactory } from "./dispatcher.ts";
import type { StageSubscription } from "./protocol.ts";

/** What a handler of a producing stage gives: events, which may be none, and the next state. */
export type Produced<Event, State> = readonly [events: readonly Event[], state: State] | Outcome<State>;

/** How a consumer subscribes. */
export interface SubscribeOptions {
  /** At most so many events are on their way to the consumer or in its hands. @default {1000} */
  maxDemand?: number;
  /** More is asked for when no more than so many are left; below `maxDemand`. @default half of `maxDemand` */
  minDemand?: number;
  /**
   * Whether the consumer stops when the subscription ends or the producer dies: always, unless the reason is an orderly
   * one, or never. @default {"permanent"}
   */
  cancel?: "permanent" | "transient" | "temporary";
  /** Whether the stage asks by itself, or its handlers do, with {@linkcode ask}. @default {"automatic"} */
  demand?: "automatic" | "manual";
  /** Which partition to take, of a producer that has them. */
  partition?: string | number;
  /** Which events to take of a broadcast; quick, and without effects. Not for a System that copies messages. */
  selector?: (event: never) => boolean;
}

/** What a stage subscribes to when it starts. */
export interface Source<Event> extends SubscribeOptions {
  /** The producer: a ref, a pid or a registered name. */
  to: Supplier<Event> | Pid | string;
}

/** What is subscribed to in the place of something else. */
export interface ResubscribeOptions<Event> extends Source<Event> {
  /** What the subscription before is cancelled with. @default {"normal"} */
  reason?: ExitReason;
}

/** A change of subscriptions as the stage is asked for it. */
export interface Resubscription {
  readonly source: Source<unknown>;
  /** Which subscription ends. */
  readonly ref: Ref;
  readonly reason: ExitReason;
}

/** Whoever emits events of a kind. */
export interface Supplier<out Event> {
  /** Its process. */
  readonly pid: Pid | undefined;
  /** Its events, to be read in a loop. */
  toAsyncIterable(): AsyncGenerator<Event, void, undefined>;
}

/** A subscription that is over. */
export interface Cancellation {
  /** Which. */
  readonly subscription: StageSubscription;
  /** Why: what it was cancelled with, or what the other side died of. */
  readonly reason: ExitReason;
  /** Whether the other side is dead. */
  readonly down: boolean;
}

/** What keeps events that nobody has asked for. */
export interface BufferOptions {
  /** How many events it holds. @default {10000} and `Infinity` for a producer-consumer */
  size?: number;
  /** Which events stay when there are too many: the oldest, or the newest. @default {"last"} */
  keep?: "first" | "last";
}

/** What answers calls in a stage that produces: `[reply, events, next state]`; without a reply yet, `[events, next state]`. */
export type ProducingCalls<State, Event> = {
  readonly [kind: string]: (
    state: State,
    payload: never,
    self: CallContext,
  ) => Awaitable<
    | readonly [reply: unknown, events: readonly Event[], state: State]
    | readonly [events: readonly Event[], state: State]
    | Outcome<State, unknown>
  >;
};

/** What handles casts in a stage that produces. */
export type ProducingCasts<State, Event> = {
  readonly [kind: string]: (state: State, payload: never, self: Self) => Awaitable<Produced<Event, State>>;
};

/** The reply in the result of a call handler of a producing stage. */
export type ReplyIn<Result> = Result extends Promise<infer Value> ? ReplyIn<Value>
  : Result extends readonly [infer Reply, unknown, unknown] ? Reply
  : Result extends Outcome<unknown, infer Reply> ? Reply
  : never;

/** The calls of a producing stage as a ref sees them. */
export type CallsOf<Calls> = {
  readonly [Kind in keyof Calls]: Calls[Kind] extends (...all: never[]) => infer Result
    ? (state: never, payload: PayloadOf<Calls[Kind]>) => readonly [ReplyIn<Result>, never]
    : never;
};

/** What all stages are made of. */
export interface StageBase<State, Args extends readonly unknown[]> {
  /** The name people read. */
  name: string;
  /** Makes the first state; as of a GenServer. */
  init: (this: Self, ...args: Args) => Awaitable<State | Outcome<State>>;
  /**
   * A subscription has begun, to this stage (`options` are what its dispatcher is told) or of it: then
   * `subscription.consumer` is its own pid, and `options` are what it subscribed with.
   */
  handleSubscribe?: (
    ...all: [state: State, subscription: StageSubscription, self: Self, options: SubscribeOptions]
  ) => Awaitable<State>;
  /** Cleans up; as of a GenServer. */
  terminate?: (state: State, reason: ExitReason, self: Self) => Awaitable<unknown>;
  /** Whether it traps exits. @default {false} */
  trapExit?: boolean;
}

/** What all stages are made of that produce. */
export interface ProducingBase<State, Args extends readonly unknown[], Event, Calls, Casts>
  extends StageBase<State, Args> {
  /** What answers calls. */
  calls?: Calls & ProducingCalls<State, Event>;
  /** What handles casts. */
  casts?: Casts & ProducingCasts<State, Event>;
  /** Handles what is neither call nor cast nor of the stages themselves. */
  handleInfo?: (state: State, message: unknown, self: Self) => Awaitable<Produced<Event, State>>;
  /** A subscription is over. */
  handleCancel?: (state: State, cancellation: Cancellation, self: Self) => Awaitable<Produced<Event, State>>;
  /** Decides which consumer gets an event. @default demandDispatcher */
  dispatcher?: DispatcherFactory<Event>;
  /** Keeps what nobody has asked for. */
  buffer?: BufferOptions;
}

/** A producer: emits events when it is asked for them. */
export interface ProducerSpec<State, Args extends readonly unknown[], Event, Calls, Casts>
  extends ProducingBase<State, Args, Event, Calls, Casts> {
  /**
   * So many more events are wanted. They may come now or later, from any handler, and what comes later is not asked for
   * again; more than wanted are kept in the buffer.
   */
  handleDemand: (state: State, demand: number, self: Self) => Awaitable<Produced<Event, State>>;
  /** Whether demand reaches `handleDemand`, or waits until `setDemand("forward")`. @default {"forward"} */
  demand?: "forward" | "accumulate";
}

/** A producer-consumer: turns events into others. It is asked for by those after it before it asks those before it. */
export interface ProducerConsumerSpec<State, Args extends readonly unknown[], In, Event, Calls, Casts>
  extends ProducingBase<State, Args, Event, Calls, Casts> {
  /** Turns events into others: none, as many, or more. */
  handleEvents: (
    ...all: [state: State, events: readonly In[], self: Self, from: StageSubscription]
  ) => Awaitable<Produced<Event, State>>;
  /** What it subscribes to when it starts, also after each restart. */
  subscribeTo?: (self: Self, ...args: Args) => readonly Source<In>[];
}

/** A consumer: handles events. */
export interface ConsumerSpec<State, Args extends readonly unknown[], In, Calls, Casts> extends StageBase<State, Args> {
  /** Handles events, at most `maxDemand - minDemand` at a time. */
  handleEvents: (
    ...all: [state: State, events: readonly In[], self: Self, from: StageSubscription]
  ) => Awaitable<State | Outcome<State>>;
  /** What it subscribes to when it starts, also after each restart. */
  subscribeTo?: (self: Self, ...args: Args) => readonly Source<In>[];
  /** What answers calls; as of a GenServer. */
  calls?: Calls & CallHandlers<State>;
  /** What handles casts; as of a GenServer. */
  casts?: Casts & CastHandlers<State>;
  /** Handles what is neither call nor cast nor of the stages themselves. */
  handleInfo?: (state: State, message: unknown, self: Self) => Awaitable<State | Outcome<State>>;
  /** A subscription is over; what the subscription's `cancel` asks for follows. */
  handleCancel?: (state: State, cancellation: Cancellation, self: Self) => Awaitable<State | Outcome<State>>;
}
