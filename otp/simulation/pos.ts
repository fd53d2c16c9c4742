import type { Random } from "../environment.ts";
import type { Option, Strategy, StrategyPlan } from "./strategy.ts";

/**
 * Partial-order sampling: each pending turn gets a priority by chance and the highest is next; what may race with the turn
 * that ran gets a new one. It samples the orders that differ, not the sequences, so that a process which must wait for
 * many turns of others is as likely to as one that must wait for few (Yuan, Yang, Gu, CAV 2018).
 *
 * Two turns race where both send to the same mailbox, since what differs is the order in which messages arrive there.
 * Where a turn that has not run will send is taken from the turns before it of the same process and kind of message; the
 * first of its kind may send anywhere.
 */
export function pos(): StrategyPlan {
  return { name: "pos", begin: (random) => new Pos(random) };
}

class Pos implements Strategy {
  readonly #random: Random;
  readonly #priorities = new Map<number, number>();
  /** Where turns of a kind have sent to so far. */
  readonly #habits = new Map<string, Set<string>>();
  #pending: readonly Option[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  choose(options: readonly Option[]): number {
    this.#pending = options;
    let best = 0;
    let highest = -1;
    for (let each = 0; each < options.length; each++) {
      const { id } = options[each]!;
      let priority = this.#priorities.get(id);
      if (priority === undefined) this.#priorities.set(id, priority = this.#random.next());
      if (priority > highest) [best, highest] = [each, priority];
    }
    return best;
  }

  ran(option: Option, reached: ReadonlySet<string>): void {
    this.#priorities.delete(option.id);
    const kind = kindOf(option);
    const habit = this.#habits.get(kind);
    if (habit === undefined) this.#habits.set(kind, new Set(reached));
    else for (const place of reached) habit.add(place);
    if (reached.size === 0) return;
    for (const other of this.#pending) {
      if (other.id === option.id || !this.#priorities.has(other.id)) continue;
      const likely = this.#habits.get(kindOf(other));
      if (likely === undefined || !likely.isDisjointFrom(reached)) this.#priorities.delete(other.id);
    }
  }
}

function kindOf({ place, form, kind }: Option): string {
  return `${place} ${form ?? ""} ${kind}`;
}
