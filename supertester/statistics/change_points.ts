import type { Random } from "@superlearner/otp";
import { splitOf } from "./_cusum.ts";
import { medianOf } from "./summary.ts";

/** A place where a series is another from then on. */
export interface ChangePoint {
  /** Index of the first value of the new kind. */
  readonly at: number;
  /** How often chance alone would show as clear a change: a share of 1. */
  readonly p: number;
}

/** How changes are looked for. */
export interface ChangePointOptions {
  /** Where chance comes from; the same gives the same changes. */
  random: Random;
  /** How often noise alone may be called a change: a share of 1. @default {0.005} */
  significance?: number;
  /** How many orders of the values a change is compared with. @default {1999} */
  permutations?: number;
  /** The fewest values of one kind. @default {3} */
  minSegment?: number;
}

/** What is further from the median, in standard deviations, is an outlier, and counts as if it were as far as this. */
const FAR = 5;

/**
 * Where a series changes its level: the split with the greatest weighted CUSUM, kept if a permutation test says that
 * chance alone would hardly show it (Antoch and Hušková, "Permutation tests in change point analysis", 2001), and then the
 * same of either side (Vostrikova's binary segmentation, 1981). The test assumes only that without a change the values
 * might as well have come in another order.
 *
 * Not an energy distance, as E-divisive has it, nor ranks: both need twice as many values of a new kind, and what is asked
 * here is whether the last few are one.
 */
export function changePoints(values: readonly number[], options: ChangePointOptions): ChangePoint[] {
  const found: ChangePoint[] = [];
  const search = (from: number, to: number) => {
    const change = changeIn(values.slice(from, to), options);
    if (change === undefined) return;
    const at = from + change.at;
    search(from, at);
    found.push({ at, p: change.p });
    search(at, to);
  };
  search(0, values.length);
  return found;
}

/** The clearest change of a series, if it is no work of chance. */
function changeIn(values: readonly number[], options: ChangePointOptions): ChangePoint | undefined {
  const { random, significance = 0.005, permutations = 1999, minSegment = 3 } = options;
  const tame = withoutOutliers(values);
  const seen = splitOf(tame, minSegment);
  if (seen === undefined || seen.distance === 0) return undefined;
  const most = Math.floor(significance * (permutations + 1)) - 1;
  let asClear = 0;
  for (let drawn = 0; drawn < permutations; drawn++) {
    shuffle(tame, random);
    // What is added in another order may differ in its last digits.
    if (splitOf(tame, minSegment)!.distance >= seen.distance * (1 - 1e-9)) asClear++;
    if (asClear > most) return undefined; // the outcome is certain
  }
  return { at: seen.at, p: (asClear + 1) / (permutations + 1) };
}

/** The values, none too far from the others. Where most are the same, nothing says what is far. */
function withoutOutliers(values: readonly number[]): Float64Array {
  const median = medianOf(values);
  const deviation = 1.4826 * medianOf(values.map((each) => Math.abs(each - median)));
  const reach = deviation === 0 ? Infinity : FAR * deviation;
  return Float64Array.from(values, (each) => Math.min(Math.max(each, median - reach), median + reach));
}

function shuffle(values: Float64Array, random: Random): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(random.next() * (last + 1));
    const kept = values[last]!;
    values[last] = values[other]!;
    values[other] = kept;
  }
}
