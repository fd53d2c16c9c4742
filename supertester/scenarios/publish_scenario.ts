import { RealClock, Redaction, toJson } from "@superlearner/otp";
import { publishResult } from "../results/result.ts";
import type { ScenarioError } from "./scenario_error.ts";
import type { ScenarioReport } from "./scenario_report.ts";

const redaction = new Redaction();

/** Hands what came of a scenario to whoever writes results down, as plain JSON without secrets. */
export function publishScenario(
  report: ScenarioReport,
  how: { test: string; error: ScenarioError | undefined; more: Record<string, unknown> | undefined },
): void {
  const { test, error, more = {} } = how;
  const { metrics, events, ...rest } = report;
  const { callMs, ...figures } = metrics;
  const { samples: _all, ...call } = callMs ?? { samples: [] };
  publishResult({
    kind: "scenario",
    test,
    name: report.name,
    passed: report.passed,
    at: new RealClock().wallTime(),
    data: toJson(
      {
        ...rest,
        metrics: { ...figures, ...(callMs === undefined ? {} : { callMs: call }) },
        events,
        ...(error === undefined ? {} : { failure: { phase: error.phase, message: error.message } }),
        ...more,
      },
      redaction,
      { maxDepth: 12, maxItems: 10_000, maxText: 10_000 },
    ),
  });
}
