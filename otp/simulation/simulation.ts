import { SeededRandom } from "../environment.ts";
import type { MessagePolicy } from "../processes/message_policy.ts";
import { type Logger, silentLogger } from "../processes/reporter.ts";
import { System, type SystemStopOptions } from "../system.ts";
import { LivelockError, SimulationScheduler } from "./simulation_scheduler.ts";
import { VirtualClock } from "./virtual_clock.ts";

/** What a simulation is made of. */
export interface SimulationOptions {
  /** Decides the order of turns and the random numbers. @default {0} */
  seed?: number;
  /** The choices of the scheduler, as {@linkcode Simulation.schedule} of a run before has given them. @default {""} */
  schedule?: string;
  /** First come, first served, once the given choices are used up. @default whether a schedule is given */
  fifo?: boolean;
  /** What sender and receiver of a message share. @default {"freeze"} */
  messages?: MessagePolicy;
  /** Where reports go. @default nowhere */
  logger?: Logger;
  /** How many turns may follow on each other at one moment; more is taken for a livelock. @default {1_000_000} */
  maxSteps?: number;
}

/**
 * A System in virtual time, with an order of turns that comes from a seed: the same seed, the same run.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Simulation } from "@superlearner/otp/simulation";
 *
 * await using simulation = new Simulation({ seed: 7 });
 * const me = simulation.system.attach();
 * simulation.system.sendAfter(me.pid, "an hour later", { delayMs: 3_600_000 });
 * await simulation.advance(3_600_000);
 * assertEquals(await me.receive(), "an hour later");
 * ```
 */
export class Simulation implements AsyncDisposable {
  /** The simulated System. */
  readonly system: System;
  /** Its time. */
  readonly clock: VirtualClock = new VirtualClock();
  /** Its order of turns. */
  readonly scheduler: SimulationScheduler;
  /** What decides the order of turns. */
  readonly seed: number;
  readonly #maxSteps: number;

  /**
   * Makes a System that nothing has happened in yet.
   *
   * @throws {ArgumentError} If the schedule is none.
   */
  constructor(options: SimulationOptions = {}) {
    const { seed = 0, schedule = "", messages = "freeze", logger = silentLogger } = options;
    const { fifo = schedule !== "", maxSteps = 1_000_000 } = options;
    this.#maxSteps = maxSteps;
    this.seed = seed;
    const choices = schedule === "" ? [] : schedule.split(".").map((choice) => choice === "" ? NaN : Number(choice));
    this.scheduler = new SimulationScheduler({ random: new SeededRandom(seed), choices, fifo, maxSteps });
    const random = new SeededRandom(seed + 1);
    this.system = new System({ clock: this.clock, random, scheduler: this.scheduler, messages, logger });
  }

  /**
   * The choices made so far on one line: given to another simulation of the same seed, they make it run the same way.
   * Zeros at the end are left out.
   */
  get schedule(): string {
    const { choices } = this.scheduler;
    return choices.slice(0, choices.findLastIndex((choice) => choice !== 0) + 1).join(".");
  }

  /**
   * Waits until nothing is left to do at this moment of virtual time.
   *
   * @throws {LivelockError} If that does not come.
   */
  async settle(): Promise<void> {
    const { scheduler } = this;
    scheduler.allowMore();
    do {
      await scheduler.rest();
      if (scheduler.failure !== undefined) throw scheduler.failure;
      if (scheduler.livelocked) throw this.#livelock("settle");
    } while (!scheduler.idle);
  }

  /**
   * Moves virtual time, alarm by alarm, and lets everything finish in between.
   *
   * @throws {LivelockError} If there is no end to what happens at one moment.
   */
  async advance(ms: number): Promise<void> {
    const { clock, scheduler } = this;
    let moment = clock.now();
    let steps = scheduler.steps;
    await clock.advance(ms, async () => {
      await this.settle();
      if (clock.now() !== moment) [moment, steps] = [clock.now(), scheduler.steps];
      else if (scheduler.steps - steps > this.#maxSteps) throw this.#livelock("advance");
    });
    await this.settle();
  }

  /**
   * Stops the System; time goes on as far as its shutdown needs.
   *
   * @throws {LivelockError} If the shutdown has no end.
   */
  async stop(options: SystemStopOptions = {}): Promise<void> {
    const { clock, scheduler } = this;
    const steps = scheduler.steps;
    let done = false;
    const stopped = this.system.stop(options).finally(() => done = true);
    for (await this.settle(); !done && clock.nextAlarm !== undefined; await this.settle()) {
      if (scheduler.steps - steps > this.#maxSteps) throw this.#livelock("stop");
      await clock.advance(clock.nextAlarm - clock.now(), () => this.settle());
    }
    await stopped;
  }

  /** Stops the System; see {@linkcode Simulation.stop}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #livelock(action: string): LivelockError {
    return new LivelockError(`Cannot ${action}: more than ${this.#maxSteps} turns at ${this.clock.now()} ms`);
  }
}
