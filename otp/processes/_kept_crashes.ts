import type { Pid } from "./pid.ts";
import type { Process } from "./process.ts";

/** How many dead processes that crashed stay open for inspection. */
const KEPT = 64;

/** The last processes that crashed. A ring: moving all others up would be a tenth of what a restart costs. */
export class KeptCrashes {
  readonly #ring: (Process | null)[] = new Array(KEPT).fill(null);
  /** Where the next one goes. */
  #next = 0;
  #last: Process | null = null;

  /** Keeps one more, in place of the oldest; the last one again is the same as once. */
  add(process: Process): void {
    if (this.#last === process) return;
    const forgotten = this.#ring[this.#next]!; // at one go from here
    this.#ring[this.#next] = this.#last = process;
    this.#next = (this.#next + 1) % KEPT;
    if (forgotten !== null) forgotten.state = forgotten.current = null; // whoever still holds it must not hold what it knew
  }

  /** The one with this pid. */
  find(pid: Pid): Process | undefined {
    return this.#ring.find((each) => each?.pid === pid) ?? undefined;
  }
}
