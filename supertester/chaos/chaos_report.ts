import { type ExitReason, formatReason, type System } from "@superlearner/otp";
import type { ChaosData, ChaosEvent, ChaosScenarioData, TimeSummary } from "../results/chaos_data.ts";
import { publishResult } from "../results/result.ts";
import { testOf } from "../results/test_names.ts";
import { quantileOf } from "../statistics/summary.ts";

/** What a {@linkcode ChaosReport} is made of. */
export interface ChaosFigures extends Omit<ChaosData, "timeToRecoverMs"> {
  /** Signals that nobody died of. */
  readonly ignored: number;
  /** What the supervisor under chaos stopped with, if it did. */
  readonly supervisorReason?: ExitReason;
  /** From each crash to its recovery, in milliseconds. */
  readonly recoveryTimes: readonly number[];
}

/** What a report is published as. */
export interface PublishOptions {
  /** The test it belongs to, for reports. @default that of the world of the System, as `isolated` makes one */
  test?: string;
  /** What it is called there. */
  name: string;
  /** Whether all was as it should be. @default {report.passed} */
  passed?: boolean;
}

/**
 * What came of chaos: counted by what happened, not by what was asked for. As text it is one line, `100 crashes, 100
 * recoveries, 0 failures ✓`; as JSON the plain figures.
 */
export class ChaosReport implements ChaosData {
  /** Processes that crashed, whoever killed them. Those that went down with their supervisor, or were stopped by it, are not counted. */
  readonly crashes: number;
  /** Crashes after which somebody was in the same place again. */
  readonly recoveries: number;
  /** Crashes after which nobody came, and somebody should have. */
  readonly failures: number;
  /** What the chaos itself killed. */
  readonly kills: number;
  /** Signals that nobody died of: `normal`, or one that was trapped. */
  readonly ignored: number;
  /** From a crash to the recovery, over all recoveries. */
  readonly timeToRecoverMs: TimeSummary;
  /** Whether the process under chaos itself has died, as when the restart intensity of a supervisor was reached. */
  readonly supervisorCrashed: boolean;
  /** What it died of; `undefined` if it lives. */
  readonly supervisorReason: ExitReason | undefined;
  /** How long it took, in milliseconds of System time. */
  readonly durationMs: number;
  /** What repeats the run. */
  readonly seed: number | string;
  /** What happened, oldest first. */
  readonly timeline: readonly ChaosEvent[];
  /** The parts of a suite; absent where it is none. */
  declare readonly scenarios?: readonly ChaosScenarioData[];

  /** Sums up. */
  constructor(figures: ChaosFigures) {
    const { recoveryTimes: times } = figures;
    const quantile = (part: number) => times.length === 0 ? 0 : quantileOf(times, part);
    this.crashes = figures.crashes;
    this.recoveries = figures.recoveries;
    this.failures = figures.failures;
    this.kills = figures.kills;
    this.ignored = figures.ignored;
    this.timeToRecoverMs = { p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99), max: quantile(1) };
    this.supervisorCrashed = figures.supervisorCrashed;
    this.supervisorReason = figures.supervisorReason;
    this.durationMs = figures.durationMs;
    this.seed = figures.seed;
    this.timeline = figures.timeline;
    if (figures.scenarios !== undefined) this.scenarios = figures.scenarios;
  }

  /** Whether everybody who crashed came back, and who looks after them lives. */
  get passed(): boolean {
    return this.failures === 0 && !this.supervisorCrashed;
  }

  /** One line: `100 crashes, 100 recoveries, 0 failures ✓`. */
  toString(): string {
    const { crashes, recoveries, failures, supervisorReason: reason, passed } = this;
    const counts = [count(crashes, "crash", "crashes"), count(recoveries, "recovery", "recoveries")];
    const line = [...counts, count(failures, "failure", "failures")].join(", ");
    const died = reason === undefined ? "" : `, the process under chaos stopped: ${formatReason(reason)}`;
    return `${line}${died} ${passed ? "✓" : "✗"}`;
  }

  /** The line, then the figures. */
  toText(): string {
    const figures = this.#figures().map(([name, value]) => `  ${name}: ${value}`);
    const scenarios =
      this.scenarios?.map(({ name, passed, reason }) =>
        `  ${passed ? "✓" : "✗"} ${name}${reason === undefined ? "" : `: ${reason}`}`
      ) ?? [];
    return [`${this}`, ...figures, ...scenarios].join("\n");
  }

  /** A heading, the line, the figures as a table; the scenarios of a suite, if it is one. */
  toMarkdown(): string {
    const table = (rows: readonly (readonly string[])[]) => rows.map((row) => `| ${row.map(cell).join(" | ")} |`);
    const scenarios = this.scenarios?.map((
      { name, passed, durationMs, reason = "" },
    ) => [passed ? "✓" : "✗", name, `${durationMs} ms`, reason]);
    return [
      "## Chaos",
      "",
      `${this}`,
      "",
      ...table([["Figure", "Value"], ["---", "---"], ...this.#figures()]),
      ...scenarios === undefined ? [] : [
        "",
        ...table([["", "Scenario", "Duration", "Reason"], ["---", "---", "---", "---"], ...scenarios]),
      ],
      "",
    ].join("\n");
  }

  /** The plain figures. */
  toJSON(): ChaosData & { readonly ignored: number; readonly supervisorReason?: string } {
    const { supervisorReason: reason, scenarios, ...rest } = this;
    return {
      ...rest,
      ...(reason === undefined ? {} : { supervisorReason: formatReason(reason) }),
      ...(scenarios === undefined ? {} : { scenarios }),
    };
  }

  /** Hands it to whoever writes results down, as JUnit, HTML and the like; see `publishResult`. */
  publish(system: System, { test = testOf(system), name, passed = this.passed }: PublishOptions): void {
    publishResult({ kind: "chaos", test, name, passed, at: system.wallTime(), data: this.toJSON() });
  }

  #figures(): [string, string][] {
    const { kills, ignored, timeToRecoverMs: { p50, p95, p99, max }, durationMs, seed } = this;
    return [
      ["kills", `${kills}${ignored === 0 ? "" : ` (${ignored} more ignored)`}`],
      ["time to recover", `p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, max ${max} ms`],
      ["duration", `${durationMs} ms`],
      ["seed", `${seed}`],
    ];
  }
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** A text as a cell of a Markdown table. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ");
}
