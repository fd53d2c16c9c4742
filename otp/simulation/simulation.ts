import { SeededRandom } from "../environment.ts";
import type { MessagePolicy } from "../processes/message_policy.ts";
import { type Logger, silentLogger } from "../processes/reporter.ts";
import { System } from "../system.ts";
import { SimulationScheduler } from "./simulation_scheduler.ts";
import { VirtualClock } from "./virtual_clock.ts";

/** What a simulation is made of. */
export interface SimulationOptions {
  /** Decides the order of turns and the random numbers. @default {0} */
  seed?: number;
  /** The first choices of the scheduler, as a run before has printed them. @default {""} */
  schedule?: string;
  /** First come, first served, once the given choices are used up. @default {false} */
  fifo?: boolean;
  /** What sender and receiver of a message share. @default {"freeze"} */
  messages?: MessagePolicy;
  /** Where reports go. @default nowhere */
  logger?: Logger;
  /** How many turns a run may have between two settlings; more is taken for a livelock. @default {1_000_000} */
  maxSteps?: number;
}

/** Too many turns without an end: processes that keep each other busy for ever. */
export class LivelockError extends Error {
  /** Always `"LivelockError"`. */
  override readonly name: string = "LivelockError";
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

  /** Makes a System that nothing has happened in yet. */
  constructor(options: SimulationOptions = {}) {
    const { seed = 0, schedule = "", fifo = false, messages = "freeze", logger = silentLogger } = options;
    this.#maxSteps = options.maxSteps ?? 1_000_000;
    this.seed = seed;
    const choices = schedule === "" ? [] : schedule.split(".").map(Number);
    this.scheduler = new SimulationScheduler({ random: new SeededRandom(seed), choices, fifo });
    const random = new SeededRandom(seed + 1);
    this.system = new System({ clock: this.clock, random, scheduler: this.scheduler, messages, logger });
  }

  /** The choices made so far on one line, to be given to another simulation; trailing zeros are left out. */
  get schedule(): string {
    return this.scheduler.choices.join(".").replace(/(\.?0)+$/, "");
  }

  /**
   * Waits until nothing is left to do at this moment of virtual time.
   *
   * @throws {LivelockError} If that does not come.
   */
  async settle(): Promise<void> {
    const limit = this.scheduler.steps + this.#maxSteps;
    do {
      await nextTask();
      if (this.scheduler.steps > limit) {
        throw new LivelockError(`Cannot settle: more than ${this.#maxSteps} turns at ${this.clock.now()} ms`);
      }
    } while (!this.scheduler.idle);
  }

  /** Moves virtual time, alarm by alarm, and lets everything finish in between. */
  async advance(ms: number): Promise<void> {
    await this.clock.advance(ms, () => this.settle());
    await this.settle();
  }

  /** Stops the System; time goes on as far as its shutdown needs. */
  async stop(): Promise<void> {
    let done = false;
    const stopped = this.system.stop().finally(() => done = true);
    for (await this.settle(); !done && this.clock.nextAlarm !== undefined; await this.settle()) {
      await this.clock.advance(this.clock.nextAlarm - this.clock.now(), () => this.settle());
    }
    await stopped;
  }

  /** Stops the System; see {@linkcode Simulation.stop}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/** Lets every microtask run, and what they bring about. A message port is the quickest way that every platform has. */
function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      port2.close();
      resolve();
    };
    port2.postMessage(0);
  });
}
