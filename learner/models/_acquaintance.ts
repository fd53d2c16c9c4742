import type { Pid, TreeNode } from "@superlearner/otp";
import type { LifecycleEvent } from "../sources/source.ts";

/** How many processes are remembered, the dead included. */
const KEPT = 5000;

/** Who is known: names, places and deaths of processes, also of those that are gone. Fed with forests and events. */
export class Acquaintance {
  readonly #places = new Map<Pid, string>();
  readonly #names = new Map<Pid, string>();
  readonly #claimed = new Map<Pid, true>();
  readonly #exits = new Map<Pid, LifecycleEvent & { type: "process.exited" }>();

  learn(nodes: readonly TreeNode[]): void {
    for (const { pid, place, children } of nodes) {
      if (pid !== undefined) keep(this.#places, pid, place);
      this.learn(children);
    }
  }

  take(event: LifecycleEvent): void {
    if (event.type === "process.started" && event.name !== undefined) keep(this.#names, event.pid, event.name);
    if (event.type === "process.exited") keep(this.#exits, event.pid, event);
    if (event.type !== "child.started" && event.type !== "child.restarted") return;
    const { pid, child, childPid } = event;
    const place = this.placeUnder(pid, this.#idOf(childPid, child));
    if (childPid !== undefined && place !== undefined) keep(this.#places, childPid, place);
  }

  place(pid: Pid | undefined): string | undefined {
    return pid === undefined ? undefined : this.#places.get(pid);
  }

  placeUnder(supervisor: Pid, id: string): string | undefined {
    const place = this.#places.get(supervisor);
    return place === undefined ? undefined : `${place}/${id}`;
  }

  exit(pid: Pid | undefined): (LifecycleEvent & { type: "process.exited" }) | undefined {
    return pid === undefined ? undefined : this.#exits.get(pid);
  }

  /**
   * Who has just died under a supervisor, in a place that an event calls so. A number tells nothing of a place, so of
   * several that died under a DynamicSupervisor each is given once.
   */
  lately(supervisor: Pid, child: string): Pid | undefined {
    const place = this.placeUnder(supervisor, child);
    const above = this.place(supervisor);
    const isIt = (pid: Pid) => {
      const its = this.place(pid);
      if (its === undefined || this.#claimed.has(pid)) return false;
      return child.startsWith("#") ? its.slice(0, its.lastIndexOf("/")) === above : its === place;
    };
    const found = [...this.#exits.keys()].findLast(isIt);
    if (found !== undefined) keep(this.#claimed, found, true);
    return found;
  }

  /** What people call a process: its id in the tree, its name, or what an event calls it. */
  who(pid: Pid | undefined, otherwise: string): string {
    const place = this.place(pid);
    return place === undefined ? this.#idOf(pid, otherwise) : place.slice(place.lastIndexOf("/") + 1);
  }

  /** A DynamicSupervisor's events call its children by number, its tree by name. */
  #idOf(pid: Pid | undefined, child: string): string {
    return (child.startsWith("#") && pid !== undefined ? this.#names.get(pid) : undefined) ?? child;
  }
}

function keep<Value>(map: Map<Pid, Value>, pid: Pid, value: Value): void {
  map.delete(pid);
  map.set(pid, value);
  if (map.size > KEPT) map.delete(map.keys().next().value!);
}
