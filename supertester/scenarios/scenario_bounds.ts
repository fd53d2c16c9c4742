import { ArgumentError } from "@superlearner/otp";
import type { ScenarioMetrics } from "./scenario_report.ts";

/** What a run of a scenario may take. A figure at its bound is within it. */
export interface ScenarioBounds {
  /** How many steps of clients may fail; `Infinity` where none matters. @default {0} */
  maxErrors?: number;
  /** The most messages that may wait for the server at once. @default {Infinity} */
  maxMailbox?: number;
  /** The most that the whole may take, in milliseconds of System time. @default {Infinity} */
  maxDurationMs?: number;
  /** The most that any call may take, in milliseconds of System time. @default {Infinity} */
  maxCallMs?: number;
  /** The most that 95 % of the calls may take, in milliseconds of System time. @default {Infinity} */
  p95CallMs?: number;
}

/** What each bound is about; errors are judged elsewhere, since they name what failed. */
const FIGURES: Readonly<Record<keyof ScenarioBounds, (metrics: ScenarioMetrics) => number | undefined>> = {
  maxErrors: () => undefined,
  maxMailbox: ({ mailboxPeak }) => mailboxPeak,
  maxDurationMs: ({ durationMs }) => durationMs,
  maxCallMs: ({ callMs }) => callMs?.max,
  p95CallMs: ({ callMs }) => callMs?.p95,
};

const NAMES = Object.keys(FIGURES) as (keyof ScenarioBounds)[];

/** Refuses bounds that are none. */
export function checkScenarioBounds(action: string, bounds: ScenarioBounds): void {
  if (typeof bounds !== "object" || bounds === null) {
    throw new ArgumentError(action, { rule: "the bounds are an object", value: bounds });
  }
  for (const [name, value] of Object.entries(bounds)) {
    if (!NAMES.includes(name as keyof ScenarioBounds)) {
      throw new ArgumentError(action, { rule: `the bounds are ${NAMES.join(", ")}`, value: name });
    }
    if (value !== undefined && !(typeof value === "number" && value >= 0)) {
      throw new ArgumentError(action, { rule: `bounds.${name} is a number from 0 up`, value });
    }
  }
}

/** The bounds that a run does not hold, as text: `max_mailbox exceeded (actual: 7, at most 5)`. */
export function exceeded(metrics: ScenarioMetrics, bounds: ScenarioBounds): string[] {
  return NAMES.flatMap((name) => {
    const actual = FIGURES[name](metrics);
    const limit = bounds[name] ?? Infinity;
    if (actual === undefined || actual <= limit) return [];
    return [`${name} exceeded (actual: ${+actual.toFixed(3)}, at most ${limit})`];
  });
}
