import { listOf, withoutOne } from "./_few.ts";
import { Envelope, EXIT } from "./envelope.ts";
import { type ExitReason, isNormalExit, reasonOf, shortReason } from "./exit_reason.ts";
import { obeys } from "./lineage.ts";
import { unwatch } from "./links.ts";
import type { Pid } from "./pid.ts";
import { DEAD, type Process, STARTING } from "./process.ts";
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
  if (target.number < 0) return target.behaviour.elsewhere!.signalled(target, signal);
  if (reason === "kill" && !linked) return die(target, "killed");
  if (target.trapExit) {
    const envelope = new Envelope(EXIT, "", { type: "EXIT", pid: from, reason });
    // Who is suspended and told to end by its parent ends, as under Erlang's `sys`: what waits in the mailbox stays there.
    const ends = target.suspended && target.behaviour.endsWithParent && obeys(target, from);
    return ends ? target.resumeWith(envelope) : target.deliver(envelope);
  }
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
  const parent = process.parent?.process ?? null;
  if (process.phase === STARTING && parent !== null && parent.trapExit) {
    // Whoever starts a process has the answer of the start, and needs no message.
    process.links = withoutOne(process.links, parent);
    parent.links = withoutOne(parent.links, process);
  }
  process.phase = DEAD;
  process.exitReason = reason === undefined ? "undefined" : reason; // as JavaScript can call it; the dead have one
  const runtime = process.runtime;
  runtime.forget(process); // at once: nobody may find it, also while those before it are worked off
  runtime.dying.push(process);
  if (runtime.dying.length > 1) return;
  for (let next = 0; next < runtime.dying.length; next++) {
    try {
      bury(runtime.dying[next]!);
    } catch (error) { // no later death may be lost for it
      const { pid } = runtime.dying[next]!;
      runtime.reporter.warn(`The death of ${pid} could not be told to all: ${shortReason(reasonOf(error))}`);
    }
  }
  runtime.dying.length = 0;
  if (runtime.current === null) runtime.timers.release(); // no turn ends after which it would be
}

function bury(process: Process): void {
  const runtime = process.runtime;
  const reason = process.exitReason!;
  for (const timer of listOf(process.timers)) timer.cancel();
  for (const made of listOf(process.monitors)) {
    runtime.monitors.delete(made.ref);
    unwatch(made.target, made);
  }
  process.behaviour.exited(process, reason);
  report(runtime, process, reason);
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
  process.between =
    process.abort =
    process.extra =
    process.debug =
      null;
  if (isNormalExit(reason)) process.current = process.state = null; // of a crash both are kept, to be looked at
  if (abort !== null) tellAborted(process, abort);
}

/** What a listener of the signal throws would end the whole program; it is a warning, and the others are told as well. */
function tellAborted(process: Process, abort: AbortController): void {
  const onError = (event: ErrorEvent) => {
    event.preventDefault();
    const thrown = shortReason(reasonOf(event.error));
    process.runtime.reporter.warn(`A listener of the abort signal of ${process.pid} threw ${thrown}`);
  };
  const { runtime } = process;
  const outer = runtime.current;
  runtime.current = null; // what is released may have to be told to somebody, which the dead cannot
  globalThis.addEventListener("error", onError);
  abort.abort(process.exitReason);
  globalThis.removeEventListener("error", onError);
  runtime.current = outer;
}

function report(runtime: Runtime, process: Process, reason: ExitReason): void {
  if (process.number < 0 && !process.behaviour.elsewhere!.owned) return;
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
