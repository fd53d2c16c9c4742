import type { EventBody } from "../events/event.ts";
import { hasOne, listOf, withoutOne } from "./_few.ts";
import { Envelope, EXIT } from "./envelope.ts";
import { type ExitReason, isNormalExit, reasonOf, shortReason } from "./exit_reason.ts";
import { obeys } from "./lineage.ts";
import { unwatch, type Watcher } from "./links.ts";
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
    target.runtime.burial.signal = envelope;
    // Who is suspended and told to end by its parent ends, as under Erlang's `sys`: what waits in the mailbox stays there.
    const ends = target.suspended && target.behaviour.endsWithParent && obeys(target, from);
    return ends ? target.resumeWith(envelope) : target.deliver(envelope);
  }
  if (reason === "normal" && from !== target.pid) return;
  die(target, reason);
}

/**
 * How far the deaths of a System are told. What tells them may be stopped in the middle by a guard, and then goes on where
 * it was: nobody is told twice, and nobody never.
 */
export class Burial {
  /** Which of `dying` is at it; those before are done. */
  next = 0;
  /** Its crash is reported. */
  reported = false;
  /** The event of its death; told once it has a sequence. */
  obituary: EventBody | null = null;
  /** Who is being told. */
  told: Process | Watcher | null = null;
  /** What was put, or is about to be put, into the mailbox of who is being told. */
  signal: Envelope | null = null;

  /** The next one, from the beginning. */
  go(to: number): void {
    this.next = to;
    this.reported = false;
    this.obituary = this.told = this.signal = null;
  }
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
  const runtime = process.runtime;
  runtime.dying.push(process); // at one go with the next two: who is dead will be buried
  process.phase = DEAD;
  process.exitReason = reason === undefined ? "undefined" : reason; // as JavaScript can call it; the dead have one
  runtime.forget(process); // at once: nobody may find it, also while those before it are worked off
  if (runtime.dying.length > 1) return;
  buryAll(runtime, { again: false });
  if (runtime.current === null) runtime.timers.release(); // no turn ends after which it would be
}

/** Tells all deaths; `again` where that was stopped in the middle. */
export function buryAll(runtime: Runtime, { again }: { again: boolean }): void {
  const { dying, burial } = runtime;
  for (; burial.next < dying.length; burial.go(burial.next + 1), again = false) {
    const process = dying[burial.next]!;
    try {
      bury(process, again);
    } catch (error) { // no later death may be lost for it
      runtime.reporter.warn(`The death of ${process.pid} could not be told to all: ${shortReason(reasonOf(error))}`);
    }
  }
  // At one go with the last `next`. A list that is emptied by its length gives its memory back, and gets it anew each time.
  if (dying.length === 1) dying.pop();
  else dying.length = 0;
  burial.go(0);
}

/** Most processes have a link and nothing else, and die often: no list is made where there is nothing to tell. */
function bury(process: Process, again: boolean): void {
  const runtime = process.runtime;
  const reason = process.exitReason!;
  if (process.rare !== null) endTimersAndMonitors(process);
  process.behaviour.exited(process, reason);
  report(runtime, process, reason);
  process.rejectQueuedCalls(reason);
  tellLinked(process, again);
  if (process.watchers !== null) tellWatchers(process, again);
  const { abort, rare } = process;
  const later = runtime.held;
  if (abort !== null && later !== null) later.push(() => tellAborted(process, abort));
  process.links =
    process.watchers =
    process.extra =
    process.debug =
      null;
  if (rare !== null) {
    rare.monitors =
      rare.timers =
      rare.between =
      rare.abort =
        null;
  }
  if (isNormalExit(reason)) process.current = process.state = null; // of a crash both are kept, to be looked at
  if (abort !== null && later === null) tellAborted(process, abort);
}

function endTimersAndMonitors(process: Process): void {
  for (const timer of listOf(process.timers)) timer.cancel();
  for (const made of listOf(process.monitors)) {
    process.runtime.monitors.delete(made.ref);
    unwatch(made.target, made);
  }
}

function tellLinked(process: Process, again: boolean): void {
  const { links } = process;
  if (links instanceof Set) { for (const other of listOf(links)) tellOneLinked(process, other, again); }
  else if (links !== null) tellOneLinked(process, links, again);
}

function tellOneLinked(process: Process, other: Process, again: boolean): void {
  const { burial } = process.runtime;
  if (again && !hasOne(other.links, process) && !isUntold(other, other, burial)) return;
  burial.told = other;
  burial.signal = null;
  other.links = withoutOne(other.links, process);
  signalExit(other, { from: process.pid, reason: process.exitReason!, linked: true });
}

function tellWatchers(process: Process, again: boolean): void {
  const { burial } = process.runtime;
  for (const watcher of listOf(process.watchers)) {
    const owner = (watcher as { owner?: Process }).owner ?? null;
    if (!again || burial.told !== watcher || isUntold(watcher, owner, burial)) {
      burial.told = watcher;
      burial.signal = null;
      watcher.down(process, process.exitReason!);
    }
    unwatch(process, watcher);
  }
}

/** Whether somebody was about to be told when that was stopped, and has nothing in the mailbox yet. */
function isUntold(who: Process | Watcher, owner: Process | null, { told, signal }: Burial): boolean {
  if (told !== who) return false;
  for (let each = owner?.first ?? null; each !== null; each = each.next) if (each === signal) return false;
  return true;
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
  const { burial, events } = runtime;
  if (crashed && !burial.reported) runtime.crashed(process, reason);
  burial.reported = true;
  if (!events.active) return;
  burial.obituary ??= {
    type: "process.exited",
    pid: process.pid,
    ...(process.name === null ? {} : { name: process.name }),
    reason,
    crashed,
    handled: process.handled,
  };
  if (!("sequence" in burial.obituary)) events.emit(burial.obituary);
}
