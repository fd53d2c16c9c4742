import { ArgumentError, type Pid, type Ref } from "../mod.ts";

/** Who subscribes, and with what: the options of the subscription that a dispatcher understands. */
export interface Taker {
  /** The consumer. */
  readonly consumer: Pid;
  /** Which partition it takes; only for {@linkcode partitionDispatcher}, which needs it. */
  readonly partition?: string | number;
  /** Which events it takes; only for {@linkcode broadcastDispatcher}. */
  readonly selector?: (event: never) => boolean;
}

/** What a dispatcher can do to the world; given to it when it is made. */
export interface Outlet<in Event> {
  /** Sends events to a consumer. */
  send(ref: Ref, events: readonly Event[]): void;
  /** Asks once more in the name of a consumer, soon, for events that it was not sent. */
  ask(ref: Ref, count: number): void;
  /** Asks the producer once more, soon, for events that were thrown away. */
  demand(count: number): void;
  /** Tells that events were thrown away which should not have been. */
  lost(count: number): void;
}

/** Makes the dispatcher of one process. */
export type DispatcherFactory<Event> = (outlet: Outlet<Event>) => Dispatcher<Event>;

/**
 * Decides which consumer gets an event, and how much of their demand goes on to the producer. One for each process. Write your
 * own by keeping two promises: a consumer is never sent more than it has asked for, and `dispatch` takes no more than
 * `subscribe`, `ask`, `cancel` and `outlet.demand` have let through.
 */
export interface Dispatcher<Event> {
  /**
   * A consumer subscribes.
   *
   * @returns The demand that goes on to the producer.
   * @throws {ArgumentError} To refuse it; the consumer is told.
   */
  subscribe(ref: Ref, taker: Taker): number;
  /** A consumer asks for so many more. Returns the demand that goes on to the producer. */
  ask(ref: Ref, count: number): number;
  /** A consumer is gone. Returns the demand that goes on to the producer because of that. */
  cancel(ref: Ref): number;
  /** Sends events. Returns those that nobody has asked for, in order. */
  dispatch(events: readonly Event[]): readonly Event[];
}

/** Refuses an option that a dispatcher does not know. */
export function refuseOptions({ partition, selector }: Taker, known: { partition?: true; selector?: true }): void {
  const action = "subscribe";
  if (partition !== undefined && !known.partition) {
    throw new ArgumentError(action, { rule: "a partition is for the partition dispatcher", value: partition });
  }
  if (selector !== undefined && !known.selector) {
    throw new ArgumentError(action, { rule: "a selector is for the broadcast dispatcher", value: selector });
  }
}
