import { ArgumentError } from "./argument_error.ts";

/** All that a System takes from outside itself: time and chance. Both can be replaced, which makes a run repeatable. */

/** One alarm of a {@linkcode Clock}. */
export interface Alarm {
  /** Forgets the alarm; it will not fire. */
  cancel(): void;
}

/** Where a System's time comes from. */
export interface Clock {
  /**
   * Whether reading the time costs as much as handling a message. Then time-outs of calls count from the next turn of the
   * event loop: never less than was asked for, and as much more as that turn is away.
   *
   * @default {false}
   */
  readonly costly?: boolean;
  /** Milliseconds since some fixed moment; never goes back. */
  now(): number;
  /** Milliseconds since 1970, for people. */
  wallTime(): number;
  /** Calls `fire` once when {@linkcode Clock.now} has reached `atMs`, never before this call returns. */
  setAlarm(atMs: number, fire: () => void): Alarm;
}

/** Where a System's chance comes from. */
export interface Random {
  /** The next number, at least 0 and below 1. */
  next(): number;
}

/** The longest native time-out that platforms keep; a longer one would fire at once. */
const LONGEST_MS = 2_147_483_647;

/** The time of the machine. */
export class RealClock implements Clock {
  /** `performance.now` is a call into the platform. */
  readonly costly: boolean = true;

  /** Milliseconds since the isolate started. */
  now(): number {
    return performance.now();
  }

  /** Milliseconds since 1970. */
  wallTime(): number {
    return Date.now();
  }

  /** Calls `fire` when the time has come; a native time-out may fire a little early, so it is checked. */
  setAlarm(atMs: number, fire: () => void): Alarm {
    let timer: ReturnType<typeof setTimeout>;
    const arm = () => {
      const left = Math.min(LONGEST_MS, Math.max(0, Math.ceil(atMs - performance.now())));
      timer = setTimeout(() => performance.now() >= atMs ? fire() : arm(), left);
    };
    arm();
    return { cancel: () => clearTimeout(timer) };
  }
}

/** The chance of the machine. */
export class RealRandom implements Random {
  /** The next number of `Math.random`. */
  next(): number {
    return Math.random();
  }
}

/**
 * Repeatable numbers from a seed: the same seed gives the same numbers on every machine.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { SeededRandom } from "@superlearner/otp";
 *
 * assertEquals(new SeededRandom(7).next(), new SeededRandom(7).next());
 * ```
 */
export class SeededRandom implements Random {
  #state: number;

  /** Starts the sequence of a seed; any number will do. @throws {ArgumentError} If it is none. */
  constructor(seed: number) {
    if (typeof seed !== "number") throw new ArgumentError("seed chance", { rule: "a seed is a number", value: seed });
    this.#state = seed >>> 0;
  }

  /** The next number (mulberry32, 32 bits of state). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}
