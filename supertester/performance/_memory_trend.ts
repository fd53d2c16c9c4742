import { slopeOf } from "../statistics/slope.ts";
import { bytes } from "./_text.ts";

/** How the memory of something went over many iterations. */
export interface MemoryTrend {
  /** What: `"<0.7.0> (Counter)"`, `"all processes"`, `"heap"`. */
  readonly what: string;
  /** By how many bytes it grows with each iteration. */
  readonly bytesPerIteration: number;
  /** At least by so much, with a confidence of 99.5 %. */
  readonly low: number;
  /** At most by so much, with a confidence of 99.5 %. */
  readonly high: number;
  /** How many bytes were allowed. */
  readonly maxBytesPerIteration: number;
  /** Whether it grows for sure by more than is allowed, and has not come to rest. */
  readonly leaks: boolean;
  /** Bytes at even distances, from the end of the warm-up to the last iteration. */
  readonly samples: readonly number[];
}

/**
 * Judges samples taken at even distances. It leaks if it grows for sure over the whole, and still does in the second half:
 * a cache that fills, or code that gets warm, comes to rest. Of the half, 80 % sure is enough: so few samples are never
 * surer where one of them is off, as that of a heap is now and then, and the whole has been judged.
 */
export function trendOf(what: string, samples: readonly number[], how: TrendOptions): MemoryTrend {
  const { iterationsPerStep, maxBytesPerIteration } = how;
  const whole = slopeOf(samples);
  const late = slopeOf(samples.slice(samples.length >> 1), 80);
  return {
    what,
    bytesPerIteration: whole.perStep / iterationsPerStep,
    low: whole.low / iterationsPerStep,
    high: whole.high / iterationsPerStep,
    maxBytesPerIteration,
    leaks: Math.min(whole.low, late.low) > maxBytesPerIteration * iterationsPerStep,
    samples,
  };
}

/** How samples are judged. */
export interface TrendOptions {
  /** How many iterations lie between two samples. */
  readonly iterationsPerStep: number;
  /** How many bytes an iteration may leave behind. */
  readonly maxBytesPerIteration: number;
}

/** A trend for people. */
export function trendText({ what, bytesPerIteration, low, high, maxBytesPerIteration, samples }: MemoryTrend): string {
  const sure = `99 % sure: ${bytes(low)} to ${bytes(high)}`;
  return `  ${what} grows by ${bytes(bytesPerIteration)} with each iteration (${sure}; ` +
    `${bytes(maxBytesPerIteration)} allowed), from ${bytes(samples[0]!)} to ${bytes(samples.at(-1)!)}`;
}
