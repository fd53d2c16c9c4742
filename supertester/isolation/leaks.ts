import {
  listProcesses,
  listTimers,
  type Pid,
  type ProcessInfo,
  ROOT_PID,
  type SubscriptionInfo,
  type System,
  type TimerInfo,
} from "@superlearner/otp";
import type { Chronicle } from "../chronicle/chronicle.ts";
import { callSite } from "../chronicle/call_site.ts";
import { shortValue } from "../presenting/event_text.ts";

/** What may be left behind. */
export type LeakKind = "process" | "timer" | "subscription" | "worker" | "name" | "monitor";

/** Something that a test has left behind. */
export interface Leak {
  /** What kind of thing. */
  readonly kind: LeakKind;
  /** What it is. */
  readonly what: string;
  /** Who made it, where that is known. */
  readonly by?: string;
  /** The line that made it, where that is known. */
  readonly site?: string;
}

/** Something was left behind. */
export class LeakError extends Error {
  /** Always `"LeakError"`. */
  override readonly name: string = "LeakError";
  /** What. */
  readonly leaks: readonly Leak[];

  /** Makes the error of leaks. */
  constructor(leaks: readonly Leak[], by: string = "the test") {
    super([`Left behind by ${by}:`, ...leaks.map((leak) => `  ${leakText(leak)}`)].join("\n"));
    this.leaks = leaks;
  }
}

function leakText({ kind, what, by, site }: Leak): string {
  return `${kind} ${what}${by === undefined ? "" : `, by ${by}`}${site === undefined ? "" : `, at ${site}`}`;
}

/** What is looked at for leaks, and what belongs to whoever looks. */
export interface LeakScope {
  readonly chronicle: Chronicle;
  /** Subscriptions that were there before the test. */
  readonly subscriptions: number;
}

/** A process as a leak. */
export function processLeak(info: ProcessInfo, chronicle: Chronicle): Leak {
  const { pid, name, module, behaviour, parent } = info;
  const start = chronicle.startOf(pid);
  return {
    kind: "process",
    what: `${pid}${name === undefined ? "" : ` "${name}"`} (${behaviour} ${module})`,
    by: starterText(chronicle, start?.parent ?? parent),
    ...(start?.site === undefined ? {} : { site: start.site }),
  };
}

/** A timer as a leak. */
export function timerLeak({ ref, to, message, delayMs, repeats }: TimerInfo): Leak {
  return {
    kind: "timer",
    what: `${ref} ${repeats ? "every" : "of"} ${delayMs} ms to ${typeof to === "string" ? to : shortValue(to)}, ` +
      `message ${shortValue(message)}`,
  };
}

/** A subscription as a leak. */
export function subscriptionLeak({ types, stack }: SubscriptionInfo): Leak {
  const site = callSite(stack);
  const what = `to ${types === undefined ? "all events" : types.join(", ")}`;
  return { kind: "subscription", what, ...(site === undefined ? {} : { site }) };
}

/** What still lives when all that a test has started from outside is stopped; each with who started it, and where. */
export function leaksOf(system: System, { chronicle, subscriptions }: LeakScope): Leak[] {
  return [
    ...listProcesses(system).filter(({ behaviour }) => behaviour !== "attached")
      .map((info) => processLeak(info, chronicle)),
    ...listTimers(system).map(timerLeak),
    ...system.events.subscriptions.slice(subscriptions).map(subscriptionLeak),
  ];
}

/** A process that may be dead, by all that is known of it. */
function starterText(chronicle: Chronicle, pid: Pid): string {
  if (pid === ROOT_PID) return "code outside any process";
  const start = chronicle.startOf(pid);
  if (start === undefined) return pid;
  const dead = chronicle.exitOf(pid) === undefined ? "" : ", dead by now";
  return `${pid}${start.name === undefined ? "" : ` "${start.name}"`} (${start.behaviour} ${start.module}${dead})`;
}
