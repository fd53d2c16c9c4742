import type { Runtime } from "../processes/runtime.ts";
import { Deadline } from "../processes/timers.ts";

/** Beats again and again until it is stopped. */
export class Heartbeat extends Deadline {
  readonly #runtime: Runtime;
  readonly #everyMs: number;
  readonly #beat: () => void;
  #beating = false;

  constructor(runtime: Runtime, everyMs: number, beat: () => void) {
    super();
    this.#runtime = runtime;
    this.#everyMs = everyMs;
    this.#beat = beat;
  }

  start(): void {
    if (this.#everyMs === Infinity || this.#beating) return;
    this.#beating = true;
    this.#runtime.timers.add(this, this.#everyMs);
  }

  expire(): void {
    this.#beating = false;
    this.#beat();
    if (!this.#stopped) this.start();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#beating) this.#runtime.timers.remove(this, this.#everyMs);
    this.#beating = false;
    this.#runtime.timers.release();
  }

  #stopped = false;
}
