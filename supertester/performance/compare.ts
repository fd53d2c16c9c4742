import { ArgumentError, type Clock, type Random, RealClock, SeededRandom } from "@superlearner/otp";
import { bootstrapInterval, type Interval } from "../statistics/bootstrap.ts";
import { shuffle } from "../statistics/shuffle.ts";
import { medianOf, summarize } from "../statistics/summary.ts";
import type { Measurement } from "./measure.ts";
import { checkCount, checkFunction, checkKeys, isPending } from "./_options.ts";

/** How things are compared. */
export interface CompareOptions {
  /** How many rounds there are; in each, everything is run once. @default {30} */
  runs?: number;
  /** How many rounds come before, unmeasured. @default {5} */
  warmup?: number;
  /** Where time comes from. @default the machine's */
  clock?: Clock;
  /** Decides the order within a round, and draws the samples of the intervals. @default from a fixed seed */
  random?: Random;
}

/** How one compares to the first. */
export interface Difference<Name extends string = string> {
  /** Which. */
  readonly name: Name;
  /** What it is compared with: the first of all. */
  readonly baseline: Name;
  /** How much longer it takes than the first in the same round, by the median of all rounds, in milliseconds. */
  readonly medianMs: number;
  /** Where that lies. The level is higher the more are compared, so that all of them hold together 19 times in 20. */
  readonly interval: Interval;
  /** Its median time, divided by that of the first. `NaN` where both are 0. */
  readonly ratio: number;
  /** Whether there is a difference at all; there is none to be seen where the interval holds 0. */
  readonly verdict: "faster" | "slower" | "no_difference";
}

/** What came out of a comparison. */
export interface Comparison<Name extends string = string> {
  /** What the others are compared with: the first. */
  readonly baseline: Name;
  /** What each took. */
  readonly measurements: Readonly<Record<Name, Measurement>>;
  /** One for each but the first, in their order. */
  readonly differences: readonly Difference<Name>[];
}

/** With fewer rounds an interval says nothing. */
const LEAST_RUNS = 10;

/**
 * Compares functions that do the same. They are run in turn, round by round and in changing order, so that whatever
 * else the machine does befalls all of them, and compared within each round. That there is no difference is an answer.
 *
 * @throws {ArgumentError} If there is nothing to compare, or an option is unknown or wrong.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { compare } from "@superlearner/supertester";
 *
 * const numbers = Array.from({ length: 1000 }, (_, index) => index);
 * const { differences: [difference] } = await compare({
 *   few: () => numbers.slice(0, 5).toSorted(),
 *   many: () => Array.from({ length: 20 }, () => numbers.toSorted()),
 * });
 * assertEquals(difference?.verdict, "slower");
 * ```
 */
export async function compare<Name extends string>(
  functions: Readonly<Record<Name, () => unknown>>,
  options: CompareOptions = {},
): Promise<Comparison<Name>> {
  checkCompare(functions, options);
  const { runs = 30, warmup = 5, clock = new RealClock(), random = new SeededRandom(1) } = options;
  const names = Object.keys(functions) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  const order = [...names];
  for (let round = -warmup; round < runs; round++) {
    shuffle(order, random);
    for (const name of order) {
      const began = clock.now();
      const pending = functions[name]();
      if (isPending(pending)) await pending;
      if (round >= 0) times.get(name)!.push(clock.now() - began);
    }
  }
  const at = clock.wallTime();
  const measurements = Object.fromEntries(
    names.map((name) => [name, { name, at, runs, warmup, timeMs: summarize(times.get(name)!) }]),
  ) as unknown as Record<Name, Measurement>;
  const [baseline, ...others] = names as [Name, ...Name[]];
  const level = 1 - 0.05 / others.length;
  const differences = others.map((name) => differenceOf(measurements, { name, baseline, random, level }));
  return { baseline, measurements, differences };
}

function differenceOf<Name extends string>(
  measurements: Readonly<Record<Name, Measurement>>,
  { name, baseline, random, level }: { name: Name; baseline: Name; random: Random; level: number },
): Difference<Name> {
  const [own, first] = [measurements[name].timeMs, measurements[baseline].timeMs];
  const longer = own.samples.map((time, round) => time - first.samples[round]!);
  const interval = bootstrapInterval(longer, { statistic: medianOf, random, level });
  const verdict = interval.low > 0 ? "slower" : interval.high < 0 ? "faster" : "no_difference";
  return { name, baseline, medianMs: medianOf(longer), interval, ratio: own.median / first.median, verdict };
}

function checkCompare(functions: Readonly<Record<string, unknown>>, options: CompareOptions): void {
  const action = "compare";
  checkKeys(action, options, ["runs", "warmup", "clock", "random"]);
  if (options.runs !== undefined) checkCount(action, "runs", { value: options.runs, least: LEAST_RUNS });
  if (options.warmup !== undefined) checkCount(action, "warmup", { value: options.warmup, least: 0 });
  if (typeof functions !== "object" || functions === null || Object.keys(functions).length < 2) {
    throw new ArgumentError(action, { rule: "there are two functions at least, by their names", value: functions });
  }
  for (const each of Object.values(functions)) checkFunction(action, each);
}
