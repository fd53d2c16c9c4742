import { listOf, withoutOne } from "./_few.ts";
import { Envelope, EXIT } from "./envelope.ts";
import { type ExitReason, isNormalExit } from "./exit_reason.ts";
import { unwatch } from "./links.ts";
import type { Pid } from "./pid.ts";
import { DEAD, type Process } from "./process.ts";
import type { Runtime } from "./runtime.ts";

/** An exit signal on its way to a process. */
export interface ExitSignal {
  /** Whose exit, or who sent it. */
  readonly from: Pid;
  readonly reason: ExitReason;
  /** Came through a link because the other side died. Only a signal that was sent can be the untrappable `kill`. */
  readonly linked: boolean;
}

/** What an exit signal does to a process: nothing, a message, or death. */
export function signalExit(target: Process, signal: ExitSignal): void {
  const { from, reason, linked } = signal;
  if (target.phase === DEAD) return;
  if (reason === "kill" && !linked) return die(target, "killed");
  if (target.trapExit) return target.deliver(new Envelope(EXIT, "", { type: "EXIT", pid: from, reason }));
  if (reason === "normal" && from !== target.pid) return;
  die(target, reason);
}

/**
 * Ends a process. For every observer it is dead when this returns, also where its own code is still on the stack or
 * awaits something; that code can do nothing any more.
 *
 * Deaths that follow through links are worked off in a loop, not by recursion: a chain may be long.
 */
export function die(process: Process, reason: ExitReason): void {
  if (process.phase === DEAD) return;
  process.phase = DEAD;
  process.exitReason = reason;
  const runtime = process.runtime;
  runtime.dying.push(process);
  if (runtime.dying.length > 1) return;
  for (let next = 0; next < runtime.dying.length; next++) bury(runtime.dying[next]!);
  runtime.dying.length = 0;
}

function bury(process: Process): void {
  const runtime = process.runtime;
  const reason = process.exitReason!;
  runtime.forget(process);
  for (const timer of listOf(process.timers)) timer.cancel();
  for (const made of listOf(process.monitors)) if (made.target !== null) unwatch(made.target, made);
  report(runtime, process, reason);
  process.behaviour.exited(process, reason);
  process.rejectQueuedCalls(reason);
  for (const other of listOf(process.links)) {
    other.links = withoutOne(other.links, process);
    signalExit(other, { from: process.pid, reason, linked: true });
  }
  for (const watcher of listOf(process.watchers)) watcher.down(process, reason);
  const abort = process.abort;
  process.links =
    process.monitors =
    process.watchers =
    process.timers =
      null;
  process.between = process.abort = process.extra = null;
  if (isNormalExit(reason)) process.current = process.state = null; // of a crash both are kept, to be looked at
  abort?.abort(reason);
}

function report(runtime: Runtime, process: Process, reason: ExitReason): void {
  const crashed = !isNormalExit(reason);
  if (crashed) runtime.crashed(process, reason);
  if (!runtime.events.active) return;
  runtime.events.emit({
    type: "process.exited",
    pid: process.pid,
    ...(process.name === null ? {} : { name: process.name }),
    reason,
    crashed,
    handled: process.handled,
  });
}
