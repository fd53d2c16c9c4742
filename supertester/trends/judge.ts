import { SeededRandom } from "@superlearner/otp";
import { changePoints } from "../statistics/change_points.ts";
import type { TrendPoint } from "../results/performance_data.ts";
import { medianOf } from "../statistics/summary.ts";

export type { TrendPoint };

/**
 * What a series of figures amounts to. `not_enough_history`: too few figures for any change to be told from chance.
 */
export type Verdict = "regression" | "improvement" | "no_change" | "not_enough_history";

/** A change, and since when. */
export interface TrendChange {
  /** The first commit that has it. */
  readonly since: string;
  /** The last commit that has it not. */
  readonly before: string;
  /** The median before. */
  readonly from: number;
  /** The median now. */
  readonly to: number;
  /** By how much it is more, in percent of `from`; less than 0 for less. */
  readonly percent: number;
  /** How often chance alone would show as clear a change: a share of 1. */
  readonly p: number;
}

/** How a series is judged. */
export interface JudgeOptions {
  /** The least change that matters, in percent. @default {5} */
  minChangePercent?: number;
  /** How often noise alone may be called a change, in each look at it: a share of 1. @default {0.002} */
  significance?: number;
}

/** A series, judged. */
export interface Judgement {
  /** What it amounts to. */
  readonly verdict: Verdict;
  /** Of a regression or an improvement: which. */
  readonly change?: TrendChange;
  /** The stretches of one level, oldest first: from which point on, and at which median. */
  readonly levels: readonly Level[];
}

/** A stretch of figures of one level. */
export interface Level {
  /** Index of its first point. */
  readonly from: number;
  /** The median of its figures. */
  readonly median: number;
  /** How often chance alone would show as clear a step from the one before; 0 for the first. */
  readonly p: number;
}

/**
 * Judges figures in the order of their commits; less is better. Steps are found by a permutation test, not by a threshold.
 * The newest level is held against the lowest before it, so that half a repair is no repair. The same figures are always
 * judged the same.
 */
export function judge(points: readonly TrendPoint[], options: JudgeOptions = {}): Judgement {
  const { minChangePercent = 5, significance = 0.002 } = options;
  if (points.length < leastPoints(significance)) return { verdict: "not_enough_history", levels: levelsOf(points, []) };
  const changes = changePoints(points.map(({ value }) => value), { random: new SeededRandom(1), significance });
  const levels = levelsOf(points, changes);
  const now = levels.at(-1)!;
  const isMore = (level: Level, than: number) => percentOf(than, level.median) >= minChangePercent;
  const best = Math.min(...levels.map(({ median }) => median));
  if (isMore(now, best)) {
    let first = levels.length - 1;
    while (isMore(levels[first - 1]!, best)) first--; // ends at the best at the latest
    return {
      verdict: "regression",
      change: changeAt(points, { level: levels[first]!, from: best, to: now.median }),
      levels,
    };
  }
  const last = levels.at(-2);
  if (last === undefined || percentOf(last.median, now.median) > -minChangePercent) {
    return { verdict: "no_change", levels };
  }
  return {
    verdict: "improvement",
    change: changeAt(points, { level: now, from: last.median, to: now.median }),
    levels,
  };
}

/** With fewer points even the clearest change could be chance. */
export function leastPoints(significance: number): number {
  let points = 6;
  // Of all orders of two equal halves, two look like this one.
  for (let orders = 20; 2 / orders > significance; points++) orders = orders * (points + 1) / ((points + 2) >> 1);
  return points;
}

function levelsOf(points: readonly TrendPoint[], changes: readonly { at: number; p: number }[]): Level[] {
  if (points.length === 0) return [];
  const starts = [{ at: 0, p: 0 }, ...changes];
  return starts.map(({ at, p }, index) => {
    const values = points.slice(at, starts[index + 1]?.at).map(({ value }) => value);
    return { from: at, median: medianOf(values), p };
  });
}

function changeAt(
  points: readonly TrendPoint[],
  { level, from, to }: { readonly level: Level; readonly from: number; readonly to: number },
): TrendChange {
  const [before, since] = [points[level.from - 1]!.commit, points[level.from]!.commit];
  return { since, before, from, to, percent: percentOf(from, to), p: level.p };
}

function percentOf(from: number, to: number): number {
  return from === to ? 0 : 100 * (to - from) / Math.abs(from);
}
