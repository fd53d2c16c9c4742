import type { ExitReason, Pid, System } from "@superlearner/otp";

/** Who died of what, and who came in whose place, in a System, from the moment on that this is made. */
export class Lives {
  readonly #system: System;
  readonly #exits = new Map<Pid, ExitReason>();
  readonly #successors = new Map<Pid, Pid>();
  readonly #waiting = new Set<() => void>();

  /** Begins to write down. */
  constructor(system: System) {
    this.#system = system;
    system.events.subscribe((event) => {
      if (event.type === "process.exited") this.#exits.set(event.pid, event.reason);
      else if (event.type === "child.restarted" && event.oldPid !== undefined && event.childPid !== undefined) {
        this.#successors.set(event.oldPid, event.childPid);
      } else return;
      for (const look of [...this.#waiting]) look();
    }, { types: ["process.exited", "child.restarted"] });
  }

  /** Waits until a process is dead: what it died of; `"noproc"` if it was dead before. */
  exitOf(pid: Pid): Promise<ExitReason> {
    return this.#found(() => this.#exits.get(pid) ?? (this.#system.isAlive(pid) ? undefined : "noproc"));
  }

  /** Waits until another process is in the place of one. */
  successorOf(pid: Pid): Promise<Pid> {
    return this.#found(() => this.#successors.get(pid));
  }

  #found<Value>(look: () => Value | undefined): Promise<Value> {
    const { promise, resolve } = Promise.withResolvers<Value>();
    const attempt = () => {
      const found = look();
      if (found === undefined) return;
      this.#waiting.delete(attempt);
      resolve(found);
    };
    this.#waiting.add(attempt);
    attempt();
    return promise;
  }
}
