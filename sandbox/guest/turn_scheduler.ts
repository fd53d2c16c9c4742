import type { Runnable, Scheduler, SchedulerHost } from "@superlearner/otp";

/** What a scheduler needs of who drives the turns. */
export interface TurnDriver {
  /** Whether this turn has been long enough. */
  over(): boolean;
  /** Asks for another turn as soon as whoever drives has looked at everything else. */
  again(): void;
}

/** How many messages a process handles before the next has its turn. */
const BUDGET = 64;

/**
 * First come, first served, within turns that others drive: nothing of it runs by a timer of its own, and when a turn has
 * been long enough the rest waits for the next one.
 */
export class TurnScheduler implements Scheduler {
  readonly #driver: TurnDriver;
  #host: SchedulerHost | null = null;
  #first: Runnable | null = null;
  #last: Runnable | null = null;
  #awake = false;
  #stopped = false;

  /** Makes one that runs within the turns of a driver. */
  constructor(driver: TurnDriver) {
    this.#driver = driver;
  }

  /** Joins the System. */
  attach(host: SchedulerHost): void {
    this.#host = host;
  }

  /** Puts a process at the end of the queue, and wakes up. */
  enqueue(runnable: Runnable): void {
    if (this.#stopped) return;
    this.#append(runnable);
    this.#wake();
  }

  /** A turn begins: what the last one left waiting goes on. */
  resume(): void {
    if (this.#first === null) this.#host?.idle();
    else this.#wake();
  }

  /** Stops for good. */
  stop(): void {
    this.#stopped = true;
    this.#first = this.#last = null;
  }

  #wake(): void {
    if (this.#awake) return;
    this.#awake = true;
    void Promise.resolve().then(this.#run);
  }

  readonly #run = (): void => {
    let left = 0;
    while (this.#first !== null) {
      if (--left < 0) {
        if (this.#driver.over()) {
          this.#driver.again();
          break;
        }
        left = 16; // the clock is not looked at more often
      }
      const runnable = this.#first;
      this.#first = runnable.nextRunnable;
      if (this.#first === null) this.#last = null;
      runnable.nextRunnable = null;
      if (runnable.turn(BUDGET) && !this.#stopped) this.#append(runnable);
    }
    this.#awake = false;
  };

  #append(runnable: Runnable): void {
    if (this.#last === null) this.#first = runnable;
    else this.#last.nextRunnable = runnable;
    this.#last = runnable;
  }
}
