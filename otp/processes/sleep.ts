import { ArgumentError } from "./errors.ts";
import { unwatch, watch, type Watcher } from "./links.ts";
import { DEAD, type Process } from "./process.ts";
import { Deadline } from "./timers.ts";

/** A process that waits for time to pass. Ends with it: nothing is left behind of one that dies. */
class Sleep extends Deadline implements Watcher {
  readonly #process: Process;
  readonly #delayMs: number;
  readonly #wake: () => void;

  constructor(process: Process, delayMs: number, wake: () => void) {
    super();
    this.#process = process;
    this.#delayMs = delayMs;
    this.#wake = wake;
    watch(process, this);
    process.runtime.timers.add(this, delayMs);
  }

  expire(): void {
    unwatch(this.#process, this);
    this.#wake();
  }

  down(): void {
    this.#process.runtime.timers.remove(this, this.#delayMs);
  }
}

/** Lets a process wait so long in System time. Code of one that dies meanwhile never goes on. */
export function sleep(process: Process, delayMs: number): Promise<void> {
  if (typeof delayMs !== "number" || !(delayMs >= 0)) {
    throw new ArgumentError("sleep", { rule: "delayMs is a number of milliseconds from 0 up", value: delayMs });
  }
  if (process.phase === DEAD) return new Promise(() => {});
  return new Promise((wake) => void new Sleep(process, delayMs, wake));
}
