import type { ScheduleEvent, ScheduleStep } from "../../results/simulation_data.ts";

/** How a schedule lies in a space-time diagram: processes side by side, time downwards. */
export interface SpaceTimeLayout {
  /** The processes, in the order in which they appear. */
  readonly lanes: readonly Lane[];
  /** What they did, one below the other. */
  readonly nodes: readonly Node[];
  /** What they sent each other. */
  readonly arrows: readonly Arrow[];
  /** The whole drawing. */
  readonly width: number;
  /** The whole drawing. */
  readonly height: number;
  /** How many steps at the beginning were left out, since there are too many to be read. */
  readonly omitted: number;
}

/** The life of a process. */
export interface Lane {
  /** The process. */
  readonly process: string;
  /** Its place across. */
  readonly x: number;
  /** Where its life ends: at its exit, or at the bottom. */
  readonly end: number;
}

/** One step. */
export interface Node {
  /** Which step of the schedule, from 0. */
  readonly index: number;
  /** Its place across. */
  readonly x: number;
  /** Its place down. */
  readonly y: number;
  /** What it is. */
  readonly event: ScheduleEvent;
  /** What was handled. */
  readonly label: string;
  /** The time of the simulation. */
  readonly atMs: number;
  /** Whether it was taken out of the plain order. */
  readonly preempts: boolean;
}

/** A message from one process to another; one that never came ends half-way. */
export interface Arrow {
  /** Where it was sent. */
  readonly from: Place;
  /** Where it was handled, or lost. */
  readonly to: Place;
  /** What it was. */
  readonly message: string;
  /** Whether it was handled, was an answer that came without a step of its own, is still waiting, or was lost. */
  readonly fate: "handled" | "answered" | "pending" | "lost";
}

/** A place in the drawing. */
export interface Place {
  /** Across. */
  readonly x: number;
  /** Down. */
  readonly y: number;
}

const LEFT = 92;
/** How far lanes are apart. */
export const LANE = 150;
const TOP = 52;
const ROW = 34;
const MOST = 400;

/** Places the steps of a schedule. Of more than 400 the last are shown: a failure is at the end. */
export function layoutSpaceTime(all: readonly ScheduleStep[]): SpaceTimeLayout {
  const omitted = Math.max(0, all.length - MOST);
  const steps = all.slice(omitted);
  const processes = namesOf(steps);
  const across = (process: string) => LEFT + processes.indexOf(process) * LANE;
  const down = (index: number) => TOP + (index - omitted + 1) * ROW;
  const bottom = down(all.length);
  const nodes = steps.map((step, place): Node => ({
    index: place + omitted,
    x: across(step.process),
    y: down(place + omitted),
    event: step.event,
    label: step.message ?? step.event,
    atMs: step.atMs,
    preempts: step.preempts ?? false,
  }));
  const exits = new Map(nodes.filter(({ event }) => event === "exit").map(({ x, y }) => [x, y]));
  return {
    lanes: processes.map((process) => ({ process, x: across(process), end: exits.get(across(process)) ?? bottom })),
    nodes,
    arrows: arrowsOf(steps, { omitted, across, down }),
    width: LEFT + processes.length * LANE,
    height: bottom + 12,
    omitted,
  };
}

function namesOf(steps: readonly ScheduleStep[]): string[] {
  const names = new Set<string>();
  for (const { process, from, sends } of steps) {
    names.add(process);
    if (from !== undefined) names.add(from);
    for (const { to } of sends) names.add(to);
  }
  return [...names];
}

interface Placing {
  omitted: number;
  across: (process: string) => number;
  down: (index: number) => number;
}

/** Pairs what was sent with who handled it: by the step that says where it was sent, else the first that fits. */
function arrowsOf(steps: readonly ScheduleStep[], { omitted, across, down }: Placing): Arrow[] {
  const taken = new Set<number>();
  const sent = steps.flatMap((step, place) =>
    step.sends.map(({ to, message, fate }): Arrow => {
      const from = { x: across(step.process), y: down(place + omitted) };
      const fits = (other: ScheduleStep, at: number) =>
        at > place && !taken.has(at) && other.process === to && other.event !== "start" &&
        (other.sentAt === place + omitted || other.sentAt === undefined && other.from === step.process &&
            (other.message === undefined || other.message === message));
      const handled = fate === "lost" ? -1 : steps.findIndex(fits);
      if (handled >= 0) {
        taken.add(handled);
        return { from, to: { x: across(to), y: down(handled + omitted) }, message, fate: "handled" };
      }
      if (fate === "answered") return { from, to: { x: across(to), y: from.y + ROW / 2 }, message, fate };
      const towards = (from.x + across(to)) / 2;
      return {
        from,
        to: { x: towards === from.x ? from.x + LANE / 3 : towards, y: from.y + ROW / 2 },
        message,
        fate: fate === "lost" ? "lost" : "pending",
      };
    })
  );
  // Who sent it is known, and not when: it comes from the sender's life, right before.
  const unsent = steps.flatMap(({ process, from, message = "" }, place): Arrow[] => {
    if (from === undefined || taken.has(place)) return [];
    const to = { x: across(process), y: down(place + omitted) };
    return [{ from: { x: across(from), y: to.y - ROW / 2 }, to, message, fate: "handled" }];
  });
  return [...sent, ...unsent];
}
