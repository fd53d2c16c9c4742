import { checkOptions } from "./_check_options.ts";
import { ArgumentError, type Host, type Pid, ServerRef } from "../mod.ts";
import { checkSource } from "./_inflow.ts";
import type { StageSubscription } from "./protocol.ts";
import type { ResubscribeOptions, Resubscription, Source, SubscribeOptions, Supplier } from "./stage_types.ts";
import { streamOf, type StreamOptions } from "./_stream_of.ts";

/** The calls and casts that every stage has beside the user's. */
interface OwnKinds {
  call(kind: "$subscribe", source: Source<never>): Promise<StageSubscription | undefined>;
  call(kind: "$resubscribe", change: Resubscription): Promise<StageSubscription | undefined>;
  call(kind: "$buffered"): Promise<number>;
  cast(kind: "$subscribe", source: Source<never>): void;
  cast(kind: "$demand", mode: "forward" | "accumulate"): void;
  cast(kind: "$mark", message: unknown): void;
}

/** A running stage: a server that also takes events of one type (`In`) and emits events of another (`Out`). */
export class StageRef<In, Out, Calls, Casts> extends ServerRef<Calls, Casts> implements Supplier<Out> {
  readonly #host: Host;
  readonly #own: OwnKinds;

  /** @internal */
  constructor(host: Host, to: Pid | string) {
    super(host, to);
    this.#host = host;
    this.#own = this as unknown as OwnKinds;
  }

  /**
   * Subscribes this consumer to a producer, and waits until it has done so; whether the producer agrees shows later.
   *
   * @throws {CallError} If this stage is not alive.
   * @throws {ArgumentError} If the options are none, or this stage is a producer.
   */
  async subscribe(to: Supplier<In> | Pid | string, options: SubscribeOptions = {}): Promise<StageSubscription> {
    const subscription = await this.#own.call("$subscribe", sourceOf(to, options));
    if (subscription !== undefined) return subscription;
    throw new ArgumentError("subscribe", { rule: "a producer subscribes to nothing", value: this.toString() });
  }

  /**
   * Subscribes this consumer in the place of a subscription it has, with other options or to another producer, and waits
   * until it has done so. The end of the one stops nothing, whatever its `cancel` says; what it has sent is handled.
   *
   * @throws {CallError} If this stage is not alive.
   * @throws {ArgumentError} If the options are none, or this stage has no such subscription.
   */
  async resubscribe(subscription: StageSubscription, options: ResubscribeOptions<In>): Promise<StageSubscription> {
    const { to, reason = "normal", ...rest } = checkOptions("subscribe again", options);
    const { ref } = checkOptions("subscribe again", subscription);
    const next = await this.#own.call("$resubscribe", { source: sourceOf(to, rest), ref, reason });
    if (next !== undefined) return next;
    throw new ArgumentError("subscribe again", { rule: `it is a subscription of ${this}`, value: subscription });
  }

  /**
   * As `subscribe`, without waiting: also from within the stage itself, as in its `init`.
   *
   * @throws {ArgumentError} If the options are none.
   */
  subscribeLater(to: Supplier<In> | Pid | string, options: SubscribeOptions = {}): void {
    this.#own.cast("$subscribe", sourceOf(to, options));
  }

  /** Lets the demand of consumers through to a producer, or keeps it until they are all there. */
  setDemand(mode: "forward" | "accumulate"): void {
    this.#own.cast("$demand", mode);
  }

  /** Gives a message to `handleInfo` of a producing stage when all events that wait in its buffer now have been sent. */
  sendBehindBuffer(message: unknown): void {
    this.#own.cast("$mark", message);
  }

  /** How many events wait in the buffer of a producing stage. */
  buffered(): Promise<number> {
    return this.#own.call("$buffered");
  }

  /**
   * The events of this stage, to be read in a loop by code outside any process, as a consumer like any other: nothing is
   * asked for that is not read soon. Ends when the stage ends in order; leaving the loop cancels the subscription.
   *
   * @throws {ArgumentError} If the options are none.
   */
  toAsyncIterable(options: StreamOptions = {}): AsyncGenerator<Out, void, undefined> {
    return streamOf<Out>(this.#host, this, checkOptions("read events", options));
  }
}

/** Only data crosses: a ref stands for whoever it means now, or for its name. */
function sourceOf(to: Supplier<unknown> | Pid | string, options: SubscribeOptions): Source<never> {
  const source = { ...checkOptions("subscribe", options), to: to instanceof ServerRef ? to.toString() : to as string };
  checkSource(source); // here, so that it is the error of whoever asks
  return source;
}
