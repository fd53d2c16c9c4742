import type { ChaosData } from "../results/chaos_data.ts";
import type { BoundData, PerformanceData, TrendData } from "../results/performance_data.ts";
import type { TestResult } from "../results/result.ts";
import type { SimulationData } from "../results/simulation_data.ts";
import { knowResult } from "./result_data.ts";
import { formatMs, formatNumber, formatQuantity, plural } from "./wording.ts";

/** What a result comes down to, for forms that hold text only. */
export interface ResultFacts {
  /** In one sentence: `100 crashes, 100 recoveries, 0 failures`. */
  readonly headline: string;
  /** The figures by name. */
  readonly figures: Readonly<Record<string, string>>;
}

/** Puts a result in words. */
export function factsOf(result: TestResult): ResultFacts {
  const known = knowResult(result);
  switch (known.kind) {
    case "chaos":
      return chaosFacts(known.data);
    case "performance":
      return performanceFacts(known.data);
    case "simulation":
      return simulationFacts(known.data);
    default:
      return { headline: result.passed ? "passed" : "failed", figures: {} };
  }
}

/** `max_time_ms exceeded (actual: 150ms)`: what a bound says that was not kept. */
export function boundText({ name, of, limit, actual, unit, statistic, passed }: BoundData): string {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const quantity = (value: number) => `${formatNumber(value)}${unit === "ms" || unit === "" ? unit : ` ${unit}`}`;
  const figures = `(actual: ${quantity(actual)}, limit: ${quantity(limit)}${statistic ? `, by the ${statistic}` : ""})`;
  return `${snake} ${passed ? "kept" : "exceeded"}${of === undefined ? "" : ` by ${of}`} ${figures}`;
}

/** Since when and by how much a metric is worse. */
export function trendText({ metric, unit, points, changes, regressed }: TrendData): string {
  const change = changes.findLast(({ worse }) => worse);
  if (!regressed || change === undefined) return `${metric}: steady over ${plural(points.length, "run")}`;
  const { before, after, index } = change;
  const since = points[index];
  const where = since?.commit ? `commit ${since.commit.slice(0, 10)}` : `run ${index + 1} of ${points.length}`;
  const by = before === 0
    ? ""
    : ` (${after >= before ? "+" : "−"}${formatNumber(Math.abs(after / before - 1) * 100)} %)`;
  return `${metric}: worse since ${where}, ${formatQuantity(before, unit)} to ${formatQuantity(after, unit)}${by}`;
}

function chaosFacts(data: ChaosData): ResultFacts {
  const { crashes, recoveries, failures, kills, timeToRecoverMs: times, supervisorCrashed, durationMs, seed } = data;
  const said = `${plural(crashes, ["crash", "crashes"])}, ${plural(recoveries, ["recovery", "recoveries"])}, ${
    plural(failures, "failure")
  }`;
  return {
    headline: supervisorCrashed ? `${said}, the supervisor stopped` : said,
    figures: {
      crashes: String(crashes),
      recoveries: String(recoveries),
      failures: String(failures),
      kills: String(kills),
      "time to recover p50": formatMs(times.p50),
      "time to recover p95": formatMs(times.p95),
      "time to recover p99": formatMs(times.p99),
      "time to recover max": formatMs(times.max),
      "supervisor crashed": supervisorCrashed ? "yes" : "no",
      duration: formatMs(durationMs),
      seed: String(seed),
    },
  };
}

function performanceFacts({ metrics, bounds, trends = [], runs, warmup, notes = [] }: PerformanceData): ResultFacts {
  const broken = bounds.filter(({ passed }) => !passed).map(boundText);
  const worse = trends.filter(({ regressed }) => regressed).map(trendText);
  const kept = bounds.length > 0
    ? `${plural(bounds.length, "bound")} kept`
    : trends.length > 0
    ? trends.map(trendText).join("; ")
    : `${plural(runs, "run")} measured`;
  const figures: Record<string, string> = { runs: String(runs), "warm-up": String(warmup) };
  for (const [name, { median, p95, p99, unit }] of Object.entries(metrics)) {
    figures[`${name} median`] = formatQuantity(median, unit);
    figures[`${name} p95`] = formatQuantity(p95, unit);
    figures[`${name} p99`] = formatQuantity(p99, unit);
  }
  if (notes.length > 0) figures["notes"] = notes.join("; ");
  return { headline: [...broken, ...worse].join("; ") || kept, figures };
}

function simulationFacts({ line, strategy, runs, coverage, failure, steps, preemptions }: SimulationData): ResultFacts {
  const covered = coverage ?? plural(runs, "interleaving");
  return {
    headline: failure
      ? `${failure.class}: ${failure.message.split("\n")[0]} (${plural(preemptions, "pre-emption")})`
      : `${covered}, none failed`,
    figures: {
      ...(strategy === "" ? {} : { strategy }),
      interleavings: formatNumber(runs),
      ...(coverage === undefined ? {} : { coverage }),
      ...(failure ? { steps: String(steps.length), "pre-emptions": String(preemptions) } : {}),
      ...(line === "" ? {} : { "replay with": line }),
    },
  };
}
