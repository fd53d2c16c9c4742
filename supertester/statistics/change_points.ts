import type { Random } from "@superlearner/otp";
import { type Split, splitOf, stretchOf } from "./_cusum.ts";
import { shuffle } from "./shuffle.ts";
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
  /** How often noise alone may be called a change: a share of 1. @default {0.002} */
  significance?: number;
  /** How many orders of the values a change is compared with. @default 1999, or more where `significance` asks for it */
  permutations?: number;
  /** The fewest values of one kind. @default {3} */
  minSegment?: number;
}

/** What is further from its neighbours' median, in standard deviations, is an outlier, and counts as if it were as far. */
const FAR = 3;

/** How many values are neighbours. Three of five make the median, so three in a row are no outliers. */
const NEAR = 5;

/**
 * Where a series changes its level: the split with the greatest weighted CUSUM, kept if a permutation test says that
 * chance alone would hardly show it (Antoch and Hušková, "Permutation tests in change point analysis", 2001), and then the
 * same of either side (Vostrikova's binary segmentation, 1981). Where there is none, a stretch is looked for that differs
 * from what is around it (Olshen's circular segmentation, 2004), for a rise that is taken back again hides itself. The test
 * assumes only that without a change the values might as well have come in another order.
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

/** The clearest change of a series, if it is no work of chance: a step, or else one that is taken back again. */
function changeIn(values: readonly number[], options: ChangePointOptions): ChangePoint | undefined {
  const { significance = 0.002, minSegment = 3 } = options;
  const tame = withoutOutliers(values);
  return clearest(tame, { ...options, significance, find: (order) => splitOf(order, minSegment) }) ??
    clearest(tame, { ...options, significance: significance / 4, find: (order) => stretchOf(order, minSegment + 2) });
}

/** What is found in a series, unless it is found as clearly in other orders of it. */
function clearest(
  values: Float64Array,
  options: ChangePointOptions & { significance: number; find: (values: Float64Array) => Split | undefined },
): ChangePoint | undefined {
  const { random, significance, find } = options;
  const { permutations = Math.max(1999, Math.ceil(10 / significance) - 1) } = options;
  const order = values.slice();
  const seen = find(order);
  if (seen === undefined || seen.distance === 0) return undefined;
  const most = Math.floor(significance * (permutations + 1)) - 1;
  let asClear = 0;
  for (let drawn = 0; drawn < permutations; drawn++) {
    shuffle(order, random);
    // What is added in another order may differ in its last digits.
    if (find(order)!.distance >= seen.distance * (1 - 1e-9)) asClear++;
    if (asClear > most) return undefined; // the outcome is certain
  }
  return { at: seen.at, p: (asClear + 1) / (permutations + 1) };
}

/**
 * The values without outliers, by Hampel's filter: each within reach of the median of those around it. The noise is told
 * from the differences of neighbours, which a change of level does not touch. Where most are the same, nothing is far.
 */
function withoutOutliers(values: readonly number[]): Float64Array {
  const steps = values.slice(1).map((each, index) => Math.abs(each - values[index]!));
  const reach = FAR * medianOf(steps) / 0.9539; // of normal noise, the median step is as many standard deviations
  if (!(reach > 0)) return Float64Array.from(values);
  return Float64Array.from(values, (each, index) => {
    const from = Math.max(0, Math.min(index - (NEAR >> 1), values.length - NEAR));
    const median = medianOf(values.slice(from, from + NEAR));
    return Math.min(Math.max(each, median - reach), median + reach);
  });
}
