import type { StrategyPlan } from "./strategy.ts";

/**
 * Any of them with the same chance, at each turn. Needs no parameter, and finds what needs a few turns to be out of
 * order; the longer one process must wait for others, the less likely it is.
 */
export function randomWalk(): StrategyPlan {
  return {
    name: "random",
    begin: (random) => ({
      choose: (options) => options.length === 1 ? 0 : Math.floor(random.next() * options.length),
    }),
  };
}
