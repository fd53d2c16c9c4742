import { z } from "zod";
import type { ScheduleStep, SimulationData, SimulationFailure } from "../results/simulation_data.ts";

const part = z.exactOptional;

/** What the search over interleavings publishes of itself: more than is drawn. */
const exploration = z.object({
  runs: z.number(),
  summary: z.string(),
  failure: part(z.object({ kind: z.string(), message: z.string() })),
  found: part(z.string()),
  shrunk: part(z.string()),
  preemptions: part(z.number()),
  token: part(z.string()),
  spaceTime: part(z.object({
    steps: z.array(z.object({
      atMs: z.number(),
      lane: z.string(),
      from: part(z.string()),
      what: z.string(),
      answered: z.array(z.string()),
      outOfTurn: z.number(),
    })),
  })),
});

type Turn = NonNullable<z.infer<typeof exploration>["spaceTime"]>["steps"][number];

/** Reads what a search publishes; `undefined` if it is something else. */
export function readExploration(data: unknown): SimulationData | undefined {
  const found = exploration.safeParse(data).data;
  if (found === undefined) return undefined;
  const { runs, summary, failure, token, shrunk, preemptions = 0, spaceTime } = found;
  const run = found.found ?? shrunk ?? "";
  return {
    line: token ?? shrunk ?? "",
    strategy: /(?:^|:)by=([^:]+)/.exec(run)?.[1] ?? "",
    runs,
    coverage: summary,
    ...(failure ? { failure: failureOf(failure) } : {}),
    steps: (spaceTime?.steps ?? []).map((turn, index, turns) => stepOf(turn, { index, turns })),
    preemptions,
  };
}

/** What a body threw is known by the class of the error, which begins its message. */
function failureOf({ kind, message }: { readonly kind: string; readonly message: string }): SimulationFailure {
  const [, thrown, rest] = /^(\w*Error): ([^]*)$/.exec(message) ?? [];
  return kind === "thrown" && thrown !== undefined ? { class: thrown, message: rest! } : { class: kind, message };
}

function stepOf(
  { atMs, lane, from, what, answered, outOfTurn }: Turn,
  { index, turns }: { readonly index: number; readonly turns: readonly Turn[] },
): ScheduleStep {
  // Who waited for an answer goes on with it: the answer came from the last turn that gave one.
  const answer = what === "goes on" ? turns.slice(0, index).findLastIndex((turn) => turn.answered.includes(lane)) : -1;
  const sender = answer >= 0 ? turns[answer]!.lane : from;
  return {
    process: lane,
    event: what === "alarm" ? "timer" : what === "begins" ? "start" : "message",
    atMs,
    message: what,
    ...(sender === undefined ? {} : { from: sender }),
    ...(answer >= 0 ? { sentAt: answer } : {}),
    sends: answered.map((to) => ({ to, message: "answer", fate: "answered" })),
    ...(outOfTurn > 0 ? { preempts: true } : {}),
  };
}
