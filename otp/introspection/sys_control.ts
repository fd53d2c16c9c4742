import { nameText, type ProcessName } from "../processes/via.ts";
import { debugOf, dropIdleDebug } from "../processes/debug.ts";
import { Envelope, EXIT, SYSTEM } from "../processes/envelope.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import type { Host } from "../processes/host.ts";
import { obeys } from "../processes/lineage.ts";
import type { ExitMessage } from "../processes/messages.ts";
import type { Pid } from "../processes/pid.ts";
import { type Process, READY } from "../processes/process.ts";
import { livingProcess } from "./sys_request.ts";

/** A running trace; dispose of it to end it. */
export interface Trace extends Disposable {
  /** Ends the trace; again does nothing. */
  stop(): void;
}

/** Lets a process finish its message and then wait. */
export function suspend(host: Host, to: Pid | ProcessName): void {
  const process = livingProcess(host, { to, action: "suspend" });
  if (process.suspended) return;
  process.suspended = true;
  const { events } = process.runtime;
  if (events.active) events.emit({ type: "process.suspended", pid: process.pid });
  if (!process.suspended) return; // of what a listener did
  endAsAsked(process);
  if (process.between !== null && process.phase === READY && process.current === null) process.settle();
}

/** Lets a suspended process go on. */
export function resume(host: Host, to: Pid | ProcessName): void {
  const process = livingProcess(host, { to, action: "resume" });
  if (!process.suspended) return;
  process.suspended = false;
  const { events } = process.runtime;
  if (events.active) events.emit({ type: "process.resumed", pid: process.pid });
  process.wake();
}

/** Makes what a process does events of the System's stream. */
export function trace(host: Host, to: Pid | ProcessName): Trace {
  const process = livingProcess(host, { to, action: "trace" });
  const { events } = process.runtime;
  const debug = debugOf(process);
  debug.traces++;
  if (events.active && debug.traces === 1) events.emit({ type: "trace.started", pid: process.pid });
  let running = true;
  const stop = () => {
    if (!running) return;
    running = false;
    debug.traces--;
    dropIdleDebug(process);
    if (events.active && debug.traces === 0) events.emit({ type: "trace.stopped", pid: process.pid });
  };
  return { stop, [Symbol.dispose]: stop };
}

/** Asks a server to end. */
export function terminate(host: Host, to: Pid | ProcessName, reason: ExitReason): void {
  const process = livingProcess(host, { to, action: "terminate" });
  if (!process.behaviour.endsWithParent) {
    throw new ArgumentError(`terminate ${nameText(to)}`, {
      rule: "the process is a server or a supervisor; end another by an exit signal",
      value: process.behaviour.name,
    });
  }
  process.deliverSystem(new Envelope(SYSTEM, "stop", { reason }));
}

/** Who had been told to end before it was suspended ends now: a suspended server still hears its parent and `sys`. */
function endAsAsked(process: Process): void {
  if (!process.behaviour.endsWithParent) return;
  for (let before = null, each = process.first; each !== null; before = each, each = each.next) {
    if (!tellsToEnd(process, each)) continue;
    process.takeAfter(before);
    process.handled--; // it will be taken once more, and then handled
    return process.resumeWith(each);
  }
}

function tellsToEnd(process: Process, { type, payload }: Envelope): boolean {
  return type === SYSTEM || type === EXIT && obeys(process, (payload as ExitMessage).pid);
}
