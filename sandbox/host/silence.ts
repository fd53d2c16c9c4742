import type { Alarm, Clock } from "@superlearner/otp";
import { PING_MS, SILENCE_MS } from "../limits/limit_periods.ts";
import { setPatientAlarm } from "./patient_alarm.ts";

/** Who is watched, and how. */
export interface SilenceOptions {
  readonly clock: Clock;
  /** How long he may be busy with something else, in milliseconds. */
  readonly busyMs: number;
  /** Asks for a sign of life. */
  readonly ask: () => void;
  /** Told once of a silence that was too long, in milliseconds. */
  readonly silent: (ms: number) => void;
}

/** Asks again and again for a sign of life, and tells if there is none for so long. */
export class Silence {
  readonly #options: SilenceOptions;
  #heardAt: number;
  /** For how long this program was busy in one go since then: what was said meanwhile it has not heard yet. */
  #awayMs = 0;
  #alarm: Alarm | undefined;

  /** Begins. */
  constructor(options: SilenceOptions) {
    this.#options = options;
    this.#heardAt = options.clock.now();
    this.#wait();
  }

  /** Something was heard. */
  heard(): void {
    this.#heardAt = this.#options.clock.now();
    this.#awayMs = 0;
  }

  /** Nobody is watched any more. */
  end(): void {
    this.#alarm?.cancel();
  }

  #wait(): void {
    const { ask, busyMs, clock, silent } = this.#options;
    const since = clock.now();
    const look = () => {
      const now = clock.now();
      this.#awayMs += Math.max(0, now - Math.max(since, this.#heardAt) - PING_MS);
      const silentMs = now - this.#heardAt - this.#awayMs;
      if (silentMs > busyMs + SILENCE_MS) return silent(Math.round(silentMs));
      ask();
      this.#wait();
    };
    this.#alarm = setPatientAlarm(clock, { afterMs: PING_MS, fire: look });
  }
}
