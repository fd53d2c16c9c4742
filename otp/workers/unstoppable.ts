import { type Host, runtimeOf } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import type { Runtime } from "../processes/runtime.ts";

/** A worker whose thread goes on although it was ended. */
export interface UnstoppableWorker {
  /** The process that ran in it. */
  readonly pid: Pid;
  /** Its node. */
  readonly node: string;
  /** How long it was waited for, in milliseconds. */
  readonly waitedMs: number;
  /** What ran in it, for people: a module, a plugin. */
  readonly what: string;
}

/** How many there were so far, for each System. */
const counts = new WeakMap<Runtime, number>();

/** Counts one, tells of it on the event stream, and warns. */
export function countUnstoppable(runtime: Runtime, { pid, node, waitedMs, what }: UnstoppableWorker): void {
  const unstoppable = (counts.get(runtime) ?? 0) + 1;
  counts.set(runtime, unstoppable);
  const { events, reporter } = runtime;
  if (events.active) events.emit({ type: "worker.unstoppable", pid, node, waitedMs, unstoppable });
  reporter.warn(`The thread of ${pid} (${what}) goes on after it was ended, and cannot be stopped`);
}

/**
 * Counts a worker that a package on top of this one has made for a System, and that could not be stopped: the event
 * `worker.unstoppable`, a warning, and one more in {@linkcode unstoppableWorkers}.
 */
export function noteUnstoppable(host: Host, worker: UnstoppableWorker): void {
  countUnstoppable(runtimeOf(host), worker);
}

/** How many workers of a System could not be stopped so far; each keeps a core busy until the program ends. */
export function unstoppableWorkers(host: Host): number {
  return counts.get(runtimeOf(host)) ?? 0;
}
