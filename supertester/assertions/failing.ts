import { AssertionError } from "@std/assert";
import { formatReason, type Pid, type SystemEvent } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { eventLine } from "../presenting/event_text.ts";
import { pidOf, type Target } from "../waiting/target.ts";

/** How many events of a process a failure shows. */
const LAST_EVENTS = 10;

/** The error of an assertion about a process: what is wrong, then how it died if it did, then what it did last. */
export function failing(target: Target, message: string): AssertionError {
  const pid = pidOf(target);
  return new AssertionError([message, ...pid === undefined ? [] : recentOf(target, pid)].join("\n"));
}

/** A process as it is called in a message: by name and pid. */
export function called(target: Target): string {
  const [text, pid] = [target.toString(), pidOf(target)];
  if (pid === undefined) return text;
  const name = text === pid ? Chronicle.of(target.system).startOf(pid)?.name : text;
  return name === undefined ? pid : `${name} ${pid}`;
}

function recentOf(target: Target, pid: Pid): string[] {
  const chronicle = Chronicle.of(target.system);
  const exit = chronicle.exitOf(pid);
  const successor = chronicle.successorOf(pid);
  const events = chronicle.events(pid).filter(isTelling).slice(-LAST_EVENTS);
  return [
    ...exit === undefined ? [] : [`${pid} exited at ${+exit.time.toFixed(3)} ms with ${formatReason(exit.reason)}`],
    ...successor === undefined ? [] : [`${successor} is in its place`],
    ...events.length === 0 ? [] : [`Last events of ${pid}:`, ...events.map((event) => `  ${eventLine(event)}`)],
  ];
}

function isTelling({ type }: SystemEvent): boolean {
  return !/^(?:trace|link|monitor)\.|^message\.taken$/.test(type);
}
