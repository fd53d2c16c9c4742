import { ArgumentError } from "@superlearner/otp";

/** Where in the code something runs, as V8 tells it. */
export interface CallFrame {
  /** The function; empty for one without a name, `"(program)"` and the like for what is no code of yours. */
  readonly functionName: string;
  /** V8's number of the script. */
  readonly scriptId: string;
  /** The file; empty where there is none. */
  readonly url: string;
  /** The line, from 0; -1 where there is none. */
  readonly lineNumber: number;
  /** The column, from 0; -1 where there is none. */
  readonly columnNumber: number;
}

/** A function on one way to it. */
export interface ProfileNode {
  /** Its number. */
  readonly id: number;
  /** Where. */
  readonly callFrame: CallFrame;
  /** How often it was at work itself when a sample was taken. */
  readonly hitCount?: number;
  /** The numbers of what it calls. */
  readonly children?: readonly number[];
}

/** A CPU profile in the form of V8's inspector, which Chrome's DevTools, VS Code and speedscope open as `.cpuprofile`. */
export interface CpuProfile {
  /** All functions that were seen, the root first. */
  readonly nodes: readonly ProfileNode[];
  /** When it began, in microseconds of V8's own count. */
  readonly startTime: number;
  /** When it ended. */
  readonly endTime: number;
  /** Which node was at work, sample by sample. */
  readonly samples: readonly number[];
  /** How long after the sample before, in microseconds. */
  readonly timeDeltas: readonly number[];
}

/** A function, and how much of the time it was at work. */
export interface Hotspot {
  /** The function, or `"(anonymous)"`. */
  readonly functionName: string;
  /** File and line, from 1; empty where there is none. */
  readonly location: string;
  /** How long it was at work itself, in milliseconds. */
  readonly selfMs: number;
  /** As a share of 1 of the whole. */
  readonly share: number;
}

/**
 * Checks that data is a CPU profile that tools can open: nodes with a root and a place each, children that exist, a sample
 * and a time for each other, an end after the beginning.
 *
 * @throws {ArgumentError} If it is none, and why.
 */
export function checkCpuProfile(data: unknown): CpuProfile {
  const profile = data as CpuProfile;
  const hasNodes = typeof data === "object" && data !== null && Array.isArray(profile.nodes) &&
    profile.nodes.length > 0;
  if (!hasNodes) refuse("it has nodes", data);
  const ids = new Set<number>();
  for (const node of profile.nodes) {
    if (!Number.isInteger(node?.id) || ids.has(node.id)) refuse("each node has a number of its own", node?.id);
    if (!isFrame(node.callFrame)) refuse("each node has a function and a place", node.callFrame);
    ids.add(node.id);
  }
  for (const { children = [] } of profile.nodes) {
    const lost = children.find((child: number) => !ids.has(child));
    if (lost !== undefined) refuse("each child is a node", lost);
  }
  if (![profile.startTime, profile.endTime].every(Number.isFinite) || profile.endTime < profile.startTime) {
    refuse("it ends after it begins", [profile.startTime, profile.endTime]);
  }
  const { samples, timeDeltas } = profile;
  const timed = Array.isArray(samples) && Array.isArray(timeDeltas) && samples.length === timeDeltas.length;
  if (!timed) refuse("each sample has a time", [samples?.length, timeDeltas?.length]);
  const stray = samples.find((sample) => !ids.has(sample));
  if (stray !== undefined) refuse("each sample is of a node", stray);
  const odd = timeDeltas.find((delta) => !Number.isFinite(delta));
  if (odd !== undefined) refuse("each time is a finite number", odd);
  return profile;
}

/** The functions that were most at work themselves, the first one first; idle time does not count. */
export function hotspots(profile: CpuProfile, limit: number = 10): Hotspot[] {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const times = new Map<string, { functionName: string; location: string; selfUs: number }>();
  let all = 0;
  for (const [index, sample] of profile.samples.entries()) {
    const { callFrame: { functionName, url, lineNumber } } = nodes.get(sample)!;
    if (functionName === "(idle)") continue;
    const location = url === "" ? "" : `${url}:${lineNumber + 1}`;
    const key = `${functionName}\n${location}`;
    const entry = times.get(key) ?? { functionName: functionName || "(anonymous)", location, selfUs: 0 };
    // A sample lasts until the next; V8 may tell two in the wrong order, which then is as good as none.
    const lasted = Math.max(0, profile.timeDeltas[index + 1] ?? 0);
    entry.selfUs += lasted;
    all += lasted;
    times.set(key, entry);
  }
  return [...times.values()].toSorted((one, other) => other.selfUs - one.selfUs).slice(0, limit).map(
    ({ functionName, location, selfUs }) => ({
      functionName,
      location,
      selfMs: selfUs / 1000,
      share: all === 0 ? 0 : selfUs / all,
    }),
  );
}

function isFrame(frame: CallFrame | undefined): boolean {
  return typeof frame === "object" && frame !== null &&
    [frame.functionName, frame.scriptId, frame.url].every((each) => typeof each === "string") &&
    [frame.lineNumber, frame.columnNumber].every(Number.isInteger);
}

function refuse(rule: string, value: unknown): never {
  throw new ArgumentError("read a CPU profile", { rule, value });
}
