import { mailboxOf, processInfo, type ProcessRef, sys } from "@superlearner/otp";
import { checkTarget, pidOf } from "../waiting/target.ts";
import { type MailboxDeath, MailboxLog } from "./_mailbox_log.ts";
import { checkFunction, isPending } from "./_options.ts";

export type { MailboxDeath } from "./_mailbox_log.ts";

/**
 * What happened in a mailbox. Exact: it is counted by message, not sampled. Only a supervisor, a Registry or a process group
 * does not tell when it takes a message: of these `taken` is 0, and a message seems to wait until the next comes.
 */
export interface MailboxReport {
  /** Whose: the pid, or the name by which nobody was found. */
  readonly process: string;
  /** Messages that waited at the beginning. */
  readonly initial: number;
  /** Messages that waited at the end; 0 if it died. */
  readonly final: number;
  /** The most that ever waited at once, for however short a time. */
  readonly peak: number;
  /** How many waited on average over the time; where no time passed, how many do at the end. */
  readonly mean: number;
  /** The longest that a message has waited, those included that wait still, in milliseconds of System time. */
  readonly longestWaitMs: number;
  /** Messages that came. */
  readonly received: number;
  /** Messages that it took. */
  readonly taken: number;
  /** How long it was followed, in milliseconds of System time. */
  readonly durationMs: number;
  /** How it died, if it did; where nobody was alive to begin with, after 0 ms, and by `"noproc"` unless its crash is known. */
  readonly died?: MailboxDeath;
}

/**
 * Runs something and tells what happens in the mailbox of a process meanwhile. It is that process which is followed, also
 * where the ref is by name and another one takes the name. If it dies, or is dead, that is part of the report.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, System } from "@superlearner/otp";
 * import { measureMailbox } from "@superlearner/supertester";
 *
 * const Log = GenServer.define({ name: "Log", init: () => 0, casts: { write: (lines, _line: string) => lines + 1 } });
 *
 * await using system = new System();
 * const log = await system.start(Log);
 * const { peak, final } = await measureMailbox(log, () => {
 *   for (let line = 0; line < 5000; line++) log.cast("write", `line ${line}`);
 * });
 * assertEquals([peak, final], [5000, 5000]); // nothing was taken yet: the function did not wait
 * ```
 */
export async function measureMailbox(ref: ProcessRef, fn: () => unknown): Promise<MailboxReport> {
  checkTarget("measure a mailbox", ref);
  checkFunction("measure a mailbox", fn);
  const { system, pid } = ref;
  const began = system.now();
  if (pid === undefined) {
    await fn();
    return nobodyThere(ref, system.now() - began);
  }
  const log = new MailboxLog(pid, { now: began, waiting: mailboxOf(system, pid, { limit: Infinity }) });
  const initial = log.length;
  using _subscription = system.events.subscribe((event) => log.tell(event), { pid });
  using _trace = sys.trace(system, pid);
  const pending = fn();
  if (isPending(pending)) await pending;
  const now = system.now();
  log.correct(processInfo(system, pid)?.mailboxLength ?? 0);
  const mean = log.end(now);
  const { peak, longestWaitMs, received, taken, died } = log;
  return {
    process: pid,
    initial,
    final: log.length,
    peak,
    mean,
    longestWaitMs,
    received,
    taken,
    durationMs: now - began,
    ...(died === undefined ? {} : { died }),
  };
}

function nobodyThere(ref: ProcessRef, durationMs: number): MailboxReport {
  const pid = pidOf(ref);
  const reason = (pid && processInfo(ref.system, pid)?.exitReason) ?? "noproc";
  const none = { initial: 0, final: 0, peak: 0, mean: 0, longestWaitMs: 0, received: 0, taken: 0 };
  return { process: ref.toString(), ...none, durationMs, died: { reason, afterMs: 0, unhandled: 0 } };
}
