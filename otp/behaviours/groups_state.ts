import { INFO, SignalEnvelope } from "../processes/envelope.ts";
import { demonitor, monitor } from "../processes/links.ts";
import type { Pid, Ref } from "../processes/pid.ts";
import { DEAD, type Process } from "../processes/process.ts";
import { canonicalKey } from "./canonical_key.ts";

/** Stands in the `DOWN` of one who listens to groups, to tell it from that of a member. */
export const LISTENER_DOWN = "LISTENER_DOWN";

/** A group that has members. */
interface Group {
  readonly canonical: unknown;
  readonly group: unknown;
  /** How many times each has joined. */
  readonly members: Map<Pid, number>;
  /** The members as they are listed, until that changes. */
  list: readonly Pid[] | null;
}

/** A member: the monitor on it, and the groups it is in. */
interface Member {
  readonly ref: Ref;
  readonly groups: Set<Group>;
}

/** Who is told of changes: of one group, or of all. */
interface Listener {
  readonly process: Process;
  /** What stands for the group; `null` for all. */
  readonly canonical: { readonly of: unknown } | null;
}

const NOBODY: readonly Pid[] = Object.freeze([]);

/**
 * The groups of a scope. All changes come through `join` and `leave` and are told to the listeners in that order: that is
 * where a cluster would hear of them, and bring in those of its other Systems, whose pids are told by their node.
 */
export class GroupsState {
  readonly process: Process;
  readonly groups: Map<unknown, Group> = new Map();
  readonly members: Map<Pid, Member> = new Map();
  readonly listeners: Map<Ref, Listener> = new Map();

  constructor(process: Process) {
    this.process = process;
  }

  /** Adds processes to a group, each as often as it is named. */
  join(group: unknown, pids: readonly Pid[]): void {
    if (pids.length === 0) return;
    const found = this.#groupOf(group);
    for (const pid of pids) {
      found.members.set(pid, (found.members.get(pid) ?? 0) + 1);
      const member = this.members.get(pid);
      if (member === undefined) this.members.set(pid, { ref: this.#watch(pid, "DOWN"), groups: new Set([found]) });
      else member.groups.add(found);
    }
    found.list = null;
    this.#told("join", found, pids);
  }

  /** Takes processes out of a group, each as often as it is named and was in it. False if none was in it. */
  leave(group: unknown, pids: readonly Pid[]): boolean {
    const found = this.groups.get(canonicalKey(group));
    if (found === undefined) return false;
    const left = pids.filter((pid) => this.#leaveOnce(found, pid));
    if (left.length > 0) this.#told("leave", found, left);
    return left.length > 0;
  }

  /** A member is dead: it leaves all its groups. */
  memberDown(pid: Pid): void {
    const member = this.members.get(pid);
    if (member === undefined) return;
    for (const group of member.groups) {
      const times = group.members.get(pid)!;
      this.#out(group, pid);
      this.#told("leave", group, new Array<Pid>(times).fill(pid));
    }
  }

  /** The members of a group, each as often as it has joined. The list never changes; a change makes another. */
  list(group: unknown): readonly Pid[] {
    const found = this.groups.get(canonicalKey(group));
    return found === undefined ? NOBODY : listOf(found);
  }

  /** All groups with their members. */
  all(): { readonly group: unknown; readonly pids: readonly Pid[] }[] {
    return [...this.groups.values()].map((each) => ({ group: each.group, pids: listOf(each) }));
  }

  /** Lets a process hear of the changes from now on, of one group or of all. */
  listen(process: Process, canonical: { readonly of: unknown } | null): Ref {
    const ref = this.#watch(process.pid, LISTENER_DOWN);
    this.listeners.set(ref, { process, canonical });
    return ref;
  }

  /** Ends that. False if this process does not listen by that reference. */
  unlisten(process: Process, ref: Ref): boolean {
    if (this.listeners.get(ref)?.process !== process) return false;
    this.listeners.delete(ref);
    demonitor(this.process, ref, { flush: false });
    return true;
  }

  /** Half a membership is none: who joined, or left, was stopped on the way. */
  mend(): void {
    for (const group of this.groups.values()) {
      group.list = null;
      for (const pid of group.members.keys()) {
        if (!this.members.get(pid)?.groups.has(group)) group.members.delete(pid);
      }
      if (group.members.size === 0) this.groups.delete(group.canonical);
    }
    for (const [pid, { ref, groups }] of this.members) {
      for (const group of groups) if (!group.members.has(pid)) groups.delete(group);
      if (groups.size > 0) continue;
      this.members.delete(pid);
      demonitor(this.process, ref, { flush: false });
    }
  }

  #groupOf(group: unknown): Group {
    const canonical = canonicalKey(group);
    let found = this.groups.get(canonical);
    if (found === undefined) {
      found = { canonical, group: this.process.runtime.pass(group), members: new Map(), list: null };
      this.groups.set(canonical, found);
    }
    return found;
  }

  #leaveOnce(group: Group, pid: Pid): boolean {
    const times = group.members.get(pid);
    if (times === undefined) return false;
    group.list = null;
    if (times === 1) this.#out(group, pid);
    else group.members.set(pid, times - 1);
    return true;
  }

  /** A `DOWN` that is on its way all the same is known by its reference to be old. */
  #out(group: Group, pid: Pid): void {
    group.list = null;
    group.members.delete(pid);
    if (group.members.size === 0) this.groups.delete(group.canonical);
    const member = this.members.get(pid)!;
    member.groups.delete(group);
    if (member.groups.size > 0) return;
    this.members.delete(pid);
    demonitor(this.process, member.ref, { flush: false });
  }

  #watch(pid: Pid, tag: string): Ref {
    return monitor(this.process, { target: this.process.runtime.find(pid), asked: pid, tag });
  }

  #told(type: "join" | "leave", { group, canonical }: Group, pids: readonly Pid[]): void {
    const { pid: scope, runtime } = this.process;
    const { events } = runtime;
    for (const [ref, listener] of this.listeners) {
      if (listener.canonical !== null && !Object.is(listener.canonical.of, canonical)) continue;
      if (listener.process.phase === DEAD) continue;
      listener.process.deliver(new SignalEnvelope(INFO, "", runtime.pass({ type, ref, group, pids: [...pids] })));
    }
    if (!events.active) return;
    for (const pid of pids) events.emit({ type: type === "join" ? "group.joined" : "group.left", pid, scope, group });
  }
}

function listOf(group: Group): readonly Pid[] {
  return group.list ??= Object.freeze(
    [...group.members].flatMap(([pid, times]) => times === 1 ? pid : new Array<Pid>(times).fill(pid)),
  );
}
