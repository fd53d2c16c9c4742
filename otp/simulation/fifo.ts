import type { StrategyPlan } from "./strategy.ts";

/** First come, first served, as the default scheduler of a System does, one message at a time. */
export function fifo(): StrategyPlan {
  return { name: "fifo", begin: () => ({ choose: () => 0 }) };
}
