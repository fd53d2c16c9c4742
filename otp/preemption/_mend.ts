import { buryAll, die } from "../processes/exit.ts";
import { type GuardedScheduler, TURN_LIMIT } from "../processes/guard.ts";
import { type Few, hasOne, listOf, Monitor, unwatch, withoutOne } from "../processes/links.ts";
import { type Process, READY, STARTING } from "../processes/process.ts";
import type { Runtime } from "../processes/runtime.ts";
import type { Runnable } from "../processes/scheduler.ts";

/** How a System was when code began that was stopped then. What was under way at that time still is. */
export interface Before {
  readonly current: Process | null;
  /** The last process that there was. */
  readonly last: number;
  /** Deaths were being told. */
  readonly burying: boolean;
}

/**
 * Puts a System in order after code was stopped in the middle that may have been code of the System. Its lists are changed
 * at one go and so are whole; what hangs together with them is found again from them. Looks at every process.
 */
export function mend(runtime: Runtime, before: Before): void {
  runtime.current = before.current;
  runtime.timers.mend();
  for (const process of runtime.dying) runtime.forget(process);
  if (!before.burying) buryAll(runtime, { again: true });
  for (const process of [...runtime.processes.values()]) if (isLost(process, before)) drop(process);
  for (const process of runtime.processes.values()) mendTies(process);
  mendTables(runtime);
  for (const process of runtime.processes.values()) {
    process.behaviour.mend?.(process);
    process.limit?.mend?.();
  }
  runtime.count();
}

/** Gives everybody who has something to do a turn; `busy` has one. */
export function mendTurns(runtime: Runtime, scheduler: GuardedScheduler, busy: Runnable | null): void {
  const waiting = new Set<Runnable>(scheduler.waiting());
  for (const process of runtime.processes.values()) {
    if (process === busy || waiting.has(process)) continue;
    process.queued = false;
    if (process.phase === READY && hasWork(process)) process.wake();
  }
  scheduler.mend();
}

/** Whoever began to be started meanwhile, and will not be: who did it is no more. */
function isLost(process: Process, before: Before): boolean {
  return process.phase === STARTING && process.number > before.last &&
    !listOf(process.watchers).some(({ starts }) => starts);
}

/** Its life is short, but told from the beginning. */
function drop(process: Process): void {
  const { events } = process.runtime;
  const told = events.isToTell(({ type, ...rest }) =>
    type === "process.started" && "pid" in rest && rest.pid === process.pid
  );
  if (events.active && !told) process.runtime.tellStart(process);
  die(process, TURN_LIMIT);
}

function hasWork(process: Process): boolean {
  return process.first !== null || (process.extra !== null && process.extra !== undefined) || process.self === null;
}

/** Half a link is none, nor is half a monitor. */
function mendTies(process: Process): void {
  const { monitors, messageTimers } = process.runtime;
  process.links = kept(process.links, (other) => hasOne(other.links, process));
  process.monitors = kept(process.monitors, (made) => monitors.get(made.ref) === made);
  process.timers = kept(process.timers, (timer) => messageTimers.get(timer.ref) === timer);
  process.watchers = kept(process.watchers, (each) => !(each instanceof Monitor) || monitors.get(each.ref) === each);
}

function kept<Item extends object>(few: Few<Item>, isKept: (item: Item) => boolean): Few<Item> {
  let all = few;
  for (const item of listOf(few)) if (!isKept(item)) all = withoutOne(all, item);
  return all;
}

function mendTables({ monitors, messageTimers, aliases, timers }: Runtime): void {
  for (const made of monitors.values()) {
    if (hasOne(made.target.watchers, made) && hasOne(made.owner.monitors, made)) continue;
    monitors.delete(made.ref);
    unwatch(made.target, made);
    made.owner.monitors = withoutOne(made.owner.monitors, made);
  }
  for (const alias of aliases.values()) if (!hasOne(alias.owner.watchers, alias)) aliases.delete(alias.ref);
  for (const timer of messageTimers.values()) {
    if (timers.has(timer, timer.delayMs)) continue;
    messageTimers.delete(timer.ref);
    if (timer.target !== null) timer.target.timers = withoutOne(timer.target.timers, timer);
  }
}
