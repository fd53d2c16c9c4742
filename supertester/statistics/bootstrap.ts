import type { Random } from "@superlearner/otp";
import { quantileOf } from "./summary.ts";

/** Where a figure lies, with some confidence. */
export interface Interval {
  /** From here … */
  readonly low: number;
  /** … to here. */
  readonly high: number;
  /** In how many of 1 such intervals the true figure lies. */
  readonly level: number;
}

/** How an interval is found. */
export interface BootstrapOptions {
  /** What is asked for, of one set of measurements: their median, say. */
  statistic: (samples: readonly number[]) => number;
  /** Where chance comes from; the same gives the same interval. */
  random: Random;
  /** In how many of 1 such intervals the true figure lies. @default {0.95} */
  level?: number;
  /** How many sets are drawn. @default {2000} */
  resamples?: number;
}

/**
 * Where the figure behind some measurements lies: the figure of as many sets, drawn from the measurements themselves with
 * replacement (Efron's percentile bootstrap). Assumes nothing of how they are distributed but that each is independent of
 * the others.
 */
export function bootstrapInterval(samples: readonly number[], options: BootstrapOptions): Interval {
  const { statistic, random, level = 0.95, resamples = 2000 } = options;
  const figures: number[] = [];
  for (let drawn = 0; drawn < resamples; drawn++) {
    figures.push(statistic(samples.map(() => samples[Math.floor(random.next() * samples.length)]!)));
  }
  const tail = (1 - level) / 2;
  return { low: quantileOf(figures, tail), high: quantileOf(figures, 1 - tail), level };
}
