import { AssertionError } from "@std/assert";
import type { ChaosReport } from "./chaos_report.ts";

/** What came of one scenario. */
export interface ChaosScenarioReport {
  /** What it is called. */
  readonly name: string;
  /** Whether the target has stood it. */
  readonly passed: boolean;
  /** Why not, with the part of the scenario that failed. */
  readonly reason?: string;
  /** How long it took, in milliseconds of System time. */
  readonly durationMs: number;
  /** The seed it was given. */
  readonly seed: number;
  /** What happened meanwhile. */
  readonly chaos: ChaosReport;
}

/** What came of a suite. */
export class SuiteReport {
  /** What came of each scenario, in their order. */
  readonly scenarios: readonly ChaosScenarioReport[];
  /** What happened in all of them together. */
  readonly chaos: ChaosReport;

  /** Puts it together. */
  constructor(scenarios: readonly ChaosScenarioReport[], chaos: ChaosReport) {
    this.scenarios = scenarios;
    this.chaos = chaos;
  }

  /** How many scenarios there are. */
  get total(): number {
    return this.scenarios.length;
  }

  /** How many of them the target has stood. */
  get passed(): number {
    return this.scenarios.filter(({ passed }) => passed).length;
  }

  /** How many it has not. */
  get failed(): number {
    return this.total - this.passed;
  }

  /** How long the whole took, in milliseconds of System time. */
  get durationMs(): number {
    return this.chaos.durationMs;
  }

  /** What repeats the run. */
  get seed(): number | string {
    return this.chaos.seed;
  }

  /**
   * Makes sure that the target has stood all.
   *
   * @throws {AssertionError} If not, with the reasons.
   */
  assertPassed(): void {
    if (this.failed > 0) throw new AssertionError(this.toText());
  }

  /** One line: `2 scenarios, 1 passed, 1 failed ✗`. */
  toString(): string {
    const { total, passed, failed } = this;
    return `${total} ${total === 1 ? "scenario" : "scenarios"}, ${passed} passed, ${failed} failed ${
      failed === 0 ? "✓" : "✗"
    }`;
  }

  /** The line, then what happened and each scenario. */
  toText(): string {
    return `${this}\n${this.chaos.toText()}`;
  }

  /** The figures of the whole as Markdown, with a table of the scenarios. */
  toMarkdown(): string {
    return this.chaos.toMarkdown();
  }

  /** The plain figures. */
  toJSON(): unknown {
    const { total, passed, failed, durationMs, seed, scenarios, chaos } = this;
    return { total, passed, failed, durationMs, seed, scenarios, chaos };
  }
}
