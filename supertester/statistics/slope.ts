import { medianOf } from "./summary.ts";

/** How fast something grows, and how sure that is. */
export interface Slope {
  /** By how much it grows with each step. */
  readonly perStep: number;
  /** At least by so much: the lower end of the confidence interval. */
  readonly low: number;
  /** At most by so much: its upper end. */
  readonly high: number;
}

/** Quantiles of the normal distribution between whose two sides so many percent lie. */
const QUANTILES = { 99: 2.5758, 80: 1.2816 };

/**
 * The slope through points by Theil and Sen: the median of the slopes between any two. Nearly a third of the points may be
 * anywhere without moving it far, so neither a garbage collection nor a burst makes a trend. The interval is Sen's (1968),
 * from the variance of Kendall's tau with its correction for ties; it assumes nothing of how the noise is distributed.
 * With fewer than 5 points nothing is sure, and the interval is unbounded.
 *
 * @param values One for each step of equal length, in order.
 * @param confidence In percent: how often the true slope lies within the interval.
 */
export function slopeOf(values: readonly number[], confidence: keyof typeof QUANTILES = 99): Slope {
  const slopes: number[] = [];
  for (let from = 0; from < values.length; from++) {
    for (let to = from + 1; to < values.length; to++) slopes.push((values[to]! - values[from]!) / (to - from));
  }
  if (slopes.length === 0) return { perStep: 0, low: -Infinity, high: Infinity };
  slopes.sort((a, b) => a - b);
  const perStep = medianOf(slopes);
  if (values.length < 5) return { perStep, low: -Infinity, high: Infinity };
  const reach = QUANTILES[confidence] * Math.sqrt(kendallVariance(values));
  const low = Math.floor((slopes.length - reach) / 2);
  const high = Math.ceil((slopes.length + reach) / 2) - 1;
  return { perStep, low: slopes[low] ?? -Infinity, high: slopes[high] ?? Infinity };
}

/** The variance of Kendall's score where there is no trend. */
function kendallVariance(values: readonly number[]): number {
  const term = (count: number) => count * (count - 1) * (2 * count + 5);
  const ties = Map.groupBy(values, (value) => value).values();
  const tied = ties.reduce((sum, { length }) => sum + term(length), 0);
  return (term(values.length) - tied) / 18;
}
