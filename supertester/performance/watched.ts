import {
  ArgumentError,
  listProcesses,
  type Pid,
  type ProcessInfo,
  processInfo,
  type ProcessRef,
  System,
} from "@superlearner/otp";

/** Whose memory and messages count: one process, several, or all of a System. */
export type WatchedBy = ProcessRef | readonly ProcessRef[] | System;

/** What was known of processes at one moment. */
export type Census = ReadonlyMap<System, ReadonlyMap<Pid, ProcessInfo>>;

/** Refuses what is no process and no System. */
export function checkWatched(action: string, of: WatchedBy): void {
  if (of instanceof System) return;
  const all: readonly unknown[] = Array.isArray(of) ? of : [of];
  for (const each of all) {
    if (typeof each === "object" && each !== null && (each as Partial<ProcessRef>).system instanceof System) continue;
    throw new ArgumentError(action, {
      rule: "what is watched is a System, a ref, or a list of refs",
      value: each,
    });
  }
}

/** What is known of them now; who is dead is not among them. */
export function takeCensus(of: WatchedBy): Census {
  const census = new Map<System, Map<Pid, ProcessInfo>>();
  const note = (system: System, infos: readonly ProcessInfo[]) => {
    const known = census.get(system) ?? new Map<Pid, ProcessInfo>();
    for (const info of infos) if (info.status !== "dead") known.set(info.pid, info);
    census.set(system, known);
  };
  if (of instanceof System) note(of, listProcesses(of));
  else for (const { system, pid } of "system" in of ? [of] : of) note(system, infoOf(system, pid));
  return census;
}

function infoOf(system: System, pid: Pid | undefined): readonly ProcessInfo[] {
  const info = pid === undefined ? undefined : processInfo(system, pid);
  return info === undefined ? [] : [info];
}

/** The bytes of all their states and mailboxes. */
export function bytesIn(census: Census): number {
  let bytes = 0;
  for (const infos of census.values()) for (const { memory } of infos.values()) bytes += memory;
  return bytes;
}

/**
 * How many messages they took from one moment to another, those included who were started in between, and those who crashed.
 * Of one that has ended otherwise, or has both come and gone, nothing is known any more.
 */
export function messagesBetween(before: Census, after: Census): number {
  let messages = 0;
  for (const [system, infos] of after) {
    for (const [pid, { handled }] of infos) messages += handled - (before.get(system)?.get(pid)?.handled ?? 0);
  }
  for (const [system, infos] of before) {
    for (const [pid, { handled }] of infos) {
      if (after.get(system)?.has(pid) !== true) messages += (processInfo(system, pid)?.handled ?? handled) - handled;
    }
  }
  return messages;
}
