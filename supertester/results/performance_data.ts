/** The `data` of a {@linkcode TestResult} of kind `"performance"`. */
export interface PerformanceData {
  /** What was measured, by metric: `timeMs`, `heapBytes`, `messages`, or a name of the user's. */
  readonly metrics: Readonly<Record<string, MetricData>>;
  /** What was demanded, in the order given. */
  readonly bounds: readonly BoundData[];
  /** How the metrics stand against earlier runs, where a trend store was asked. */
  readonly trends?: readonly TrendData[];
  /** Operations measured, warm-up not counted. */
  readonly runs: number;
  /** Operations done before the measurement. */
  readonly warmup: number;
  /** What has to be known beside the figures: how a process died, which history is missing. */
  readonly notes?: readonly string[];
}

/** The samples of one metric, summed up. */
export interface MetricData {
  /** What one is: `ms`, `bytes`, `messages`; empty for a plain number. */
  readonly unit: string;
  /** How many samples there are. */
  readonly count: number;
  /** The least. */
  readonly min: number;
  /** The greatest. */
  readonly max: number;
  /** The mean. */
  readonly mean: number;
  /** The median. */
  readonly median: number;
  /** The 95th percentile. */
  readonly p95: number;
  /** The 99th percentile. */
  readonly p99: number;
  /** Median absolute deviation from the median: how far samples scatter. */
  readonly mad: number;
  /** The samples themselves in the order taken, where they are few enough to be kept. */
  readonly samples?: readonly number[];
}

/** One bound and whether it was kept. */
export interface BoundData {
  /** As the user wrote it: `maxTimeMs`, `p95Ms`, `maxMessages`. */
  readonly name: string;
  /** Of what, where a bound is held by more than one thing: `<0.7.0> (Counter)`. */
  readonly of?: string;
  /** What was allowed; equal to it passes. */
  readonly limit: number;
  /** What was found. */
  readonly actual: number;
  /** What one is: `ms`, `bytes`; empty for a plain number. */
  readonly unit: string;
  /** What `actual` is, in words: `median of 30 runs`. */
  readonly statistic?: string;
  /** Whether the bound was kept. */
  readonly passed: boolean;
}

/** One metric over earlier runs. */
export interface TrendData {
  /** Which of the metrics. */
  readonly metric: string;
  /** What one is. */
  readonly unit: string;
  /** Whether it has become worse at a change point that nobody has accepted. */
  readonly regressed: boolean;
  /** Oldest first, the present run last. */
  readonly points: readonly TrendPoint[];
  /** Where the metric changed, oldest first. */
  readonly changes: readonly TrendStep[];
}

/** A metric in one run. */
export interface TrendPoint {
  /** The commit measured; empty where not known. */
  readonly commit: string;
  /** When: milliseconds since 1970. */
  readonly at: number;
  /** The value compared, as a rule the median. */
  readonly value: number;
}

/** A place where a metric changed for good. */
export interface TrendStep {
  /** Which of the points is the first after the change. */
  readonly index: number;
  /** The level before. */
  readonly before: number;
  /** The level after. */
  readonly after: number;
  /** Whether it is for the worse. */
  readonly worse: boolean;
  /** How likely chance alone does as much: 0 to 1. */
  readonly pValue?: number;
}
