import {
  ArgumentError,
  type ChildArguments,
  type ChildCounts,
  type ChildInfo,
  type ChildSpec,
  type Down,
  DynamicSupervisor,
  type ExitMessage,
  GenServer,
  type Host,
  type Pid,
  type Self,
  type StartArguments,
} from "../mod.ts";
import { checkOptions } from "./_check_options.ts";
import { EventChildren, LOOK_AGAIN } from "./_event_children.ts";
import type { LooseStage } from "./_loose.ts";
import type { StageSubscription } from "./protocol.ts";
import { StageDefinition } from "./stage.ts";
import { StageRef } from "./stage_ref.ts";
import type { ConsumerSpec, ResubscribeOptions, Source, SubscribeOptions, Supplier } from "./stage_types.ts";

/** A supervisor whose children are made of events. */
export interface ConsumerSupervisorSpec<In> {
  /** The name people read. @default {"ConsumerSupervisor"} */
  name?: string;
  /** The child of an event: `temporary`, or `transient` to be started again after a crash. */
  child: (event: In) => ChildSpec;
  /** What it subscribes to when it starts; `maxDemand` says how many children a subscription has at most. */
  subscribeTo?: (self: Self) => readonly Source<In>[];
  /** How many restarts within `maxSeconds` are allowed, over all children. @default {3} */
  maxRestarts?: number;
  /** The window of `maxRestarts`, in seconds. @default {5} */
  maxSeconds?: number;
}

/** What a ConsumerSupervisor can be asked. */
export interface ConsumerSupervisorCalls {
  /** All children. */
  readonly whichChildren: (state: never) => readonly [ChildInfo[], never];
  /** How many there are. */
  readonly countChildren: (state: never) => readonly [ChildCounts, never];
  /** Stops one. */
  readonly terminateChild: (state: never, pid: Pid) => readonly [boolean, never];
}

/** A running ConsumerSupervisor. */
export class ConsumerSupervisorRef<In> extends StageRef<In, never, ConsumerSupervisorCalls, Record<never, never>> {
  /** As of any stage; demand follows the children. */
  override async subscribe(
    to: Supplier<In> | Pid | string,
    options: SubscribeOptions = {},
  ): Promise<StageSubscription> {
    return await super.subscribe(to, manual(options));
  }

  /** As of any stage; demand follows the children. */
  override subscribeLater(to: Supplier<In> | Pid | string, options: SubscribeOptions = {}): void {
    super.subscribeLater(to, manual(options));
  }

  /** As of any stage; children of the events before go on, and count no more. */
  override async resubscribe(
    subscription: StageSubscription,
    options: ResubscribeOptions<In>,
  ): Promise<StageSubscription> {
    return await super.resubscribe(subscription, manual(options));
  }

  /** Its children, as of a DynamicSupervisor. */
  whichChildren(): Promise<ChildInfo[]> {
    return this.call("whichChildren");
  }

  /** How many children there are. */
  countChildren(): Promise<ChildCounts> {
    return this.call("countChildren");
  }

  /** Stops a child for good; its place is free for another event. False if the process is not its child. */
  terminateChild(pid: Pid): Promise<boolean> {
    return this.call("terminateChild", pid);
  }
}

/** A ConsumerSupervisor that can be started, or be the child of a supervisor. */
export class ConsumerSupervisorDefinition<In>
  extends StageDefinition<In, never, [], ConsumerSupervisorCalls, Record<never, never>> {
  /** @internal */
  constructor(spec: ConsumerSupervisorSpec<In>) {
    super("consumer", stageOf(checkOptions("define a consumer supervisor", spec)) as unknown as LooseStage);
  }

  /**
   * Starts it, without children.
   *
   * @throws {StartError} If the name is taken.
   */
  override async start(host: Host, ...options: StartArguments<[]>): Promise<ConsumerSupervisorRef<In>> {
    return await super.start(host, ...options) as ConsumerSupervisorRef<In>;
  }

  /** One of this kind, by pid or by registered name. */
  override at(host: Host, to: Pid | string): ConsumerSupervisorRef<In> {
    return new ConsumerSupervisorRef(host, to);
  }

  /** How a supervisor starts one: as a supervisor, which has all the time its children need to end. */
  override child(...options: ChildArguments<[]>): ChildSpec<ConsumerSupervisorRef<In>> {
    return { ...super.child(...options), type: "supervisor" } as ChildSpec<ConsumerSupervisorRef<In>>;
  }
}

/**
 * A consumer that starts a child for each event, and supervises it: GenStage's ConsumerSupervisor. Not more children of a
 * subscription run at a time than its `maxDemand`; when `maxDemand - minDemand` have ended, it asks for as many more.
 *
 * A child ends when its work is done, so it is `temporary`, or `transient`: then a crash starts it again, and its place
 * stays taken. One that does not start counts as ended. When a subscription is over its children go on; when this process
 * stops, they are shut down first.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { System, Task } from "@superlearner/otp";
 * import { ConsumerSupervisor, fromIterable } from "@superlearner/otp/stages";
 *
 * const sent: string[] = [];
 * const done = Promise.withResolvers<void>();
 * const Mails = fromIterable(["ada", "joe", "eve"]);
 * const Mailers = ConsumerSupervisor.define({
 *   child: (to: string) => Task.child(() => sent.push(to) === 3 ? done.resolve() : undefined),
 *   subscribeTo: () => [{ to: "mails", maxDemand: 2, cancel: "temporary" }],
 * });
 *
 * await using system = new System();
 * await system.start(Mails, { name: "mails" });
 * await system.start(Mailers);
 * await done.promise;
 * assertEquals(sent.toSorted(), ["ada", "eve", "joe"]);
 * ```
 *
 * **Limits.** Children start one after the other.
 */
export const ConsumerSupervisor: {
  /** Defines a ConsumerSupervisor. @throws {ArgumentError} If it is none. */
  define<In>(spec: ConsumerSupervisorSpec<In>): ConsumerSupervisorDefinition<In>;
} = { define: (spec) => new ConsumerSupervisorDefinition(spec) };

function manual<Options extends SubscribeOptions>(options: Options): Options {
  return { ...checkOptions("subscribe", options), demand: "manual" };
}

function stageOf<In>(
  { name = "ConsumerSupervisor", child, subscribeTo, maxRestarts = 3, maxSeconds = 5 }: ConsumerSupervisorSpec<In>,
): ConsumerSpec<EventChildren, [], In, unknown, unknown> {
  if (typeof child !== "function") {
    throw new ArgumentError(`define the consumer supervisor ${name}`, { rule: "child is a function", value: child });
  }
  const Inner = DynamicSupervisor.define({ name, maxRestarts, maxSeconds });
  return {
    name,
    trapExit: true,
    async init() {
      return new EventChildren(this, await Inner.start(this), child);
    },
    ...(subscribeTo === undefined ? {} : { subscribeTo: (self) => subscribeTo(self).map(manual) }),
    handleSubscribe: (children, subscription, _self, options) => {
      children.subscribed(subscription, options);
      return children;
    },
    handleCancel: (children, { subscription }) => {
      children.cancelled(subscription);
      return children;
    },
    handleEvents: async (children, events, _self, from) => {
      for (const event of events) await children.begin(event, from);
      return children;
    },
    handleInfo: async (children, message) => {
      const signal = message as Down | ExitMessage | null | undefined;
      if (message === LOOK_AGAIN) await children.look();
      else if (signal?.type === "DOWN") await children.down(signal);
      else if (signal?.type === "EXIT" && !children.supervisor.alive) return GenServer.stop(signal.reason, children);
      return children;
    },
    calls: {
      whichChildren: async (children: EventChildren) => [await children.supervisor.whichChildren(), children],
      countChildren: async (children: EventChildren) => [await children.supervisor.countChildren(), children],
      terminateChild: async (children: EventChildren, pid: Pid) => [await children.terminate(pid), children],
    },
    terminate: (children) => children.supervisor.stop({ reason: "shutdown" }).catch(() => {}),
  };
}
