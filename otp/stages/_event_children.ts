import {
  ArgumentError,
  type ChildSpec,
  type Down,
  type DynamicSupervisorRef,
  isNormalExit,
  isPid,
  type Pid,
  type Ref,
  type Self,
  StartError,
} from "../mod.ts";
import { ask, type StageSubscription } from "./protocol.ts";
import type { SubscribeOptions } from "./stage_types.ts";

/** One child: the process it is now, and whose event it was made of. */
interface Running {
  readonly from: Ref;
  readonly transient: boolean;
  process: { readonly pid: Pid; readonly monitor: Ref } | null;
}

/** One subscription: how many children have ended since it asked for events. */
interface Window {
  readonly subscription: StageSubscription;
  readonly batch: number;
  ended: number;
}

/** How long a child between two tries of its start is left alone before it is looked for again. */
const LOOK_AGAIN_MS = 100;

/** The message that reminds of it. */
export const LOOK_AGAIN = "$look_for_children";

/** The children of a ConsumerSupervisor: which run, and what their subscriptions may ask for when they end. */
export class EventChildren {
  readonly supervisor: DynamicSupervisorRef;
  readonly #self: Self;
  readonly #child: (event: never) => ChildSpec;
  readonly #running = new Map<number, Running>();
  readonly #monitors = new Map<Ref, number>();
  readonly #windows = new Map<Ref, Window>();
  #last = 0;

  constructor(self: Self, supervisor: DynamicSupervisorRef, child: (event: never) => ChildSpec) {
    this.#self = self;
    this.supervisor = supervisor;
    this.#child = child;
  }

  /** A subscription has begun: asks for as many events as it may have children. */
  subscribed(subscription: StageSubscription, options: SubscribeOptions): void {
    const { maxDemand = 1000, minDemand = Math.floor(maxDemand / 2) } = options;
    this.#windows.set(subscription.ref, { subscription, batch: maxDemand - minDemand, ended: 0 });
    ask(this.#self, subscription, { count: maxDemand });
  }

  /** A subscription is over; the children of its events go on. */
  cancelled({ ref }: StageSubscription): void {
    this.#windows.delete(ref);
  }

  /** Starts the child of one event. One that does not come up is over, as one that has ended. */
  async begin(event: unknown, { ref: from }: StageSubscription): Promise<void> {
    const spec = this.#child(event as never);
    const restart = spec?.restart ?? "permanent";
    if (restart === "permanent") {
      throw new ArgumentError("start the child of an event", { rule: "it is temporary or transient", value: restart });
    }
    const key = ++this.#last;
    const child: Running = { from, transient: restart === "transient", process: null };
    this.#running.set(key, child);
    try {
      const started = await this.supervisor.startChild(spec);
      const pid = typeof started === "string" ? started as Pid : (started as { readonly pid?: Pid }).pid;
      if (pid !== undefined) this.#watch(key, pid);
      else await this.#lost(key, child); // it is dead by now, and may have a successor
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      this.#over(key);
    }
  }

  /** A process is dead; if it was a child, for good or to be started again. */
  async down({ ref, reason }: Down): Promise<void> {
    const key = this.#monitors.get(ref);
    const child = key === undefined ? undefined : this.#running.get(key);
    if (child === undefined) return;
    this.#forget(child);
    if (isNormalExit(reason)) this.#over(key!);
    else await this.#lost(key!, child);
  }

  /**
   * Finds the processes of children that were started again. Asked behind the deaths, the supervisor has them by now; those
   * between two tries are looked for once more, and those it knows no more are over.
   */
  async look(): Promise<void> {
    const known = await this.supervisor.whichChildren();
    const tracked = new Set([...this.#running.values()].map(({ process }) => process?.pid));
    const heirs = known.map(({ pid }) => pid).filter(isPid).filter((pid) => !tracked.has(pid));
    let between = known.filter(({ pid }) => !isPid(pid)).length;
    if (between > 0) this.#self.sendAfter(this.#self.pid, LOOK_AGAIN, { delayMs: LOOK_AGAIN_MS });
    for (const [key, { process }] of [...this.#running]) {
      if (process !== null) continue;
      const heir = heirs.shift();
      if (heir !== undefined) this.#watch(key, heir);
      else if (between-- <= 0) this.#over(key);
    }
  }

  /** Stops a child for good. False if the process is none. */
  async terminate(pid: Pid): Promise<boolean> {
    const found = [...this.#running].find(([, { process }]) => process?.pid === pid);
    if (found === undefined) return false;
    await this.supervisor.terminateChild(pid);
    this.#over(found[0]);
    return true;
  }

  /** A child will not run again: its place is free for another event. */
  #over(key: number): void {
    const child = this.#running.get(key);
    if (child === undefined) return;
    this.#forget(child);
    this.#running.delete(key);
    const window = this.#windows.get(child.from);
    if (window === undefined || ++window.ended < window.batch) return;
    ask(this.#self, window.subscription, { count: window.ended });
    window.ended = 0;
  }

  #lost(key: number, { transient }: Running): void | Promise<void> {
    return transient ? this.look() : this.#over(key);
  }

  #watch(key: number, pid: Pid): void {
    const monitor = this.#self.monitor(pid);
    this.#running.get(key)!.process = { pid, monitor };
    this.#monitors.set(monitor, key);
  }

  #forget(child: Running): void {
    if (child.process === null) return;
    const { monitor } = child.process;
    this.#self.demonitor(monitor, { flush: true });
    this.#monitors.delete(monitor);
    child.process = null;
  }
}
