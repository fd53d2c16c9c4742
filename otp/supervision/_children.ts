import type { Pid } from "../processes/pid.ts";
import type { Process } from "../processes/process.ts";
import type { FullChildSpec } from "./child_spec.ts";
import type { ChildFacts } from "./restart_policy.ts";

/** A child as its supervisor keeps it. The place stays, whoever is in it. */
export interface Child {
  readonly spec: FullChildSpec;
  process: Process | null;
  /** A restart failed and will be tried again. */
  restarting: boolean;
  /** Its start is under way. */
  starting: boolean;
  /** How often it was restarted. */
  restarts: number;
}

/** The children of a supervisor, in start order. */
export class Children {
  readonly #byId = new Map<string, Child>();
  readonly #byPid = new Map<Pid, Child>();

  /** All, in start order. */
  get all(): Child[] {
    return [...this.#byId.values()];
  }

  /** Adds a place at the end. */
  add(spec: FullChildSpec): Child {
    const child: Child = { spec, process: null, restarting: false, starting: false, restarts: 0 };
    this.#byId.set(spec.id, child);
    return child;
  }

  get(id: string): Child | undefined {
    return this.#byId.get(id);
  }

  /** The child that this process is, or was until it died. */
  of(pid: Pid): Child | undefined {
    return this.#byPid.get(pid);
  }

  /** Puts a process into a place, or empties it. */
  occupy(child: Child, process: Process | null): void {
    if (child.process !== null) this.#byPid.delete(child.process.pid);
    child.process = process;
    child.restarting = false;
    if (process !== null) this.#byPid.set(process.pid, child);
  }

  /** Takes the place away. */
  remove(child: Child): void {
    this.occupy(child, null);
    this.#byId.delete(child.spec.id);
  }

  /** What the restart policy needs to know. */
  get facts(): ChildFacts[] {
    return this.all.map(({ spec, process, restarting }) => ({
      id: spec.id,
      restart: spec.restart,
      significant: spec.significant,
      running: process !== null || restarting,
    }));
  }
}
