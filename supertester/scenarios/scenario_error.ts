import type { ScenarioReport } from "./scenario_report.ts";

/**
 * In which part a scenario has failed: while it was set up; by what a client did; by the chaos; against the model; by the
 * invariant; by a bound; while it was cleaned up; or by what happened in the System beside all that, a crash or a deadlock
 * (`run`).
 */
export type ScenarioPhase = "setup" | "clients" | "chaos" | "model" | "invariant" | "bounds" | "cleanup" | "run";

/** A scenario has failed: in which part, by what, and what is known of it up to there. */
export class ScenarioError extends Error {
  /** Always `"ScenarioError"`. */
  override readonly name: string = "ScenarioError";
  /** In which part. */
  readonly phase: ScenarioPhase;
  /** What is known of the run that has failed, in virtual time of the smallest. */
  readonly report: ScenarioReport;

  /** Makes the error of a part. */
  constructor(message: string, details: { phase: ScenarioPhase; report: ScenarioReport; cause?: unknown }) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.phase = details.phase;
    this.report = details.report;
  }
}

/**
 * The failure of a part, inside. Two runs have failed in the same way where name and place are the same: so it has those of
 * its cause.
 */
export class PhaseFailure extends Error {
  override readonly name: string;
  readonly phase: ScenarioPhase;

  constructor(phase: ScenarioPhase, message: string, options: { cause?: unknown; kind?: string } = {}) {
    const { cause } = options;
    super(message, "cause" in options ? { cause } : {});
    this.phase = phase;
    this.name = [phase, options.kind ?? (cause instanceof Error ? cause.name : undefined)].filter(Boolean).join(" ");
    this.stack = cause instanceof Error ? cause.stack ?? "" : "";
  }
}

/** What something thrown says, with the class of an error. */
export function saidBy(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : `threw ${String(thrown)}`;
}
