import type { ExitReason } from "../processes/exit_reason.ts";
import { unwatch, watch, type Watcher } from "../processes/links.ts";
import type { Pid } from "../processes/pid.ts";
import { DEAD, type Process } from "../processes/process.ts";

/** The processes of this side whose death the other side is to be told, once each. */
export class Watched {
  readonly #tell: (pid: Pid, reason: ExitReason) => void;
  readonly #all = new Map<Pid, { readonly process: Process; readonly watcher: Watcher }>();

  constructor(tell: (pid: Pid, reason: ExitReason) => void) {
    this.#tell = tell;
  }

  /** How many there are. */
  get size(): number {
    return this.#all.size;
  }

  /** Whether the other side will be told, or just is. */
  has(process: Process): boolean {
    return this.#all.has(process.pid);
  }

  /** Tells of the death of this one as well; at once, if it is dead. */
  add(process: Process): void {
    const { pid } = process;
    if (this.#all.has(pid)) return;
    if (process.phase === DEAD) return this.#tell(pid, process.exitReason!);
    const watcher: Watcher = {
      down: (_process, reason) => {
        this.#tell(pid, reason); // first: where it is stopped in between it is told once more, which does no harm
        this.#all.delete(pid);
      },
    };
    this.#all.set(pid, { process, watcher });
    watch(process, watcher);
  }

  /** The other side does not want to be told any more. */
  delete(pid: Pid): void {
    const watched = this.#all.get(pid);
    if (watched === undefined) return;
    this.#all.delete(pid);
    unwatch(watched.process, watched.watcher);
  }

  /** Nobody is told any more. */
  clear(): void {
    for (const pid of [...this.#all.keys()]) this.delete(pid);
  }
}
