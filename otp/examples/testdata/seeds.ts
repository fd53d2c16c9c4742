/** What the tests of the examples share: a run under many seeds, with processes that are killed at random moments. */
import { type Pid, type Random, SeededRandom, type System } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";

/** One run. */
export interface Run {
  readonly system: System;
  readonly random: Random;
  /** Lets everything finish that can without time passing. */
  settle(): Promise<void>;
  /** Lets time pass. */
  advance(ms: number): Promise<void>;
}

/** Runs a test under many seeds; each is another order of turns and other random numbers. */
export async function underSeeds(body: (run: Run) => Promise<void>, seeds = 50): Promise<void> {
  for (let seed = 0; seed < seeds; seed++) {
    await using simulation = new Simulation({ seed });
    try {
      await body({
        system: simulation.system,
        random: new SeededRandom(1000 + seed),
        settle: () => simulation.settle(),
        advance: (ms) => simulation.advance(ms),
      });
    } catch (error) {
      throw new Error(`Under seed ${seed}`, { cause: error });
    }
  }
}

/** The fate of a promise, once it is known. */
export function watch<Value>(promise: Promise<Value>): { value?: Value; error?: unknown } {
  const fate: { value?: Value; error?: unknown } = {};
  promise.then((value) => fate.value = value, (error) => fate.error = error);
  return fate;
}

/** One of a list, by chance. */
export function pick<Item>(random: Random, items: readonly Item[]): Item | undefined {
  return items[Math.floor(random.next() * items.length)];
}

/** Lets somebody crash. */
export function crash(system: System, pid: Pid | undefined): void {
  if (pid !== undefined) system.exit(pid, "boom");
}
