import { z } from "zod";
import type { ChaosData } from "../results/chaos_data.ts";
import type { PerformanceData } from "../results/performance_data.ts";
import type { TestResult } from "../results/result.ts";
import type { SimulationData } from "../results/simulation_data.ts";

/** A result whose data was found to be of the form of its kind; `other` where there is no form, or it was not kept. */
export type KnownResult =
  | { readonly kind: "chaos"; readonly result: TestResult; readonly data: ChaosData }
  | { readonly kind: "performance"; readonly result: TestResult; readonly data: PerformanceData }
  | { readonly kind: "simulation"; readonly result: TestResult; readonly data: SimulationData }
  | { readonly kind: "other"; readonly result: TestResult; readonly data: unknown };

const count = z.number().nonnegative();
const text = z.string();
const maybe = <T extends z.ZodType>(type: T) => z.exactOptional(type);

const chaos: z.ZodType<ChaosData> = z.object({
  crashes: count,
  recoveries: count,
  failures: count,
  kills: count,
  timeToRecoverMs: z.object({ p50: count, p95: count, p99: count, max: count }),
  supervisorCrashed: z.boolean(),
  durationMs: count,
  seed: z.union([z.number(), text]),
  timeline: z.array(z.object({
    atMs: z.number(),
    event: z.enum(["kill", "crash", "recovery", "failure", "stop", "fault", "heal"]),
    pid: text,
    child: maybe(text),
    reason: maybe(text),
  })),
  scenarios: maybe(z.array(z.object({ name: text, passed: z.boolean(), durationMs: count, reason: maybe(text) }))),
});

const performance: z.ZodType<PerformanceData> = z.object({
  metrics: z.record(
    text,
    z.object({
      unit: text,
      count,
      min: z.number(),
      max: z.number(),
      mean: z.number(),
      median: z.number(),
      p95: z.number(),
      p99: z.number(),
      mad: z.number(),
      samples: maybe(z.array(z.number())),
    }),
  ),
  bounds: z.array(z.object({
    name: text,
    of: maybe(text),
    limit: z.number(),
    actual: z.number(),
    unit: text,
    statistic: maybe(text),
    passed: z.boolean(),
  })),
  trends: maybe(z.array(z.object({
    metric: text,
    unit: text,
    regressed: z.boolean(),
    points: z.array(z.object({ commit: text, at: z.number(), value: z.number() })),
    changes: z.array(z.object({
      index: count,
      before: z.number(),
      after: z.number(),
      worse: z.boolean(),
      pValue: maybe(z.number()),
    })),
  }))),
  runs: count,
  warmup: count,
  notes: maybe(z.array(text)),
});

const simulation: z.ZodType<SimulationData> = z.object({
  line: text,
  seed: z.number(),
  strategy: text,
  runs: count,
  coverage: maybe(text),
  failure: maybe(z.object({
    kind: text,
    class: text,
    message: text,
    run: count,
    shrinkRuns: count,
    minimal: z.boolean(),
    deterministic: z.boolean(),
    suspects: z.array(text),
    command: maybe(text),
  })),
  steps: z.array(z.object({
    process: text,
    event: z.enum(["start", "message", "timer", "exit", "fault"]),
    atMs: z.number(),
    message: maybe(text),
    from: maybe(text),
    sentAt: maybe(count),
    sends: z.array(z.object({ to: text, message: text, fate: maybe(text) })),
    preempts: maybe(z.boolean()),
  })),
  preemptions: count,
});

/** Looks at the data of a result: what is not of its form is shown as it is, and never taken for a figure. */
export function knowResult(result: TestResult): KnownResult {
  if (result.kind === "chaos") {
    const { data } = chaos.safeParse(result.data);
    if (data) return { kind: "chaos", result, data };
  } else if (result.kind === "performance") {
    const data = performance.safeParse(result.data).data;
    if (data) return { kind: "performance", result, data };
  } else if (result.kind === "simulation") {
    const data = simulation.safeParse(result.data).data;
    if (data) return { kind: "simulation", result, data };
  }
  return { kind: "other", result, data: result.data };
}
