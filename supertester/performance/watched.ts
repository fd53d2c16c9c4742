import {
  ArgumentError,
  type Clock,
  listProcesses,
  type Pid,
  type ProcessInfo,
  processInfo,
  type ProcessRef,
  RealClock,
  System,
} from "@superlearner/otp";
import { testOf } from "../results/test_names.ts";

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

/** The Systems they live in, each once. */
export function systemsOf(of: WatchedBy): Set<System> {
  return of instanceof System ? new Set([of]) : new Set(("system" in of ? [of] : of).map(({ system }) => system));
}

/** Their time, or the machine's where nobody is watched. */
export function clockOf(of: WatchedBy | undefined): Clock {
  const [first] = of === undefined ? [] : systemsOf(of);
  return first?.clock ?? new RealClock();
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

/** Counts the messages that processes take, to the last one of those that end meanwhile. */
export class MessageCount implements Disposable {
  readonly #before: Census;
  readonly #everybody: boolean;
  readonly #subscriptions: Disposable[] = [];
  #ended = 0;

  /** Begins with what is known of them by now. */
  constructor(of: WatchedBy, before: Census) {
    this.#before = before;
    this.#everybody = of instanceof System;
    for (const [system, infos] of before) {
      this.#subscriptions.push(system.events.subscribe((event) => {
        if (event.type !== "process.exited") return;
        const handled = infos.get(event.pid)?.handled;
        if (this.#everybody || handled !== undefined) this.#ended += event.handled - (handled ?? 0);
      }, { types: ["process.exited"] }));
    }
  }

  /** How many they took until now, when this is known of them. */
  until(now: Census): number {
    let messages = this.#ended;
    for (const [system, infos] of now) {
      for (const [pid, { handled }] of infos) messages += handled - (this.#before.get(system)?.get(pid)?.handled ?? 0);
    }
    return messages;
  }

  /** Counts no more. */
  [Symbol.dispose](): void {
    for (const each of this.#subscriptions) each[Symbol.dispose]();
  }
}

/** The test in whose world something is watched; empty where that is not known. */
export function testNameOf(of: WatchedBy | undefined): string {
  const [first] = of === undefined ? [] : systemsOf(of);
  return first === undefined ? "" : testOf(first);
}
