import type { ScheduleStep, SimulationData, SimulationFailure } from "../results/simulation_data.ts";
import type { Exploration, FoundFailure } from "./exploration.ts";
import { replayLine, type TestIdentity } from "./failure_report.ts";
import type { ExplorationStrategy } from "./simulated_options.ts";
import { spaceTime, type SpaceTimeStep } from "./space_time.ts";

/** An exploration as it is published: plain JSON, whatever a test has thrown. */
export function simulationResult(
  exploration: Exploration,
  { test, strategy = "portfolio" }: {
    readonly test: TestIdentity;
    readonly strategy?: ExplorationStrategy | undefined;
  },
): SimulationData {
  const { found, seed, runs, summary } = exploration;
  return {
    line: found?.token ?? "",
    seed,
    strategy: typeof strategy === "string" ? strategy : "own",
    runs,
    ...(found === undefined || found.failure.kind === "incomplete" ? { coverage: summary } : {}),
    ...(found === undefined ? {} : { failure: failureOf(found, test) }),
    steps: found === undefined ? [] : scheduleSteps(spaceTime(found).steps),
    preemptions: found?.preemptions ?? 0,
  };
}

/** What a body threw is known by the class of the error, which begins its message. */
function failureOf(found: FoundFailure, test: TestIdentity): SimulationFailure {
  const { failure: { kind, message, signature }, run, shrinkRuns, minimal, token, suspects, nondeterminism } = found;
  const [, thrown, rest] = /^(\w*Error): ([^]*)$/.exec(message) ?? [];
  return {
    kind,
    ...(kind === "thrown" && thrown !== undefined ? { class: thrown, message: rest! } : { class: kind, message }),
    run,
    shrinkRuns,
    minimal,
    deterministic: nondeterminism === undefined && !signature.startsWith("nondeterministic"),
    suspects: suspects.map(({ source, where }) => `${source} at ${where}`),
    ...(token === undefined ? {} : { command: replayLine(test, token) }),
  };
}

/** The turns of a run as the steps of a schedule. */
export function scheduleSteps(turns: readonly SpaceTimeStep[]): ScheduleStep[] {
  const answeredBy = new Map<string, number>();
  return turns.map(({ atMs, lane, from, what, answered, outOfTurn }, place): ScheduleStep => {
    // Who waited for an answer goes on with it: the answer came from the last turn that gave one.
    const sentAt = what === "goes on" ? answeredBy.get(lane) : undefined;
    for (const each of answered) answeredBy.set(each, place);
    const sender = sentAt === undefined ? from : turns[sentAt]!.lane;
    return {
      process: lane,
      event: what === "alarm" ? "timer" : what === "begins" ? "start" : "message",
      atMs,
      message: what,
      ...(sender === undefined ? {} : { from: sender }),
      ...(sentAt === undefined ? {} : { sentAt }),
      sends: answered.map((to) => ({ to, message: "answer", fate: "answered" })),
      ...(outOfTurn > 0 ? { preempts: true } : {}),
    };
  });
}
