import type { Random } from "@superlearner/otp";
import type { Option, Strategy, StrategyPlan, TurnEffects } from "@superlearner/otp/simulation";
import { markOf } from "./_mark.ts";

/** One turn of a run, as it was given. */
export interface Turn {
  /** Whose, among all Systems; `"clock"` for an alarm. */
  readonly place: string;
  /** Who sent the message that was handled, where that is known. */
  readonly from: string | undefined;
  /** How it had travelled: `"call"`, `"cast"`, `"info"`, `"exit"`; empty for a function that begins, or an alarm. */
  readonly form: string;
  /** The kind of call or cast. */
  readonly kind: string;
  /** Which of those that could be next: 0 waits longest. */
  readonly choice: number;
  /** Among how many. */
  readonly options: number;
  /** When, in virtual milliseconds. */
  readonly atMs: number;
  /** Whose calls it answered. */
  readonly answered: readonly string[];
}

/** Chooses what comes next, for one run; all it may use are the numbers it is given. */
export interface Steering {
  /** As a strategy chooses a turn. */
  choose(options: readonly Option[]): number;
  /** As a scenario chooses one of so many. */
  pick(count: number): number;
  /** Told after each turn what it has done. */
  ran?(option: Option, reached: ReadonlySet<string>, effects: TurnEffects): void;
  /** Nothing is left to do at a moment, before the next turn. */
  rested?(): void;
}

/** What a guide is made of. */
export interface GuideOptions {
  /** Chooses; without it the given choices are followed, and after them the one that waits longest. */
  readonly steering?: Steering;
  /** The choices of a run before. */
  readonly given?: readonly number[];
  /** What was recorded of each given choice; where one differs the run is no longer the recorded one. */
  readonly marks?: string;
  /** After how many turns at one moment the guide turns fair: whoever waits longest is next. */
  readonly fairAfter: number;
  /** Whether turns are written down. */
  readonly traces: boolean;
  /** System time. */
  readonly now: () => number;
}

/** Where a run was when it left the recorded one. */
export interface Leaving {
  /** Which turn, from 1 up. */
  readonly step: number;
  /** Which choice, from 1 up. */
  readonly choice: number;
}

/**
 * Makes every choice of a run, of the scheduler and of the scenario, and writes all of them into one list: 0 is what plain
 * first come, first served does. Follows a list it is given.
 */
export class Guide implements Strategy {
  /** The choices made. */
  readonly choices: number[] = [];
  /** Among how many each. */
  readonly counts: number[] = [];
  /** Which of them were the scenario's own. */
  readonly picks: Set<number> = new Set();
  /** What each was about, one letter a choice; see `markOf`. Only where turns are written down. */
  marks = "";
  /** The turns given, where they are written down. */
  readonly turns: Turn[] = [];
  /** How many turns were given. */
  steps = 0;
  /** Where it left the given choices. */
  left: Leaving | undefined;
  /** Thrown at the next turn. */
  failure: { readonly error: unknown } | undefined;
  /** From now on whoever waits longest is next. */
  fair = false;
  /** From now on nothing is written down: the verdict has been given. */
  over = false;
  readonly ran?: (option: Option, reached: ReadonlySet<string>, effects: TurnEffects) => void;
  readonly #options: GuideOptions;
  #momentBegan = 0;

  /** Makes the guide of one run. */
  constructor(options: GuideOptions) {
    this.#options = options;
    const { steering, traces } = options;
    if (traces || steering?.ran !== undefined) {
      this.ran = (option, reached, effects) => this.#ran(option, reached, effects);
    }
  }

  /** Time has gone on, or the scenario has: who seemed to go round in circles may not. */
  progress(): void {
    this.#momentBegan = this.steps;
  }

  /** Which turn is next. */
  choose(options: readonly Option[]): number {
    if (this.over) return 0;
    if (this.failure !== undefined) throw this.failure.error;
    this.steps++;
    const { length } = options;
    let choice = 0;
    if (length > 1) choice = this.#next(length, () => this.#options.steering!.choose(options), options);
    else if (this.#follows) this.#options.steering?.choose(options);
    if (this.#options.traces) this.#write(options[choice]!, choice, length);
    return choice;
  }

  /** One of so many for the scenario, from 0 up. */
  pick(count: number): number {
    if (this.over || count === 1) return 0;
    this.picks.add(this.choices.length);
    return this.#next(count, () => this.#options.steering!.pick(count));
  }

  /** Whether the steering is asked at all. */
  get #follows(): boolean {
    return !this.fair && this.#options.steering !== undefined &&
      this.steps - this.#momentBegan <= this.#options.fairAfter;
  }

  #next(count: number, ask: () => number, options?: readonly Option[]): number {
    const { given, marks, traces } = this.#options;
    const at = this.choices.length;
    const before = given?.[at];
    const choice = before !== undefined ? before % count : given === undefined && this.#follows ? ask() : 0;
    this.choices.push(choice);
    this.counts.push(count);
    if (traces || marks !== undefined) {
      const mark = markOf(options?.[choice], count);
      this.marks += mark;
      const same = before === undefined || (before < count && (marks === undefined || (marks[at] ?? mark) === mark));
      if (!same) this.left ??= { step: this.steps, choice: at + 1 };
    }
    return choice;
  }

  #write({ place, from, form, kind }: Option, choice: number, options: number): void {
    const atMs = this.#options.now();
    this.turns.push({ place, from, form: form ?? "", kind, choice, options, atMs, answered: [] });
  }

  #ran(option: Option, reached: ReadonlySet<string>, effects: TurnEffects): void {
    if (this.over) return;
    if (this.#options.traces && effects.answered.size > 0) {
      const last = this.turns.pop()!;
      this.turns.push({ ...last, answered: [...effects.answered] });
    }
    this.#options.steering?.ran?.(option, reached, effects);
  }
}

/** Lets a strategy of the simulation steer; a scenario's own choices come from the same chance. */
export function steerBy(plan: StrategyPlan, random: Random): Steering {
  const strategy = plan.begin(random);
  return {
    choose: (options) => strategy.choose(options),
    pick: (count) => Math.floor(random.next() * count),
    ...(strategy.ran === undefined
      ? {}
      : { ran: (option, reached, effects) => strategy.ran!(option, reached, effects) }),
  };
}
