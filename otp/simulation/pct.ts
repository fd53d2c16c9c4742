import { checkOptions } from "../argument_error.ts";
import type { Random } from "../environment.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { Option, Strategy, StrategyPlan } from "./strategy.ts";

/** What PCT is told about the bugs it looks for. */
export interface PctOptions {
  /** How many turns must come in a certain order for the bug to show: its depth. @default {3} */
  depth?: number;
  /** How many turns a run has, about: as {@linkcode SimulationScheduler.steps} of a run before has told. @default {100} */
  steps?: number;
}

/**
 * Probabilistic concurrency testing: each process gets a priority by chance, the highest that can run always does, and at
 * `depth - 1` turns, drawn beforehand, whoever would run falls below all others.
 *
 * Where a run has `n` processes and at most `steps` turns, it finds a bug of this depth with a chance of at least
 * `1 / (n * steps ** (depth - 1))`, however the program looks otherwise (Burckhardt et al., ASPLOS 2010).
 *
 * @throws {ArgumentError} If depth or steps are no whole numbers from 1 up.
 */
export function pct(options: PctOptions = {}): StrategyPlan {
  const { depth = 3, steps = 100 } = checkOptions("make a PCT strategy", options);
  for (const [name, value] of Object.entries({ depth, steps })) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new ArgumentError("make a PCT strategy", { rule: `${name} is a whole number from 1 up`, value });
  }
  return { name: `pct-${depth}-${steps}`, begin: (random) => new Pct(random, depth, steps) };
}

class Pct implements Strategy {
  readonly #random: Random;
  /** Above 1 as drawn; below 1 once it has fallen. */
  readonly #priorities = new Map<string, number>();
  /** At which turns somebody falls, and how deep: two changes may come at one turn. */
  readonly #changes = new Map<number, number[]>();
  #turn = 0;

  constructor(random: Random, depth: number, steps: number) {
    this.#random = random;
    for (let change = 1; change < depth; change++) {
      const turn = 1 + Math.floor(random.next() * steps);
      const priority = change / depth;
      const same = this.#changes.get(turn);
      if (same === undefined) this.#changes.set(turn, [priority]);
      else same.push(priority);
    }
  }

  choose(options: readonly Option[]): number {
    let best = this.#highest(options);
    for (const priority of this.#changes.get(++this.#turn) ?? []) {
      this.#priorities.set(options[best]!.place, priority);
      best = this.#highest(options);
    }
    return best;
  }

  #highest(options: readonly Option[]): number {
    let best = 0;
    let highest = -1;
    for (let each = 0; each < options.length; each++) {
      const priority = this.#priority(options[each]!.place);
      if (priority > highest) [best, highest] = [each, priority];
    }
    return best;
  }

  #priority(place: string): number {
    let priority = this.#priorities.get(place);
    if (priority === undefined) this.#priorities.set(place, priority = 1 + this.#random.next());
    return priority;
  }
}
