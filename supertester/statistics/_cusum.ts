/** Where a series is cut in two, and how far the parts are from each other. */
export interface Split {
  /** Index of the first value of the second part. */
  readonly at: number;
  /** The difference of their means, scaled by their sizes: `sqrt(mn / (m + n)) * |mean - mean|`. */
  readonly distance: number;
}

/**
 * The split of a series where the weighted CUSUM is greatest: whose parts differ most in their means, given how many
 * values each has. `undefined` where the series is too short.
 */
export function splitOf(values: ArrayLike<number>, minSegment: number): Split | undefined {
  const { length } = values;
  let total = 0;
  for (let i = 0; i < length; i++) total += values[i]!;
  let best: Split | undefined;
  let left = 0;
  for (let at = 1; at <= length - minSegment; at++) {
    left += values[at - 1]!;
    if (at < minSegment) continue;
    const rest = length - at;
    const distance = Math.sqrt(at * rest / length) * Math.abs(left / at - (total - left) / rest);
    if (best === undefined || distance > best.distance) best = { at, distance };
  }
  return best;
}
