import type { Pid, TreeNode } from "@superlearner/otp";
import type { LifecycleEvent } from "../sources/source.ts";
import { idIn } from "./look.ts";

/** How many processes are remembered, the dead included. */
const KEPT = 5000;

/** Who is known: names, places and deaths of processes, also of those that are gone. Fed with forests and events. */
export class Acquaintance {
  readonly #places = new Map<Pid, string>();
  readonly #exits = new Map<Pid, LifecycleEvent & { type: "process.exited" }>();

  learn(nodes: readonly TreeNode[]): void {
    for (const { pid, place, children } of nodes) {
      if (pid !== undefined) keep(this.#places, pid, place);
      this.learn(children);
    }
  }

  take(event: LifecycleEvent): void {
    if (event.type === "process.exited") keep(this.#exits, event.pid, event);
    if (event.type !== "child.started" && event.type !== "child.restarted") return;
    const { pid, child, childPid } = event;
    const place = this.placeUnder(pid, child);
    if (childPid !== undefined && place !== undefined) keep(this.#places, childPid, place);
  }

  place(pid: Pid | undefined): string | undefined {
    return pid === undefined ? undefined : this.#places.get(pid);
  }

  placeUnder(supervisor: Pid, id: string): string | undefined {
    const place = this.#places.get(supervisor);
    return place === undefined ? undefined : `${place}/${id.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  }

  exit(pid: Pid | undefined): (LifecycleEvent & { type: "process.exited" }) | undefined {
    return pid === undefined ? undefined : this.#exits.get(pid);
  }

  /** What people call a process: its id in the tree, its name, or what an event calls it. */
  who(pid: Pid | undefined, otherwise: string): string {
    const place = this.place(pid);
    return place === undefined ? otherwise : idIn(place);
  }
}

function keep<Value>(map: Map<Pid, Value>, pid: Pid, value: Value): void {
  map.delete(pid);
  map.set(pid, value);
  if (map.size > KEPT) map.delete(map.keys().next().value!);
}
