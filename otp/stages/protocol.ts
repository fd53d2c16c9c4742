import { checkOptions } from "./_check_options.ts";
import { ArgumentError, type ExitReason, type Pid, type Ref } from "../mod.ts";
import type { Taker } from "./dispatcher.ts";

/** One consumer subscribed to one producer. Plain data; both sides know it by its `ref`. */
export interface StageSubscription {
  /** Tells it from all others. */
  readonly ref: Ref;
  /** Who sends events; `<0.0.0>` if a name was subscribed to that nobody had. */
  readonly producer: Pid;
  /** Who gets them. */
  readonly consumer: Pid;
}

/** What stages send each other, and themselves. */
export type StageMessage =
  /** To a producer: a consumer subscribes, wants more, leaves. */
  | { readonly $stage: "subscribe"; readonly ref: Ref; readonly taker: Taker }
  | { readonly $stage: "ask"; readonly ref: Ref; readonly count: number }
  | { readonly $stage: "cancel"; readonly ref: Ref; readonly reason: ExitReason }
  /** To a consumer: events; it is over. */
  | { readonly $stage: "events"; readonly ref: Ref; readonly events: readonly unknown[] }
  | { readonly $stage: "cancelled"; readonly ref: Ref; readonly reason: ExitReason }
  /** To itself: thrown away events are made up for; the time has come to tell of losses. */
  | { readonly $stage: "again"; readonly count: number }
  | { readonly $stage: "tell" };

/** Whoever can send: a System or the self of a process. */
export interface Sender {
  /** Sends a message. */
  send(to: Pid, message: StageMessage): unknown;
}

/** Whether a message is one of ours. */
export function isStageMessage(message: unknown): message is StageMessage {
  return typeof message === "object" && message !== null && "$stage" in message;
}

/**
 * Asks for more events, in a subscription whose demand is manual.
 *
 * @throws {ArgumentError} If the count is none.
 */
export function ask(from: Sender, subscription: StageSubscription, options: { count: number }): void {
  const { count } = checkOptions("ask for events", options);
  checkBoth("ask for events", { from, subscription });
  if (!Number.isInteger(count) || count < 1) {
    throw new ArgumentError("ask for events", { rule: "count is a whole number from 1 up", value: count });
  }
  from.send(subscription.producer, { $stage: "ask", ref: subscription.ref, count });
}

/**
 * Ends a subscription, from wherever. Its producer forgets it and tells the consumer, which then stops or goes on, as the
 * subscription's `cancel` says. Events under way still arrive before.
 */
export function cancel(
  from: Sender,
  subscription: StageSubscription,
  options: { reason?: ExitReason } = {},
): void {
  const { reason = "normal" } = checkOptions("cancel a subscription", options);
  checkBoth("cancel a subscription", { from, subscription });
  from.send(subscription.producer, { $stage: "cancel", ref: subscription.ref, reason });
}

function checkBoth(action: string, { from, subscription }: { from: unknown; subscription: unknown }): void {
  if (typeof (from as Partial<Sender> | null | undefined)?.send !== "function") {
    throw new ArgumentError(action, { rule: "who does so is a System or the self of a process", value: from });
  }
  if (typeof (subscription as Partial<StageSubscription> | null | undefined)?.ref === "string") return;
  throw new ArgumentError(action, { rule: "it is what subscribe gives", value: subscription });
}
