import type { Ref } from "../mod.ts";
import { type Dispatcher, type Outlet, refuseOptions, type Taker } from "./dispatcher.ts";

class DemandDispatcher<Event> implements Dispatcher<Event> {
  readonly #outlet: Outlet<Event>;
  /** What each consumer waits for; those with the same demand take turns. */
  #waiting: { readonly ref: Ref; demand: number }[] = [];
  /** Asked of the producer for consumers that are gone. */
  #spare = 0;

  constructor(outlet: Outlet<Event>) {
    this.#outlet = outlet;
  }

  subscribe(ref: Ref, taker: Taker): number {
    refuseOptions(taker, {});
    this.#waiting.push({ ref, demand: 0 });
    return 0;
  }

  ask(ref: Ref, count: number): number {
    this.#put(ref, this.#remove(ref) + count);
    const covered = Math.min(this.#spare, count);
    this.#spare -= covered;
    return count - covered;
  }

  cancel(ref: Ref): number {
    this.#spare += this.#remove(ref);
    return 0;
  }

  dispatch(events: readonly Event[]): readonly Event[] {
    const outlet = this.#outlet;
    let from = 0;
    while (from < events.length) {
      const greatest = this.#waiting[0];
      if (greatest === undefined || greatest.demand === 0) break;
      const now = events.slice(from, from + greatest.demand);
      from += now.length;
      this.#waiting.shift();
      this.#put(greatest.ref, greatest.demand - now.length);
      outlet.send(greatest.ref, now);
    }
    const left = from === 0 ? events : events.slice(from);
    this.#spare -= Math.min(this.#spare, left.length); // these have come, and whoever asks next is served from them
    return left;
  }

  #remove(ref: Ref): number {
    const at = this.#waiting.findIndex((each) => each.ref === ref);
    return at < 0 ? 0 : this.#waiting.splice(at, 1)[0]!.demand;
  }

  /** The greatest demand first, behind those of the same demand. */
  #put(ref: Ref, demand: number): void {
    const at = this.#waiting.findIndex((each) => each.demand < demand);
    this.#waiting.splice(at < 0 ? this.#waiting.length : at, 0, { ref, demand });
  }
}

/**
 * Each event goes to one consumer: the one that waits for most. The default. Consumers of one producer should ask for the
 * same `maxDemand`, or the greedy ones get more than their share.
 */
export function demandDispatcher<Event>(outlet: Outlet<Event>): Dispatcher<Event> {
  return new DemandDispatcher<Event>(outlet);
}
