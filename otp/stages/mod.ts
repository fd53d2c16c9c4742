/**
 * Flow between processes: stages that produce only what is asked for, and a broadcast for what nobody has to ask for.
 *
 * A stage is a process that moves events. A **producer** emits them, a **consumer** handles them, a **producer-consumer**
 * turns some into others. Events go down, demand goes up: a consumer asks for `maxDemand` events, and for more when it has
 * handled enough of them, so a slow one slows down what is before it, however long the pipeline, and no mailbox grows. It is
 * the contract of Elixir's GenStage, on nothing but the public parts of this package; every stage is a GenServer, to be
 * supervised, inspected and simulated like any.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Supervisor, System } from "@superlearner/otp";
 * import { Consumer, Producer, ProducerConsumer } from "@superlearner/otp/stages";
 *
 * const Numbers = Producer.define({
 *   name: "Numbers",
 *   init: (from: number) => from,
 *   handleDemand: (next, demand) => [Array.from({ length: demand }, (_, i) => next + i), next + demand],
 * });
 * const Squares = ProducerConsumer.define({
 *   name: "Squares",
 *   init: () => undefined,
 *   subscribeTo: (self) => [{ to: Numbers.at(self, "numbers"), maxDemand: 10 }],
 *   handleEvents: (state, events: readonly number[]) => [events.map((n) => n * n), state],
 * });
 * const done = Promise.withResolvers<number[]>();
 * const Sink = Consumer.define({
 *   name: "Sink",
 *   init: (): number[] => [],
 *   subscribeTo: (self) => [{ to: Squares.at(self, "squares"), maxDemand: 4 }],
 *   handleEvents: (seen, events: readonly number[]) => {
 *     const all = [...seen, ...events];
 *     if (all.length >= 4) done.resolve(all.slice(0, 4));
 *     return all.slice(-100);
 *   },
 * });
 *
 * await using system = new System();
 * await system.start(Supervisor.define({
 *   strategy: "rest_for_one", // a stage is started again with those after it, which subscribe again
 *   children: [
 *     Numbers.child({ name: "numbers", args: [1] }),
 *     Squares.child({ name: "squares" }),
 *     Sink.child(),
 *   ],
 * }));
 * assertEquals(await done.promise, [1, 4, 9, 16]);
 * ```
 *
 * **When**: work that comes faster than it can be done, and must not be dropped. **When not**: to organise code (call a
 * function), for requests that want an answer (call a server), for news that may be missed ({@linkcode Broadcast}), or to
 * guard one server against a flood (its `maxMailbox`).
 *
 * **Guarantees.** At most `maxDemand` events of a subscription are on their way or in the consumer's hands. Events of one
 * producer reach each consumer in order. A consumer that dies costs the events it had; its unmet demand goes to the others.
 * When a producer dies, or a subscription is cancelled, its consumers first handle what was sent, and then stop or go on, as
 * `cancel` says: `"permanent"` (stop), `"transient"` (stop if the reason is a crash) or `"temporary"` (go on). A
 * producer-consumer that is to stop for a reason in order first hands on all it has, so that a pipeline that ends loses
 * nothing (here it does more than GenStage); for a crash it stops at once.
 *
 * **Which consumer** gets an event is said by the producer's `dispatcher`: the one that waits for most
 * ({@linkcode demandDispatcher}), all of them ({@linkcode broadcastDispatcher}), or the one of its partition
 * ({@linkcode partitionDispatcher}).
 *
 * **The buffer** keeps events that were emitted and not asked for: 10 000 and the newest, unless `buffer` says otherwise.
 * What does not fit is thrown away and is the event `stage.dropped`, at most once a second.
 *
 * **A process for each event**: {@linkcode ConsumerSupervisor} starts a child of each, at most `maxDemand` at a time.
 * `stage.resubscribe` exchanges a subscription for one with other options, and loses nothing.
 *
 * **The rest of the world**: {@linkcode fromIterable} makes a producer of a list, a generator or a web stream,
 * `stage.toAsyncIterable()` reads a stage in a loop, and `ReadableStream.from` takes that.
 *
 * **Limits.** A stage that has a `maxMailbox` may lose what stages say to each other, and then stands still: the demand is
 * its limit. A `selector` is a function and does not cross to a System that copies messages. `sys.getState` of a stage gives
 * its figures, with your state in the field `state`.
 *
 * @module
 */

export {
  Broadcast,
  type BroadcastCalls,
  type BroadcastCasts,
  BroadcastDefinition,
  type BroadcastPlace,
  type BroadcastPost,
  BroadcastRef,
  type BroadcastSpec,
  type BroadcastState,
  type Published,
} from "./broadcast.ts";
export { broadcastDispatcher } from "./broadcast_dispatcher.ts";
export {
  ConsumerSupervisor,
  type ConsumerSupervisorCalls,
  ConsumerSupervisorDefinition,
  ConsumerSupervisorRef,
  type ConsumerSupervisorSpec,
} from "./consumer_supervisor.ts";
export { demandDispatcher } from "./demand_dispatcher.ts";
export type { Dispatcher, DispatcherFactory, Outlet, Taker } from "./dispatcher.ts";
export { fromIterable } from "./from_iterable.ts";
export { type Hash, partitionDispatcher, type PartitionOptions } from "./partition_dispatcher.ts";
export { ask, cancel, type Sender, type StageMessage, type StageSubscription } from "./protocol.ts";
export { Consumer, Producer, ProducerConsumer, StageDefinition } from "./stage.ts";
export { StageRef } from "./stage_ref.ts";
export type { StageState } from "./_stage.ts";
export type { StreamOptions } from "./_stream_of.ts";
export type {
  BufferOptions,
  CallsOf,
  Cancellation,
  ConsumerSpec,
  Produced,
  ProducerConsumerSpec,
  ProducerSpec,
  ProducingBase,
  ProducingCalls,
  ProducingCasts,
  ReplyIn,
  ResubscribeOptions,
  Source,
  StageBase,
  SubscribeOptions,
  Supplier,
} from "./stage_types.ts";
