import { ArgumentError } from "@superlearner/otp";

/** What repeated measurements of one thing amount to. */
export interface Summary {
  /** How many measurements there are. */
  readonly count: number;
  /** The least. */
  readonly min: number;
  /** The greatest. */
  readonly max: number;
  /** Their sum, divided by their number: one outlier moves it. */
  readonly mean: number;
  /** As many lie below as above: few outliers do not move it. */
  readonly median: number;
  /** At least 95 % of the measurements are not above this one of them. */
  readonly p95: number;
  /** At least 99 % of the measurements are not above this one of them. */
  readonly p99: number;
  /** Median of the distances from the median: how much the measurements scatter, whatever the outliers do. */
  readonly mad: number;
  /** The measurements themselves, in the order they were taken. */
  readonly samples: readonly number[];
}

/**
 * Sums up measurements.
 *
 * @throws {ArgumentError} If there are none, or one is no finite number.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { summarize } from "@superlearner/supertester";
 *
 * const { median, mad, max } = summarize([10, 11, 9, 10, 500]);
 * assertEquals({ median, mad, max }, { median: 10, mad: 1, max: 500 });
 * ```
 */
export function summarize(samples: readonly number[]): Summary {
  if (samples.length === 0) throw new ArgumentError("sum up measurements", { rule: "there is one at least", value: 0 });
  const wrong = samples.find((each) => !Number.isFinite(each));
  if (wrong !== undefined) {
    throw new ArgumentError("sum up measurements", { rule: "each is a finite number", value: wrong });
  }
  const sorted = samples.toSorted((a, b) => a - b);
  const median = medianOfSorted(sorted);
  return {
    count: sorted.length,
    min: sorted[0]!,
    max: sorted.at(-1)!,
    mean: samples.reduce((sum, each) => sum + each, 0) / samples.length,
    median,
    p95: quantileOfSorted(sorted, 0.95),
    p99: quantileOfSorted(sorted, 0.99),
    mad: medianOf(samples.map((each) => Math.abs(each - median))),
    samples: [...samples],
  };
}

/** The measurement in the middle, or the mean of the two there. `NaN` where there are none. */
export function medianOf(samples: readonly number[]): number {
  return medianOfSorted(samples.toSorted((a, b) => a - b));
}

/** By nearest rank: the least measurement that a share `p` of all are not above. `NaN` where there are none. */
export function quantileOf(samples: readonly number[], p: number): number {
  return quantileOfSorted(samples.toSorted((a, b) => a - b), p);
}

function medianOfSorted(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** 0.95 * 20 is 19.000000000000004 or so on paper only; the rank is rounded before it is rounded up. */
function quantileOfSorted(sorted: readonly number[], p: number): number {
  const rank = Math.ceil(Number((p * sorted.length).toFixed(9)));
  return sorted[Math.min(Math.max(rank, 1), sorted.length) - 1] ?? NaN;
}
