import { ArgumentError, NoProcessError } from "../processes/errors.ts";
import type { Host } from "../processes/host.ts";
import { isPid, type Pid, type Ref } from "../processes/pid.ts";
import { DEAD, type Process } from "../processes/process.ts";
import { flushMessages } from "../processes/receive.ts";
import type { ProcessName } from "../processes/via.ts";
import { canonicalKey } from "./canonical_key.ts";
import { GroupsState } from "./groups_state.ts";
import { ServerRef, type StopServerOptions } from "./server_ref.ts";
import { StateRef } from "./state_ref.ts";
import type { System } from "../system.ts";

const SCOPE = { what: "a scope of process groups", type: GroupsState };

/** What a monitor of groups sends when processes have joined or left; Erlang's `{Ref, join, Group, Pids}`. */
export interface GroupChange<Group = unknown> {
  /** Discriminant. */
  readonly type: "join" | "leave";
  /** The monitor. */
  readonly ref: Ref;
  /** The group. */
  readonly group: Group;
  /** Who, each as often as it has joined or left. */
  readonly pids: readonly Pid[];
}

/** A group and who is in it. */
export interface GroupMembers<Group> {
  /** The group. */
  readonly group: Group;
  /** Its members, each as often as it has joined. */
  readonly pids: readonly Pid[];
}

/** A running scope of process groups. Everything is done at once; the scope's process is needed for deaths alone. */
export class ProcessGroupsRef<Group> {
  readonly #scope: StateRef<GroupsState>;
  readonly #server: ServerRef<Record<never, never>, Record<never, never>>;

  /** @internal */
  constructor(host: Host, to: Pid | ProcessName) {
    this.#scope = new StateRef(host, { to, kind: SCOPE });
    this.#server = new ServerRef(host, to);
  }

  /** The System it belongs to. */
  get system(): System {
    return this.#server.system;
  }

  /** The scope's process; `undefined` if it does not run. */
  get pid(): Pid | undefined {
    return this.#server.pid;
  }

  /** Whether the scope runs. */
  get alive(): boolean {
    return this.#server.alive;
  }

  /**
   * Puts processes of this System into a group, which is there as soon as it has a member. A process may join again, and is
   * then a member twice.
   *
   * @throws {NoProcessError} If the scope does not run.
   * @throws {ArgumentError} If one is no process of this System, or the group is no key.
   */
  join(group: Group, pids: Pid | readonly Pid[]): void {
    this.#scope.get("join groups of").join(group, listOf("join", pids));
  }

  /**
   * Takes processes out of a group, once for each time they are named.
   *
   * @returns False if none of them was in it.
   * @throws {NoProcessError} If the scope does not run.
   */
  leave(group: Group, pids: Pid | readonly Pid[]): boolean {
    return this.#scope.get("leave groups of").leave(group, listOf("leave", pids));
  }

  /**
   * The members of a group, in no promised order, each as often as it has joined; one that has just died may be among them.
   * Nobody where there is no such group, or the scope does not run. The list is made once for each change, and frozen.
   */
  getMembers(group: Group): readonly Pid[] {
    return this.#scope.find("list the members of")?.list(group) ?? [];
  }

  /** Those of the members that live in this System. */
  getLocalMembers(group: Group): readonly Pid[] {
    return this.getMembers(group).filter(isLocal);
  }

  /** The groups that have members. */
  whichGroups(): Group[] {
    return this.#groups().map(({ group }) => group);
  }

  /** The groups that have members in this System. */
  whichLocalGroups(): Group[] {
    return this.#groups().filter(({ pids }) => pids.some(isLocal)).map(({ group }) => group);
  }

  /**
   * Gives the members of a group, and from then on sends each change to the calling process as a
   * {@linkcode GroupChange}. No change is missed and none is told that is in the list already.
   *
   * @throws {NoProcessError} If the scope does not run, or the calling process is dead.
   * @throws {ArgumentError} If no process is calling.
   */
  monitor(group: Group): { readonly ref: Ref; readonly pids: readonly Pid[] } {
    const state = this.#scope.get("monitor groups of");
    const of = canonicalKey(group);
    return { ref: state.listen(this.#listener("monitor a group for"), { of }), pids: state.list(group) };
  }

  /** Gives all groups with their members, and from then on sends each change to the calling process. */
  monitorScope(): { readonly ref: Ref; readonly groups: readonly GroupMembers<Group>[] } {
    const state = this.#scope.get("monitor groups of");
    return { ref: state.listen(this.#listener("monitor a scope for"), null), groups: this.#groups() };
  }

  /**
   * Ends a monitor of the calling process; changes that wait in its mailbox are taken out.
   *
   * @returns False if the calling process has no such monitor.
   */
  demonitor(ref: Ref): boolean {
    const caller = this.#listener("end a monitor of");
    if (!this.#scope.get("end a monitor of").unlisten(caller, ref)) return false;
    flushMessages(caller, (message) => isChange(message) && message.ref === ref);
    return true;
  }

  /** Stops the scope: its groups are gone. */
  stop(options: StopServerOptions = {}): Promise<void> {
    return this.#server.stop(options);
  }

  /** Prints as the scope's pid or name. */
  toString(): string {
    return this.#server.toString();
  }

  #groups(): GroupMembers<Group>[] {
    return (this.#scope.find("list the groups of")?.all() ?? []) as GroupMembers<Group>[];
  }

  /** Code of a dead process is told nothing more. */
  #listener(action: string): Process {
    const caller = this.#scope.caller(action);
    if (caller.phase !== DEAD) return caller;
    throw new NoProcessError(action, caller.pid);
  }
}

function listOf(action: string, pids: Pid | readonly Pid[]): readonly Pid[] {
  const list = typeof pids === "string" ? [pids] : pids;
  const rule = "the members are pids of this System";
  if (!Array.isArray(list)) throw new ArgumentError(action, { rule, value: pids });
  for (const pid of list) if (!isPid(pid) || !isLocal(pid)) throw new ArgumentError(action, { rule, value: pid });
  return list;
}

/** Whether a pid is of the System it is used in. */
function isLocal(pid: Pid): boolean {
  return pid.startsWith("<0.");
}

function isChange(message: unknown): message is GroupChange {
  if (typeof message !== "object" || message === null) return false;
  const { type, ref } = message as Partial<GroupChange>;
  return (type === "join" || type === "leave") && typeof ref === "string";
}
