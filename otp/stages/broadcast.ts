import { checkOptions } from "./_check_options.ts";
import {
  ArgumentError,
  type CallHandlers,
  type CastHandlers,
  type ChildOptions,
  type ChildSpec,
  type Definition,
  type Down,
  type Host,
  isPid,
  OverloadError,
  type Pid,
  type Ref,
  type Self,
  ServerDefinition,
  ServerRef,
  type ServerSpec,
  type StartOptions,
} from "../mod.ts";

/** What subscribers get: which topic, and what was broadcast there. */
export type Published<Topics> = {
  readonly [Topic in keyof Topics & string]: {
    /** Discriminant. */
    readonly type: "broadcast";
    /** Where. */
    readonly topic: Topic;
    /** What. */
    readonly message: Topics[Topic];
  };
}[keyof Topics & string];

/** A broadcast: how it is called, and what it does to subscribers that cannot follow. */
export interface BroadcastSpec {
  /** The name people read. @default {"Broadcast"} */
  name?: string;
  /**
   * What becomes of a subscriber that has a `maxMailbox`, rejects, and is full: it misses the message, or it is subscribed to
   * nothing any more. A subscriber without a limit is never slow here; its mailbox grows. @default {"skip"}
   */
  slow?: "skip" | "unsubscribe";
}

/** What a broadcast knows. */
export interface BroadcastState {
  /** The subscribers of each topic. */
  readonly topics: Map<string, Set<Pid>>;
  /** How each subscriber is watched, and its topics. */
  readonly subscribers: Map<Pid, { readonly monitor: Ref; readonly topics: Set<string> }>;
}

/** A subscription, or all of a process. */
export interface BroadcastPlace {
  /** Who. */
  readonly pid: Pid;
  /** Which topic; `undefined` for all. */
  readonly topic: string | undefined;
}

/** The calls of a broadcast; its ref has a method for each. */
export interface BroadcastCalls {
  /** See {@linkcode BroadcastRef.subscribe}. */
  subscribe: (state: BroadcastState, place: BroadcastPlace, self: Self) => [true, BroadcastState];
  /** See {@linkcode BroadcastRef.unsubscribe}. */
  unsubscribe: (state: BroadcastState, place: BroadcastPlace, self: Self) => [true, BroadcastState];
  /** See {@linkcode BroadcastRef.subscribers}. */
  subscribers: (state: BroadcastState, topic: string) => [Pid[], BroadcastState];
}

/** The casts of a broadcast; its ref has a method for each. */
export interface BroadcastCasts {
  /** See {@linkcode BroadcastRef.broadcast}. */
  broadcast: (state: BroadcastState, post: BroadcastPost, self: Self) => BroadcastState;
}

/** A message to a topic. */
export interface BroadcastPost {
  /** Where. */
  readonly topic: string;
  /** What. */
  readonly message: unknown;
  /** Who does not get it. */
  readonly except: Pid | undefined;
}

/** A running broadcast. */
export class BroadcastRef<Topics> extends ServerRef<BroadcastCalls, BroadcastCasts> {
  /**
   * Subscribes a process to a topic, and waits until it is. Twice is the same as once; ends with the process.
   *
   * @throws {CallError} If the broadcast is not alive.
   * @throws {ArgumentError} If the pid is none.
   */
  async subscribe(pid: Pid, topic: keyof Topics & string): Promise<void> {
    await this.call("subscribe", { pid: checked(pid), topic });
  }

  /** Takes a subscription back, or all of a process where no topic is named, and waits until that is done. */
  async unsubscribe(pid: Pid, topic?: keyof Topics & string): Promise<void> {
    await this.call("unsubscribe", { pid: checked(pid), topic });
  }

  /** Sends a message to every subscriber of a topic, soon. Where nobody has subscribed, nothing happens. */
  broadcast<Topic extends keyof Topics & string>(topic: Topic, message: Topics[Topic]): void {
    this.cast("broadcast", { topic, message, except: undefined });
  }

  /** The same, but not to the process named by `from`: its own news are no news to it. */
  broadcastFrom<Topic extends keyof Topics & string>(
    topic: Topic,
    message: Topics[Topic],
    options: { from: Pid },
  ): void {
    this.cast("broadcast", { topic, message, except: checked(checkOptions("broadcast", options).from) });
  }

  /** Who has subscribed to a topic, in the order of their subscriptions. */
  subscribers(topic: keyof Topics & string): Promise<Pid[]> {
    return this.call("subscribers", topic);
  }
}

/** A broadcast that can be started, or be the child of a supervisor, like any server. */
export class BroadcastDefinition<Topics> extends ServerDefinition<BroadcastState, [], BroadcastCalls, BroadcastCasts> {
  /** @internal */
  constructor(spec: BroadcastSpec) {
    const { name = "Broadcast", slow = "skip" } = checkOptions("define a broadcast", spec);
    if (slow !== "skip" && slow !== "unsubscribe") {
      throw new ArgumentError(`define the broadcast ${name}`, { rule: "slow is skip or unsubscribe", value: slow });
    }
    super(serverOf(name, slow));
  }

  /**
   * Starts a broadcast that nobody has subscribed to.
   *
   * @throws {StartError} If the name is taken.
   */
  override async start(host: Host, options: StartOptions<[]> = {}): Promise<BroadcastRef<Topics>> {
    return await super.start(host, options) as BroadcastRef<Topics>;
  }

  /** A broadcast of this kind, by pid or by registered name. */
  override at(host: Host, to: Pid | string): BroadcastRef<Topics> {
    return new BroadcastRef(host, to);
  }

  /** How a supervisor starts one. */
  override child(options: ChildOptions<[]> = {}): ChildSpec<BroadcastRef<Topics>> {
    const start = this as unknown as Definition<BroadcastRef<Topics>, readonly never[]>;
    return { id: this.name, ...checkOptions("describe a child", options), start };
  }
}

/**
 * Publish and subscribe: whoever has subscribed to a topic gets each message as `{ type: "broadcast", topic, message }`.
 *
 * Messages of one sender to one topic come in their order. Nothing is asked for and nothing is kept: who must not miss
 * anything, or must not be flooded, is a consumer of a stage with {@linkcode broadcastDispatcher}, or has a `maxMailbox`. A
 * broadcast that is restarted has forgotten its subscribers: start them after it, under `rest_for_one`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { System } from "@superlearner/otp";
 * import { Broadcast } from "@superlearner/otp/stages";
 *
 * const News = Broadcast.define<{ weather: string; score: [number, number] }>();
 *
 * await using system = new System();
 * const news = await system.start(News);
 * const me = system.attach();
 * await news.subscribe(me.pid, "score");
 * news.broadcast("weather", "rain");
 * news.broadcast("score", [1, 0]);
 * assertEquals(await me.receive(), { type: "broadcast", topic: "score", message: [1, 0] });
 * ```
 */
export const Broadcast: {
  /** Defines a broadcast; the type argument says which topics there are, and what is sent there. */
  define<Topics = { readonly [topic: string]: unknown }>(spec?: BroadcastSpec): BroadcastDefinition<Topics>;
} = { define: (spec = {}) => new BroadcastDefinition(spec) };

function serverOf(
  name: string,
  slow: "skip" | "unsubscribe",
): ServerSpec<BroadcastState, [], BroadcastCalls, BroadcastCasts> {
  const calls: BroadcastCalls = {
    subscribe: (state, { pid, topic }, self) => {
      const subscribers = state.topics.get(topic!);
      if (subscribers === undefined) state.topics.set(topic!, new Set([pid]));
      else subscribers.add(pid);
      const known = state.subscribers.get(pid);
      if (known === undefined) state.subscribers.set(pid, { monitor: self.monitor(pid), topics: new Set([topic!]) });
      else known.topics.add(topic!);
      return [true, state];
    },
    unsubscribe: (state, place, self) => [true, forget(state, place, self)],
    subscribers: (state, topic) => [[...state.topics.get(topic) ?? []], state],
  };
  const casts: BroadcastCasts = {
    broadcast: (state, { topic, message, except }, self) => {
      for (const pid of state.topics.get(topic) ?? []) {
        if (pid === except) continue;
        try {
          self.send(pid, { type: "broadcast", topic, message });
        } catch (error) {
          if (!(error instanceof OverloadError)) throw error;
          if (slow === "unsubscribe") forget(state, { pid, topic: undefined }, self);
        }
      }
      return state;
    },
  };
  return {
    name,
    init: () => ({ topics: new Map(), subscribers: new Map() }),
    calls: calls as BroadcastCalls & CallHandlers<BroadcastState>,
    casts: casts as BroadcastCasts & CastHandlers<BroadcastState>,
    handleInfo: (state, message, self) => {
      const down = message as Partial<Down> | null;
      if (typeof down !== "object" || down?.type !== "DOWN") return state;
      return forget(state, { pid: down.pid as Pid, topic: undefined }, self);
    },
  };
}

/** Takes a process out of a topic, or out of all. */
function forget(state: BroadcastState, { pid, topic }: BroadcastPlace, self: Self): BroadcastState {
  const subscriber = state.subscribers.get(pid);
  if (subscriber === undefined) return state;
  for (const each of topic === undefined ? [...subscriber.topics] : [topic]) {
    subscriber.topics.delete(each);
    const there = state.topics.get(each);
    there?.delete(pid);
    if (there?.size === 0) state.topics.delete(each);
  }
  if (subscriber.topics.size > 0) return state;
  self.demonitor(subscriber.monitor, { flush: true });
  state.subscribers.delete(pid);
  return state;
}

function checked(pid: Pid): Pid {
  if (isPid(pid)) return pid;
  throw new ArgumentError("use a broadcast", { rule: "a subscriber is known by its pid", value: pid });
}
