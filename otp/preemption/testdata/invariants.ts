/** What must hold of a System between two turns, whatever was stopped before. */
import type { GroupsState } from "../../behaviours/groups_state.ts";
import type { RegistryState } from "../../behaviours/registry_state.ts";
import { hasOne, listOf, Monitor } from "../../processes/links.ts";
import { MailboxLimit } from "../../processes/mailbox_limit.ts";
import { DEAD, type Process, READY, STARTING } from "../../processes/process.ts";
import type { Runtime } from "../../processes/runtime.ts";
import type { FairScheduler, Runnable } from "../../processes/scheduler.ts";

/** Gives what does not hold; nothing if all is in order. */
export function brokenInvariants(runtime: Runtime): string[] {
  const broken: string[] = [];
  const hold = (what: boolean, text: string) => void (what || broken.push(text));
  const waiting = [...(runtime.scheduler as FairScheduler).waiting()];
  const queue = new Set<Runnable>(waiting);
  hold(queue.size === waiting.length, "nobody waits twice for a turn");
  hold(runtime.current === null, "nobody has a turn");
  hold(runtime.dying.length === 0 && runtime.burial.next === 0, "no death is half told");
  let living = 0;
  for (const process of runtime.processes.values()) {
    living++;
    checkProcess(process, queue, hold);
  }
  hold(living === runtime.processes.size, `${living} processes live, ${runtime.processes.size} are counted`);
  for (const [name, process] of runtime.names) hold(process.phase !== DEAD && process.name === name, `name ${name}`);
  for (const { ref, owner, target } of runtime.monitors.values()) {
    hold(owner.phase !== DEAD && target.phase !== DEAD, `${ref} is between the living`);
  }
  for (const { ref, owner } of runtime.aliases.values()) hold(owner.phase !== DEAD, `alias ${ref} is of the living`);
  for (const timer of runtime.messageTimers.values()) {
    hold(runtime.timers.has(timer, timer.delayMs), `timer ${timer.ref} waits`);
    hold(timer.target === null || timer.target.phase !== DEAD, `timer ${timer.ref} is for the living`);
  }
  return broken;
}

function checkProcess(process: Process, queue: Set<Runnable>, hold: (what: boolean, text: string) => void): void {
  const { pid, runtime } = process;
  const { length } = [...process.waiting()];
  let last = null;
  for (let each = process.first; each !== null; each = each.next) last = each;
  hold(length === process.length && last === process.last, `the mailbox of ${pid}`);
  hold(process.phase !== DEAD && runtime.processes.get(pid) === process, `${pid} is in the table and lives`);
  hold(process.phase !== STARTING || listOf(process.watchers).some(({ starts }) => starts), `${pid} will come up`);
  hold(process.queued === queue.has(process), `${pid} waits for a turn when it says so`);
  const idle = process.phase !== READY || process.suspended || process.first === null || process.extra;
  hold(process.queued || !!idle, `${pid} has mail and a turn coming`);
  hold(process.name === null || runtime.names.get(process.name) === process, `${pid} has its name`);
  for (const other of listOf(process.links)) {
    hold(other.phase !== DEAD && hasOne(other.links, process), `link ${pid} ${other.pid}`);
  }
  for (const made of listOf(process.monitors)) hold(runtime.monitors.get(made.ref) === made, `monitor of ${pid}`);
  if (process.limit instanceof MailboxLimit && process.limit.overloaded) {
    hold(hasOne(process.watchers, process.limit), `the limit of ${pid} knows when it dies`);
    hold(runtime.timers.has(process.limit, 1000) || process.limit.rests, `the limit of ${pid} will look again`);
  }
  for (const each of listOf(process.watchers)) {
    hold(!(each instanceof Monitor) || runtime.monitors.get(each.ref) === each, `${pid} is watched by whom it thinks`);
  }
}

/** What does not hold of a Registry or of groups. */
export function brokenTable(state: unknown): string[] {
  const broken: string[] = [];
  if ("table" in (state as object)) {
    const { table } = state as RegistryState;
    const entries = [...table.all()];
    if (entries.length !== table.size) {
      broken.push(`the registry has ${entries.length} entries, ${table.size} are counted`);
    }
    for (const entry of entries) if (!table.of(entry.process.pid).includes(entry)) broken.push("an entry nobody owns");
    for (const { entries } of table.byOwner.values()) {
      if (listOf(entries).length === 0) broken.push("an owner of nothing");
    }
    return broken;
  }
  const { groups, members } = state as GroupsState;
  for (const group of groups.values()) {
    for (const pid of group.members.keys()) {
      if (!members.get(pid)?.groups.has(group)) broken.push("a member of nothing");
    }
  }
  for (const [pid, { groups }] of members) {
    for (const group of groups) if (!group.members.has(pid)) broken.push(`${pid} is in a group that does not know it`);
  }
  return broken;
}
