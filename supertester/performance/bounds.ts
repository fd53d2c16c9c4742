import { ArgumentError } from "@superlearner/otp";
import { atCaller } from "../presenting/at_caller.ts";
import { tellsAll } from "../presenting/tells_all.ts";
import type { BoundData } from "../results/performance_data.ts";
import type { Summary } from "../statistics/summary.ts";
import type { Measurement } from "./measure.ts";
import { PerformanceError, type Violation } from "./performance_error.ts";
import { checkKeys, checkLimit } from "./_options.ts";
import { bytes, figure, ms } from "./_text.ts";

/** What something may take. A figure at its bound is within it. */
export interface PerformanceBounds {
  /** The most that the median of all runs may take, in milliseconds: one slow run decides nothing. */
  maxTimeMs?: number;
  /** The most that 95 % of the runs may take, in milliseconds. Needs 20 runs. */
  p95Ms?: number;
  /** The most that 99 % of the runs may take, in milliseconds. Needs 100 runs. */
  p99Ms?: number;
  /**
   * The most bytes that a run may add, by the median of all runs: to state and mailboxes of the watched processes (`of`),
   * or to the heap where none are watched.
   */
  maxMemoryBytes?: number;
  /** The most messages that the watched processes (`of`) may take in a run, by the median of all runs. */
  maxMessages?: number;
}

/** How a bound is judged. */
interface Bound {
  /** What a failure calls it. */
  readonly label: string;
  readonly unit: "ms" | "bytes" | "";
  readonly statistic: "median" | "p95" | "p99";
  readonly metric: (measurement: Measurement) => Summary | undefined;
  /** With fewer runs a single one would decide. */
  readonly leastRuns: number;
  /** What to do where the metric is missing. */
  readonly missing: string;
}

const time = ({ timeMs }: Measurement) => timeMs;
const told = "time is always told";

const BOUNDS: Readonly<Record<keyof PerformanceBounds, Bound>> = {
  maxTimeMs: { label: "max_time_ms", unit: "ms", statistic: "median", metric: time, leastRuns: 3, missing: told },
  p95Ms: { label: "p95_ms", unit: "ms", statistic: "p95", metric: time, leastRuns: 20, missing: told },
  p99Ms: { label: "p99_ms", unit: "ms", statistic: "p99", metric: time, leastRuns: 100, missing: told },
  maxMemoryBytes: {
    label: "max_memory_bytes",
    unit: "bytes",
    statistic: "median",
    metric: ({ memoryBytes, heapBytes }) => memoryBytes ?? heapBytes,
    leastRuns: 3,
    missing: "the heap is told here, and not collected in every run, or processes are watched (of)",
  },
  maxMessages: {
    label: "max_messages",
    unit: "",
    statistic: "median",
    metric: ({ messages }) => messages,
    leastRuns: 3,
    missing: "processes are watched (of)",
  },
};

/** The names of the bounds. */
export const BOUND_NAMES: readonly (keyof PerformanceBounds)[] = Object.keys(BOUNDS) as (keyof PerformanceBounds)[];

/** Refuses bounds that are none. */
export function checkBounds(action: string, bounds: PerformanceBounds, { runs }: { readonly runs: number }): void {
  const asked = BOUND_NAMES.filter((name) => bounds[name] !== undefined);
  if (asked.length === 0) {
    throw new ArgumentError(action, { rule: `there is a bound: ${BOUND_NAMES.join(", ")}`, value: bounds });
  }
  for (const name of asked) {
    checkLimit(action, name, bounds[name]);
    const { leastRuns } = BOUNDS[name];
    if (runs >= leastRuns) continue;
    throw new ArgumentError(action, {
      rule: `${name} takes ${leastRuns} runs at least, so that no single one decides`,
      value: runs,
    });
  }
}

/**
 * How a measurement stands to its bounds.
 *
 * @throws {ArgumentError} If what is bounded was not measured.
 */
export function judgeBounds(measurement: Measurement, bounds: PerformanceBounds): BoundData[] {
  return BOUND_NAMES.flatMap((name): BoundData[] => {
    const limit = bounds[name];
    if (limit === undefined) return [];
    const { metric, statistic, missing, unit } = BOUNDS[name];
    const summary = metric(measurement);
    if (summary === undefined) {
      throw new ArgumentError(`check ${name} of ${measurement.name}`, { rule: missing, value: undefined });
    }
    const actual = summary[statistic];
    const passed = actual <= limit;
    return [{ name, limit, actual, unit, statistic: `${statistic} of ${summary.count} runs`, passed }];
  });
}

/** Those of the bounds that were not held. */
export function violationsOf(bounds: readonly BoundData[]): Violation[] {
  return bounds.filter(({ passed }) => !passed).map(({ name, limit, actual, statistic = "" }) => ({
    bound: name,
    limit,
    actual,
    statistic,
  }));
}

/**
 * Holds a measurement against bounds.
 *
 * @throws {PerformanceError} If one is exceeded: `max_time_ms exceeded (actual: 150ms)`, and what it was decided by.
 * @throws {ArgumentError} If a bound is unknown or wrong, or what it is about was not measured.
 */
export function assertWithin(measurement: Measurement, bounds: PerformanceBounds): void {
  checkKeys("check performance", bounds, BOUND_NAMES);
  checkBounds("check performance", bounds, measurement);
  const violations = violationsOf(judgeBounds(measurement, bounds));
  if (violations.length > 0) throw atCaller(performanceError(measurement, violations), assertWithin);
}

/** The error for violations, with all that helps to judge it. */
export function performanceError(measurement: Measurement, violations: readonly Violation[]): PerformanceError {
  const exceeded = violations.map(({ bound, limit, actual }) => {
    return `${BOUNDS[bound as keyof PerformanceBounds].label} exceeded (actual: ${figure(actual, limit)}${
      unitOf(bound)
    })`;
  });
  const decided = violations.map(({ bound, limit, statistic }) =>
    `  ${bound} of ${measurement.name} is ${limit}${unitOf(bound)}, by the ${statistic}`
  );
  const message = [...exceeded, ...decided, ...figures(measurement)].join("\n");
  return tellsAll(new PerformanceError(message, { violations, measurement }));
}

function unitOf(bound: string): string {
  const { unit } = BOUNDS[bound as keyof PerformanceBounds];
  return unit === "bytes" ? " bytes" : unit;
}

function figures({ timeMs, memoryBytes, heapBytes, messages, warmup }: Measurement): string[] {
  const line = (what: string, summary: Summary | undefined, show: (value: number) => string) => {
    if (summary === undefined) return [];
    const { min, median, p95, p99, max, mad } = summary;
    const all = { min, median, p95, p99, max, "median deviation": mad };
    return [`  ${what}: ${Object.entries(all).map(([name, value]) => `${name} ${show(value)}`).join(", ")}`];
  };
  return [
    ...line(`time of a run (after ${warmup} to warm up)`, timeMs, ms),
    ...line("memory that a run adds to the processes", memoryBytes, bytes),
    ...line("heap that a run allocates", heapBytes, bytes),
    ...line("messages of a run", messages, (value) => figure(value)),
  ];
}
