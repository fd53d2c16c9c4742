import { fifo, pct, pos, randomWalk, type StrategyPlan } from "@superlearner/otp/simulation";

/** What a portfolio goes by. */
export interface Measured {
  /** The most turns that a run had. */
  readonly steps: number;
  /** The greatest depth of PCT. */
  readonly depth: number;
}

/** How the runs of a portfolio are spread: a hundred at a time. */
const HUNDRED = 100;

/**
 * The strategy of a run, from 0 up. Of each hundred runs 1 is plain first come, first served, 34 are PCT with depths from
 * 1 to `depth` in turn, 33 POS, and 32 a random walk: each finds something that the others are slow to find.
 */
export function portfolioOf(run: number, { steps, depth }: Measured): StrategyPlan {
  const place = run % HUNDRED;
  if (place === 0) return fifo();
  if (place % 3 === 1 || place === HUNDRED - 1) {
    return pct({ depth: 1 + Math.floor(place / 3) % depth, steps: Math.max(1, steps) });
  }
  return place % 3 === 2 ? pos() : randomWalk();
}
