import {
  ArgumentError,
  type ChildSpec,
  type Down,
  type DynamicSupervisorRef,
  isNormalExit,
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

/** A child that may be started again runs, for the first time or again; `null`: it never will. */
export interface ChildStarted {
  readonly $child: number;
  readonly pid: Pid | null;
}

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
    const transient = restart === "transient";
    this.#running.set(key, { from, transient, process: null });
    const me = this.#self;
    const tell = (pid: Pid | null) => void me.send(me.pid, { $child: key, pid } satisfies ChildStarted);
    try {
      const started = await this.supervisor.startChild(transient ? telling(spec, tell) : spec);
      if (!transient) this.started({ $child: key, pid: pidOf(started) });
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      this.#over(key);
    }
  }

  /** A child is up, or never will be. */
  started({ $child: key, pid }: ChildStarted): void {
    const child = this.#running.get(key);
    if (child === undefined) return;
    if (pid === null) return this.#over(key);
    this.#forget(child);
    const monitor = this.#self.monitor(pid);
    child.process = { pid, monitor };
    this.#monitors.set(monitor, key);
  }

  /** A process is dead; if it was a child, for good or to be started again. */
  down({ ref, reason }: Down): void {
    const key = this.#monitors.get(ref);
    const child = key === undefined ? undefined : this.#running.get(key);
    if (child === undefined) return;
    this.#forget(child);
    if (!child.transient || isNormalExit(reason)) this.#over(key!);
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

  #forget(child: Running): void {
    if (child.process === null) return;
    const { monitor } = child.process;
    this.#self.demonitor(monitor, { flush: true });
    this.#monitors.delete(monitor);
    child.process = null;
  }
}

/** The process behind what a start gave: a pid, or a ref of one that may be dead by now. */
function pidOf(started: unknown): Pid | null {
  return typeof started === "string" ? started as Pid : (started as { readonly pid?: Pid }).pid ?? null;
}

/** The same child, which tells of each of its starts. */
function telling(spec: ChildSpec, tell: (pid: Pid | null) => void): ChildSpec {
  const { start, args = [], startTimeoutMs = Infinity, maxMailbox, overload, name, ...rest } = spec;
  const limits = {
    ...(maxMailbox === undefined ? {} : { maxMailbox }),
    ...(overload === undefined ? {} : { overload }),
  };
  const options = {
    args: args as never,
    timeoutMs: startTimeoutMs,
    ...limits,
    ...(name === undefined ? {} : { name }),
  };
  return {
    ...rest,
    start: async (supervisor) => {
      try {
        const started = typeof start === "function" ? await start(supervisor) : await start.start(supervisor, options);
        const pid = pidOf(started);
        if (pid === null) throw new StartError(spec.id, "noproc");
        tell(pid);
        return pid;
      } catch (error) {
        if (error instanceof StartError && error.reason === "ignore") tell(null);
        throw error;
      }
    },
  };
}
