import type { Random } from "../environment.ts";
import { SeededRandom } from "../environment.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { Runnable, Scheduler, SchedulerHost } from "../processes/scheduler.ts";

/** What decides the order of turns. */
export interface SimulationSchedulerOptions {
  /** Where choices come from that are not given. @default {new SeededRandom(0)} */
  random?: Random;
  /** The first choices: which of the runnable processes has its turn, 0 being the one that waits longest. @default {[]} */
  choices?: readonly number[];
  /** Always the one that waits longest, once the given choices are used up. @default {false} */
  fifo?: boolean;
  /** How many turns may follow on each other before {@linkcode SimulationScheduler.allowMore}. @default {1_000_000} */
  maxSteps?: number;
}

/** Too many turns without an end: processes that keep each other busy for ever. */
export class LivelockError extends Error {
  /** Always `"LivelockError"`. */
  override readonly name: string = "LivelockError";
}

/** Turns of the microtask queue between two choices, so that code that goes on after an `await` has done its next thing. */
const SETTLING = 6;

/**
 * Gives one message at a time to one of the processes that are runnable, by choices that can be written down: the same
 * choices give the same run. Never yields to the event loop, so nothing outside can come between; where that would never
 * end, it stands still and says so.
 */
export class SimulationScheduler implements Scheduler {
  readonly #random: Random;
  readonly #given: readonly number[];
  readonly #fifo: boolean;
  readonly #maxSteps: number;
  #limit: number;
  #livelocked = false;
  #runnable: Runnable[] = [];
  #awake = false;
  #stopped = false;
  #host: SchedulerHost | undefined;

  /** The choices made so far. */
  readonly choices: number[] = [];

  /** Makes a scheduler for one run. */
  constructor(options: SimulationSchedulerOptions = {}) {
    const { random = new SeededRandom(0), choices = [], fifo = false, maxSteps = 1_000_000 } = options;
    for (const choice of choices) {
      if (Number.isInteger(choice) && choice >= 0) continue;
      throw new ArgumentError("make a SimulationScheduler", {
        rule: "a choice is a whole number from 0 up",
        value: choice,
      });
    }
    this.#random = random;
    this.#given = choices;
    this.#fifo = fifo;
    this.#maxSteps = maxSteps;
    this.#limit = maxSteps;
  }

  /** Whether nothing is runnable. */
  get idle(): boolean {
    return !this.#awake;
  }

  /** How many turns were given. */
  get steps(): number {
    return this.choices.length;
  }

  /** Whether it has given up; nothing has its turn before {@linkcode SimulationScheduler.allowMore}. */
  get livelocked(): boolean {
    return this.#livelocked;
  }

  /** Says that somebody watches: from now on `maxSteps` more turns are no livelock. */
  allowMore(): void {
    this.#limit = this.steps + this.#maxSteps;
    if (!this.#livelocked) return;
    this.#livelocked = false;
    this.#soon(SETTLING);
  }

  /** Joins the System. */
  attach(host: SchedulerHost): void {
    this.#host = host;
  }

  /** A process became runnable. */
  enqueue(runnable: Runnable): void {
    if (this.#stopped) return;
    this.#runnable.push(runnable);
    if (this.#awake) return;
    this.#awake = true;
    this.#soon(SETTLING);
  }

  /** Stops for good. */
  stop(): void {
    this.#stopped = true;
    this.#awake = false;
    this.#runnable = [];
  }

  #soon(turns: number): void {
    queueMicrotask(() => turns > 1 ? this.#soon(turns - 1) : this.#step());
  }

  #step(): void {
    if (this.#stopped) return;
    if (this.#runnable.length === 0) {
      this.#awake = false;
      this.#host?.idle();
      return;
    }
    if (this.steps >= this.#limit) {
      this.#livelocked = true;
      return;
    }
    const [runnable] = this.#runnable.splice(this.#choose(), 1);
    if (runnable!.turn(1)) this.#runnable.push(runnable!);
    this.#soon(SETTLING);
  }

  #choose(): number {
    const count = this.#runnable.length;
    const given = this.#given[this.choices.length];
    const choice = given !== undefined
      ? given % count
      : this.#fifo || count === 1
      ? 0
      : Math.floor(this.#random.next() * count);
    this.choices.push(choice);
    return choice;
  }
}
