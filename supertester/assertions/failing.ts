import { AssertionError } from "@std/assert";
import { formatReason, type Pid } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { atCaller } from "../presenting/at_caller.ts";
import { eventLine, isTelling } from "../presenting/event_text.ts";
import { pidOf, type Target } from "../waiting/target.ts";

/** How many events of a process a failure shows. */
const LAST_EVENTS = 10;

/** What an assertion is about, and which function the test has called. */
export interface Failing {
  /** About whom. */
  readonly target: Target;
  /** The stack begins above it. */
  readonly above: (...args: never[]) => unknown;
}

/** The error of an assertion about a process: what is wrong, then how it died if it did, then what it did last. */
export function failing({ target, above }: Failing, message: string): AssertionError {
  const pid = pidOf(target);
  return atCaller(new AssertionError([message, ...pid === undefined ? [] : recentOf(target, pid)].join("\n")), above);
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
