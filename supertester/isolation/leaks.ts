import { listProcesses, listTimers, type Pid, ROOT_PID, type System } from "@superlearner/otp";
import type { Chronicle } from "../chronicle/chronicle.ts";
import { callSite } from "../chronicle/call_site.ts";
import { shortValue } from "../presenting/event_text.ts";

/** Something that a test has left behind. */
export interface Leak {
  /** What kind of thing. */
  readonly kind: "process" | "timer" | "subscription" | "worker";
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
  constructor(leaks: readonly Leak[]) {
    super(["Left behind by the test:", ...leaks.map((leak) => `  ${leakText(leak)}`)].join("\n"));
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

/** What still lives when all that a test has started from outside is stopped; each with who started it, and where. */
export function leaksOf(system: System, { chronicle, subscriptions }: LeakScope): Leak[] {
  const processes = listProcesses(system).filter(({ behaviour }) => behaviour !== "attached").map((info): Leak => {
    const { pid, name, module, behaviour } = info;
    const start = chronicle.startOf(pid);
    const what = `${pid}${name === undefined ? "" : ` "${name}"`} (${behaviour} ${module})`;
    return {
      kind: "process",
      what,
      by: starterText(chronicle, start?.parent ?? info.parent),
      ...(start?.site === undefined ? {} : { site: start.site }),
    };
  });
  const timers = listTimers(system).map(({ ref, to, message, delayMs, repeats }): Leak => ({
    kind: "timer",
    what: `${ref} ${repeats ? "every" : "of"} ${delayMs} ms to ${typeof to === "string" ? to : shortValue(to)}, ` +
      `message ${shortValue(message)}`,
  }));
  const listeners = system.events.subscriptions.slice(subscriptions).map(({ types, stack }): Leak => {
    const site = callSite(stack);
    const what = `to ${types === undefined ? "all events" : types.join(", ")}`;
    return { kind: "subscription", what, ...(site === undefined ? {} : { site }) };
  });
  return [...processes, ...timers, ...listeners];
}

/** A process that may be dead, by all that is known of it. */
function starterText(chronicle: Chronicle, pid: Pid): string {
  if (pid === ROOT_PID) return "code outside any process";
  const start = chronicle.startOf(pid);
  if (start === undefined) return pid;
  const dead = chronicle.exitOf(pid) === undefined ? "" : ", dead by now";
  return `${pid}${start.name === undefined ? "" : ` "${start.name}"`} (${start.behaviour} ${start.module}${dead})`;
}
