import { ArgumentError, type ExitReason, isNormalExit, isPid, type Ref, ROOT_PID, type Self } from "../mod.ts";
import { type Batch, DemandWindow } from "./_window.ts";
import { ask, cancel, type StageMessage, type StageSubscription } from "./protocol.ts";
import type { Source } from "./stage_types.ts";

/** One producer, as its consumer sees it. */
interface Supplying {
  readonly subscription: StageSubscription;
  /** `null` where demand is manual. */
  readonly window: DemandWindow | null;
  readonly cancel: "permanent" | "transient" | "temporary";
}

/** Events to be handled, and from whom. */
export interface Delivery extends Batch<unknown> {
  readonly from: StageSubscription;
}

/** The side of a stage that consumes: what it has subscribed to. */
export class Inflow {
  readonly #self: Self;
  readonly #suppliers = new Map<Ref, Supplying>();

  constructor(self: Self) {
    this.#self = self;
  }

  /** How many producers it has. */
  get size(): number {
    return this.#suppliers.size;
  }

  /** Subscribes. A producer that is not alive is told by a `DOWN`, as one that dies. */
  subscribe(source: Source<unknown>): StageSubscription {
    const self = this.#self;
    const { max, min, cancel: cancels, manual } = checkSource(source);
    const { to, partition, selector } = source;
    const target = typeof to === "string" ? to : to.pid;
    const pid = target === undefined || isPid(target) ? target : self.system.whereis(target);
    const ref = self.monitor(pid ?? ROOT_PID);
    const subscription = { ref, producer: pid ?? ROOT_PID, consumer: self.pid };
    this.#suppliers.set(ref, { subscription, window: manual ? null : new DemandWindow({ max, min }), cancel: cancels });
    if (pid === undefined) return subscription;
    const taker = {
      consumer: self.pid,
      ...(partition === undefined ? {} : { partition }),
      ...(selector === undefined ? {} : { selector }),
    };
    const message: StageMessage = { $stage: "subscribe", ref, taker };
    self.send(pid, message);
    if (!manual) ask(self, subscription, { count: max });
    return subscription;
  }

  /** Cancels a subscription; its end will stop nothing, whatever was said of that. False where there is none. */
  leave(ref: Ref, reason: ExitReason): boolean {
    const supplying = this.#suppliers.get(ref);
    if (supplying === undefined) return false;
    this.#suppliers.set(ref, { ...supplying, cancel: "temporary" }); // what is under way is still to be handled
    cancel(this.#self, supplying.subscription, { reason });
    return true;
  }

  /** The events that came, as they are to be handled; none, of a subscription that is over. */
  receive(ref: Ref, events: readonly unknown[]): Delivery[] {
    const supplying = this.#suppliers.get(ref);
    if (supplying === undefined) return [];
    const { window, subscription: from } = supplying;
    if (window === null) return [{ events, ask: 0, from }];
    return window.split(events).map((batch) => ({ ...batch, from }));
  }

  /** A batch has been handled: asks for the next, unless its subscription is over. */
  handled({ ask: count, from }: Delivery): void {
    if (count > 0 && this.#suppliers.has(from.ref)) ask(this.#self, from, { count });
  }

  /** A subscription is over. Says whether the stage has to stop because of it. */
  end(ref: Ref, reason: ExitReason): { subscription: StageSubscription; stops: boolean } | undefined {
    const supplying = this.#suppliers.get(ref);
    if (supplying === undefined) return undefined;
    this.#suppliers.delete(ref);
    this.#self.demonitor(ref, { flush: true });
    const { cancel: cancels, subscription } = supplying;
    return { subscription, stops: cancels === "permanent" || (cancels === "transient" && !isNormalExit(reason)) };
  }

  /** Whether a reference is that of a subscription. */
  has(ref: Ref): boolean {
    return this.#suppliers.has(ref);
  }
}

/** A source with its defaults in place. */
export interface CheckedSource {
  readonly max: number;
  readonly min: number;
  readonly cancel: "permanent" | "transient" | "temporary";
  readonly manual: boolean;
}

/** Checks what is subscribed to, and fills in the defaults. @throws {ArgumentError} If it is no producer, or a demand is none. */
export function checkSource(source: Source<unknown>): CheckedSource {
  if (typeof source !== "object" || source === null) refuse("a source is an object with a producer in `to`", source);
  const { to, maxDemand = 1000, minDemand = Math.floor(maxDemand / 2), cancel = "permanent" } = source;
  const known = typeof to === "string" ? to !== "" : typeof to === "object" && to !== null && "pid" in to;
  if (!known) refuse("a producer is a ref, a pid or a registered name", to);
  if (!Number.isInteger(maxDemand) || maxDemand < 1) refuse("maxDemand is a whole number from 1 up", maxDemand);
  if (!Number.isInteger(minDemand) || minDemand < 0 || minDemand >= maxDemand) {
    refuse("minDemand is a whole number from 0 up, and below maxDemand", minDemand);
  }
  if (!["permanent", "transient", "temporary"].includes(cancel)) {
    refuse("cancel is permanent, transient or temporary", cancel);
  }
  const { demand = "automatic" } = source;
  if (demand !== "automatic" && demand !== "manual") refuse("demand is automatic or manual", demand);
  return { max: maxDemand, min: minDemand, cancel, manual: demand === "manual" };
}

function refuse(rule: string, value: unknown): never {
  throw new ArgumentError("subscribe", { rule, value });
}
