import { ArgumentError, type Ref } from "../mod.ts";
import { type Dispatcher, type Outlet, refuseOptions, type Taker } from "./dispatcher.ts";

interface Listener<Event> {
  readonly taker: Taker;
  readonly selector: ((event: Event) => boolean) | undefined;
  /** What it has asked for beyond what all have asked for; `undefined` until it asks for the first time. */
  ahead: number | undefined;
}

class BroadcastDispatcher<Event> implements Dispatcher<Event> {
  readonly #outlet: Outlet<Event>;
  readonly #listeners = new Map<Ref, Listener<Event>>();
  /** What all have asked for, and was asked of the producer. */
  #shared = 0;

  constructor(outlet: Outlet<Event>) {
    this.#outlet = outlet;
  }

  subscribe(ref: Ref, taker: Taker): number {
    refuseOptions(taker, { selector: true });
    if ([...this.#listeners.values()].some((each) => each.taker.consumer === taker.consumer)) {
      throw new ArgumentError("subscribe", { rule: "a consumer takes a broadcast once", value: taker.consumer });
    }
    if (taker.selector !== undefined && typeof taker.selector !== "function") {
      throw new ArgumentError("subscribe", { rule: "a selector is a function", value: taker.selector });
    }
    const selector = taker.selector as Listener<Event>["selector"];
    this.#listeners.set(ref, { taker, selector, ahead: undefined });
    return 0;
  }

  ask(ref: Ref, count: number): number {
    const listener = this.#listeners.get(ref)!;
    listener.ahead = (listener.ahead ?? -this.#shared) + count; // what the others wait for it gets as well
    return this.#share();
  }

  cancel(ref: Ref): number {
    this.#listeners.delete(ref);
    if (this.#listening().length === 0) this.#shared = 0;
    return this.#share(); // it may have been the one that all waited for
  }

  dispatch(events: readonly Event[]): readonly Event[] {
    const outlet = this.#outlet;
    if (this.#shared === 0) return events;
    const now = events.slice(0, this.#shared);
    this.#shared -= now.length;
    for (const [ref, { selector, ahead }] of this.#listeners) {
      if (ahead === undefined) continue;
      const selected = selector === undefined ? now : now.filter((event) => selector(event));
      if (selected.length > 0) outlet.send(ref, selected);
      if (selected.length < now.length) outlet.ask(ref, now.length - selected.length);
    }
    return events.slice(now.length);
  }

  /** What now all have asked for is asked of the producer. */
  #share(): number {
    const listening = this.#listening();
    const least = Math.min(...listening.map(({ ahead }) => ahead));
    if (listening.length === 0 || least <= 0) return 0;
    for (const listener of listening) listener.ahead -= least;
    this.#shared += least;
    return least;
  }

  /** Those who have asked. */
  #listening(): (Listener<Event> & { ahead: number })[] {
    return [...this.#listeners.values()].filter((each): each is Listener<Event> & { ahead: number } =>
      each.ahead !== undefined
    );
  }
}

/**
 * Each event goes to every consumer, as fast as the slowest of them asks. A consumer may give a `selector` when it
 * subscribes, to be sent only some. One that subscribes later gets what comes from its first demand on: at first as many as
 * the others wait for, also where it has asked for fewer.
 */
export function broadcastDispatcher<Event>(outlet: Outlet<Event>): Dispatcher<Event> {
  return new BroadcastDispatcher<Event>(outlet);
}
