import {
  type Pid,
  type Restart,
  supervisionTree,
  type System,
  type SystemEvent,
  type TreeNode,
} from "@superlearner/otp";

/** Somebody is in a place now. */
export interface Arrival {
  /** The place: ids from the root to here. */
  readonly place: string;
  /** Who; nobody where the start was ignored. */
  readonly pid: Pid | undefined;
}

/** A place in a supervision tree: it outlives those who are in it. */
interface Place {
  readonly place: string;
  /** Who supervises whoever is there; nobody at a root. */
  readonly supervisor: Pid | undefined;
}

/**
 * Who is where in the supervision trees of a System, kept up by its events. A child that is started before its own
 * supervisor is known, as in a restart of a whole branch, arrives with that one.
 */
export class Places {
  readonly #system: System;
  readonly #byPid = new Map<Pid, Place>();
  readonly #restarts = new Map<string, Restart>();
  /** Children of supervisors whose own place is not known yet. */
  readonly #early = new Map<Pid, { readonly child: string; readonly pid: Pid | undefined }[]>();

  /** Begins with the trees as they are now. */
  constructor(system: System) {
    this.#system = system;
    this.#scan();
  }

  /** The place of a process, also of one that is dead; `undefined` if it is in no tree. */
  of(pid: Pid): string | undefined {
    return this.#byPid.get(pid)?.place;
  }

  /** Who supervises a process. */
  supervisorOf(pid: Pid): Pid | undefined {
    return this.#byPid.get(pid)?.supervisor;
  }

  /** Everybody, parents before children. */
  get all(): Arrival[] {
    return [...this.#byPid].map(([pid, { place }]) => ({ place, pid }));
  }

  /** When a place is filled again; `undefined` where that is not known, as of a place that is gone. */
  restartOf(place: string): Restart | undefined {
    if (!this.#restarts.has(place)) this.#scan();
    return this.#restarts.get(place);
  }

  /** Takes note of an event, and gives those who are in place by it. */
  hear(event: SystemEvent): Arrival[] {
    if (event.type === "child.stopped" && event.removed) {
      const parent = this.#byPid.get(event.pid);
      if (parent !== undefined) this.#restarts.delete(below(parent.place, event.child));
    }
    if (event.type !== "child.started" && event.type !== "child.restarted") return [];
    const arrival = { child: event.child, pid: event.childPid };
    if (this.#byPid.has(event.pid)) return this.#settle(event.pid, arrival);
    this.#early.set(event.pid, [...this.#early.get(event.pid) ?? [], arrival]);
    return [];
  }

  #settle(supervisor: Pid, { child, pid }: { child: string; pid: Pid | undefined }): Arrival[] {
    const place = below(this.#byPid.get(supervisor)!.place, child);
    if (pid === undefined) return [{ place, pid }];
    this.#byPid.set(pid, { place, supervisor });
    const early = this.#early.get(pid) ?? [];
    this.#early.delete(pid);
    return [{ place, pid }, ...early.flatMap((each) => this.#settle(pid, each))];
  }

  #scan(): void {
    const add = (node: TreeNode, supervisor: Pid | undefined) => {
      if (node.pid !== undefined) this.#byPid.set(node.pid, { place: node.place, supervisor });
      if (node.restart !== undefined) this.#restarts.set(node.place, node.restart);
      for (const child of node.children) add(child, node.pid);
    };
    for (const root of supervisionTree(this.#system, { memory: false })) add(root, undefined);
  }
}

/** The place of a child, in the form of RFC 6901. */
function below(place: string, child: string): string {
  return `${place}/${child.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
