/** Threads of turns without a System around them, to test strategies on: many thousand runs in no time. */
import { SeededRandom } from "../../environment.ts";
import type { Option, StrategyPlan, TurnEffects } from "../strategy.ts";

/** Turns that answer nobody and wait for nothing. */
export const NOTHING: TurnEffects = { answered: new Set(), timed: false, drew: false };

/** The turns of one process, in order; each says whose mailbox it reaches, or nothing. */
export type Thread = readonly (string | undefined)[];

/** Runs threads to their end and gives the order of turns: `["a", "b", "a"]`. */
export function orderOf(plan: StrategyPlan, threads: Readonly<Record<string, Thread>>, seed: number): string[] {
  const strategy = plan.begin(new SeededRandom(seed));
  const done: Record<string, number> = {};
  let lastId = 0;
  const waiting = (place: string): Option => ({
    id: ++lastId,
    place,
    pid: undefined,
    form: "info",
    kind: `${done[place] = (done[place] ?? -1) + 1}`,
    from: undefined,
  });
  const options = Object.keys(threads).map(waiting);
  const order: string[] = [];
  while (options.length > 0) {
    const [option] = options.splice(strategy.choose(options), 1);
    const { place } = option!;
    const reached = threads[place]![done[place]!];
    order.push(place);
    if (done[place]! + 1 < threads[place]!.length) options.push(waiting(place));
    strategy.ran?.(option!, new Set(reached === undefined ? [] : [reached]), NOTHING);
  }
  return order;
}

/** In how many of so many runs an order shows. */
export function hits(plan: StrategyPlan, options: {
  threads: Readonly<Record<string, Thread>>;
  runs: number;
  shows: (order: string) => boolean;
}): number {
  let found = 0;
  for (let seed = 0; seed < options.runs; seed++) {
    if (options.shows(orderOf(plan, options.threads, seed).join(""))) found++;
  }
  return found;
}

/** A thread of so many turns that reach the same mailbox, or none. */
export function turns(count: number, reach?: string): Thread {
  return Array.from({ length: count }, () => reach);
}
