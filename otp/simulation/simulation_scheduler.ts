import type { Random } from "../environment.ts";
import { SeededRandom } from "../environment.ts";
import type { Runnable, Scheduler, SchedulerHost } from "../processes/scheduler.ts";

/** What decides the order of turns. */
export interface SimulationSchedulerOptions {
  /** Where choices come from that are not given. @default {new SeededRandom(0)} */
  random?: Random;
  /** The first choices: which of the runnable processes has its turn, 0 being the one that waits longest. @default {[]} */
  choices?: readonly number[];
  /** Always the one that waits longest, once the given choices are used up. @default {false} */
  fifo?: boolean;
}

/** Turns of the microtask queue between two choices, so that code that goes on after an `await` has done its next thing. */
const SETTLING = 6;

/**
 * Gives one message at a time to one of the processes that are runnable, by choices that can be written down: the same
 * choices give the same run. Never yields to the event loop, so nothing outside can come between.
 */
export class SimulationScheduler implements Scheduler {
  readonly #random: Random;
  readonly #given: readonly number[];
  readonly #fifo: boolean;
  #runnable: Runnable[] = [];
  #awake = false;
  #stopped = false;
  #host: SchedulerHost | undefined;

  /** The choices made so far. */
  readonly choices: number[] = [];

  /** Makes a scheduler for one run. */
  constructor(options: SimulationSchedulerOptions = {}) {
    const { random = new SeededRandom(0), choices = [], fifo = false } = options;
    this.#random = random;
    this.#given = choices;
    this.#fifo = fifo;
  }

  /** Whether nothing is runnable. */
  get idle(): boolean {
    return !this.#awake;
  }

  /** How many turns were given. */
  get steps(): number {
    return this.choices.length;
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
