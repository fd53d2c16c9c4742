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

/**
 * The same for a stretch inside the series, held against what is around it on both sides: where it begins. Neither is
 * shorter than `minSegment`.
 */
export function stretchOf(values: ArrayLike<number>, minSegment: number): Split | undefined {
  const { length } = values;
  const sums = new Float64Array(length + 1);
  for (let i = 0; i < length; i++) sums[i + 1] = sums[i]! + values[i]!;
  const total = sums[length]!;
  let best: Split | undefined;
  for (let at = minSegment; at <= length - 2 * minSegment; at++) {
    for (let end = at + minSegment; end <= length - minSegment; end++) {
      const inside = end - at;
      const rest = length - inside;
      const sum = sums[end]! - sums[at]!;
      const distance = Math.sqrt(inside * rest / length) * Math.abs(sum / inside - (total - sum) / rest);
      if (best === undefined || distance > best.distance) best = { at, distance };
    }
  }
  return best;
}
