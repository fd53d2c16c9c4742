import type { DatabaseSync } from "node:sqlite";
import { ArgumentError, type Clock, RealClock } from "@superlearner/otp";
import type { Measurement } from "../performance/measure.ts";
import { publishResult } from "../results/result.ts";
import { insertAccepted, insertRecord } from "./_rows.ts";
import { type History, readHistory } from "./_history.ts";
import {
  judge,
  type JudgeOptions,
  leastPoints,
  type Level,
  type TrendChange,
  type TrendPoint,
  type Verdict,
} from "./judge.ts";
import { machineClass } from "./machine.ts";
import { type Metric, METRICS, metricsOf, metricText } from "./metrics.ts";
import { RegressionError } from "./regression_error.ts";
import { openStore } from "./store.ts";
import { trendResult } from "./trend_result.ts";

/** How a store is opened. */
export interface TrendsOptions {
  /** The file of the store; begun where there is none. `":memory:"` for one that is forgotten. */
  path: string;
  /** The class of this machine; only figures of one class are compared. @default {machineClass()} */
  machine?: string;
  /** Tells when something is recorded. @default the machine's */
  clock?: Clock;
}

/** What is recorded of a measurement beside its figures. */
export interface RecordOptions {
  /** The commit that was measured. */
  commit: string;
  /** When that was committed, in milliseconds since 1970: puts commits in order that are measured in another. */
  committedAt?: number;
  /** What it is called in the store. @default the measurement's name */
  name?: string;
}

/** What is looked at, and how. */
export interface CheckOptions extends JudgeOptions {
  /** Which figure. @default {"medianMs"} */
  metric?: Metric;
  /** How many of the newest figures are looked at. @default {200} */
  window?: number;
}

/** What a series of figures amounts to. Plain data. */
export interface TrendCheck {
  /** What was measured. */
  readonly name: string;
  /** Which figure. */
  readonly metric: Metric;
  /** The class of machine. */
  readonly machine: string;
  /** What it amounts to; anything but `"regression"` is well. */
  readonly verdict: Verdict;
  /** Of a regression or an improvement: since when, and by how much. */
  readonly change?: TrendChange;
  /** The figures looked at, in the order of their commits. */
  readonly points: readonly TrendPoint[];
  /** The stretches of one level. */
  readonly levels: readonly Level[];
  /** What has to be known to trust the verdict: history that is missing, or left out. */
  readonly notes: readonly string[];
}

/** One series of the store. */
export interface TrendEntry {
  /** What was measured. */
  readonly name: string;
  /** On which class of machine. */
  readonly machine: string;
  /** How many records there are. */
  readonly records: number;
  /** When the newest was made: milliseconds since 1970. */
  readonly at: number;
}

/** All series with their verdicts, for charts. Plain JSON. */
export interface TrendExport {
  /** Says what this is. */
  readonly format: "supertester-trends";
  /** Of this form. */
  readonly version: 1;
  /** Each figure of each series that has one. */
  readonly series: readonly TrendCheck[];
}

/** Results of measurements by commit and class of machine, in one file. Made by {@linkcode openTrends}. */
export class Trends implements Disposable {
  /** The class of this machine. */
  readonly machine: string;
  /** What there is to say about how the store was found: that it was damaged, and what was saved. */
  readonly notes: readonly string[];
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  #open = true;

  /** @internal */
  constructor({ path, machine = machineClass(), clock = new RealClock() }: TrendsOptions) {
    if (typeof path !== "string" || path === "") refuse("path is that of a file", path);
    const { database, notes } = openStore(path);
    this.#database = database;
    this.#clock = clock;
    this.machine = machine;
    this.notes = notes;
  }

  /**
   * Keeps a measurement. More than one of a commit make a change known sooner.
   *
   * @throws {ArgumentError} If the commit is no text, or the store is closed.
   */
  record(measurement: Measurement, options: RecordOptions): void {
    const { commit, committedAt, name = measurement.name } = options;
    if (typeof commit !== "string" || commit === "") refuse("commit is a text", commit);
    if (committedAt !== undefined && !Number.isFinite(committedAt)) {
      refuse("committedAt is a finite number", committedAt);
    }
    insertRecord(this.#opened(), {
      name,
      commit,
      committedAt: committedAt ?? null,
      machine: this.machine,
      at: this.#clock.wallTime(),
      metrics: metricsOf(measurement),
    });
  }

  /**
   * Judges a series on this class of machine. Never throws for what the store holds or lacks: a first run, a gap, or a
   * record that cannot be read are notes.
   *
   * @throws {ArgumentError} If an option is wrong, or the store is closed.
   */
  check(name: string, options: CheckOptions = {}): TrendCheck {
    const { metric = "medianMs", window = 200, significance = 0.002 } = options;
    if (!METRICS.includes(metric)) refuse(`metric is one of ${METRICS.join(", ")}`, metric);
    if (!Number.isSafeInteger(window) || window < 1) refuse("window is a whole number from 1 up", window);
    if (!(significance > 0 && significance < 1)) refuse("significance is between 0 and 1", significance);
    return this.#check(name, this.machine, { ...options, metric, window, significance });
  }

  /**
   * Fails if a figure has got worse. The result is published for reports either way.
   *
   * @throws {RegressionError} `median_ms regressed (actual: 150ms)`, since which commit, and by how much.
   * @throws {ArgumentError} If an option is wrong, or the store is closed.
   */
  assertNoRegression(name: string, options: CheckOptions = {}): TrendCheck {
    const check = this.check(name, options);
    const passed = check.verdict !== "regression";
    const at = this.#clock.wallTime();
    publishResult({ kind: "performance", test: "", name, passed, at, data: trendResult(check) });
    if (!passed) throw new RegressionError(regressionText(check, check.change!), check);
    return check;
  }

  /**
   * Takes the level that a series has from a commit on for good: what was before is not compared any more. For a change
   * that is worth its price; without it the series stays a regression until it is repaired.
   */
  accept(name: string, { commit, reason }: { commit: string; reason: string }): void {
    if (typeof commit !== "string" || commit === "") refuse("commit is a text", commit);
    insertAccepted(this.#opened(), { name, commit, reason, at: this.#clock.wallTime() });
  }

  /** What the store holds, of all classes of machines, by name. */
  list(): TrendEntry[] {
    return this.#opened().prepare(
      "SELECT name, machine, count(*) AS records, max(at) AS at FROM records GROUP BY name, machine ORDER BY name, machine",
    ).all().map(({ name, machine, records, at }) => ({
      name: String(name),
      machine: String(machine),
      records: Number(records),
      at: Number(at),
    }));
  }

  /** Every figure of every series with its verdict, of all classes of machines. */
  export(): TrendExport {
    const series = this.list().flatMap(({ name, machine }) =>
      METRICS.flatMap((metric) => {
        const check = this.#check(name, machine, { metric, window: 200, significance: 0.002 });
        return check.points.length === 0 ? [] : [check];
      })
    );
    return { format: "supertester-trends", version: 1, series };
  }

  /** Closes the file. Again does nothing. */
  [Symbol.dispose](): void {
    if (this.#open) this.#database.close();
    this.#open = false;
  }

  #check(
    name: string,
    machine: string,
    options: CheckOptions & { metric: Metric; window: number; significance: number },
  ): TrendCheck {
    const { metric, window, significance } = options;
    const history = readHistory(this.#opened(), { name, machine, metric });
    const points = history.points.slice(-window);
    const { verdict, change, levels } = judge(points, options);
    return {
      name,
      metric,
      machine,
      verdict,
      ...(change === undefined ? {} : { change }),
      points,
      levels,
      notes: [...this.notes, ...lackOf(points, significance), ...history.notes],
    };
  }

  #opened(): DatabaseSync {
    if (this.#open) return this.#database;
    throw new ArgumentError("use the trends", { rule: "the store is open", value: "closed" });
  }
}

/**
 * Opens a store of results, or begins one.
 *
 * @throws {ArgumentError} If the path is that of something else, or of a store of a later version.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { measure } from "@superlearner/supertester";
 * import { openTrends } from "@superlearner/supertester/trends";
 *
 * using trends = openTrends({ path: ":memory:" }); // in a pipeline: a file that is kept from run to run
 * trends.record(await measure(() => [3, 1, 2].toSorted(), { name: "sort" }), { commit: "3f2a1b0" });
 * const { verdict, notes } = trends.assertNoRegression("sort");
 * assertEquals(verdict, "not_enough_history");
 * assertEquals(notes, ["1 record: a change can be told from chance from 13 on"]);
 * ```
 */
export function openTrends(options: TrendsOptions): Trends {
  return new Trends(options);
}

function lackOf(points: History["points"], significance: number): string[] {
  const least = leastPoints(significance);
  if (points.length >= least) return [];
  const found = points.length === 1 ? "1 record" : `${points.length} records`;
  return [`${found}: a change can be told from chance from ${least} on`];
}

function regressionText(
  { name, metric, notes }: TrendCheck,
  { since, before, from, to, percent, p }: TrendChange,
): string {
  const { label, shown } = metricText(metric, to);
  return [
    `${label} regressed (actual: ${shown})`,
    `  ${name} takes ${Number(percent.toPrecision(3))} % more since commit ${since}: ` +
    `${metricText(metric, from).shown} before, ${shown} now (p = ${p})`,
    `  the last commit without it is ${before}; repair it, or accept the new level`,
    ...notes.map((note) => `  note: ${note}`),
  ].join("\n");
}

function refuse(rule: string, value: unknown): never {
  throw new ArgumentError("use the trends", { rule, value });
}
