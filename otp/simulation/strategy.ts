import type { Random } from "../environment.ts";
import type { MessageForm } from "../events/event.ts";
import type { Pid } from "../processes/pid.ts";

/** One thing that may happen next: a process takes its next message, or an alarm goes off. */
export interface Option {
  /** A number of its own in the run: the same as long as it waits, never used again. */
  readonly id: number;
  /** The process among all Systems of the simulation, `"<0.3.0>"` or `"b<0.3.0>"`; `"clock"` for an alarm. */
  readonly place: string;
  /** The process; `undefined` for an alarm. */
  readonly pid: Pid | undefined;
  /** How its oldest message travelled; `undefined` where it has none: a function that begins, a continuation, an alarm. */
  readonly form: MessageForm | undefined;
  /** The kind of call or cast; empty where there is none. */
  readonly kind: string;
  /** Who sent that message, where it is known: the `place` of a process. Only for a strategy that has `ran`. */
  readonly from: string | undefined;
}

/** What a turn has done beside sending messages. */
export interface TurnEffects {
  /** Whose calls were answered, by the `place` of a process; `"outside"` after the System's name for code outside any. */
  readonly answered: ReadonlySet<string>;
  /** Whether somebody began to wait for a moment: a time-out of a call counts, and so does a timer. */
  readonly timed: boolean;
  /** Whether a random number of the System was drawn. */
  readonly drew: boolean;
}

/** Decides one run. It may keep what it likes, and must take all chance from the numbers it was made with. */
export interface Strategy {
  /**
   * Which option is next, by its index: the first is the one that waits longest. Asked before every turn, also where
   * there is one option and the answer does not matter, so that turns can be counted.
   */
  choose(options: readonly Option[]): number;
  /**
   * Told after each turn whose mailboxes got a message through it, and through what went on after an `await` because of
   * it; and what else came of it. A strategy without it makes runs a little faster.
   */
  ran?(option: Option, reached: ReadonlySet<string>, effects: TurnEffects): void;
}

/**
 * A way to choose, before it is used: makes a {@linkcode Strategy} for each run. Your own is an object like this one.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Simulation, type StrategyPlan } from "@superlearner/otp/simulation";
 *
 * const lastFirst: StrategyPlan = {
 *   name: "last-first",
 *   begin: () => ({ choose: (options) => options.length - 1 }),
 * };
 * await using simulation = new Simulation({ strategy: lastFirst });
 * const order: string[] = [];
 * for (const name of ["a", "b", "c"]) simulation.system.spawn(() => void order.push(name));
 * await simulation.settle();
 * assertEquals(order, ["c", "b", "a"]);
 * ```
 */
export interface StrategyPlan {
  /** Stands in the line of a run: lower-case letters, digits, dots and hyphens, as in `"pct-3-100"`. */
  readonly name: string;
  /** Makes the strategy of one run, with the numbers that the run's seed gives it. */
  begin(random: Random): Strategy;
}
