import { checkOptions } from "../argument_error.ts";
import type { Random } from "../environment.ts";
import { SeededRandom } from "../environment.ts";
import { ArgumentError } from "../processes/errors.ts";
import { inNextTask } from "../processes/next_task.ts";
import type { Runnable, Scheduler, SchedulerHost } from "../processes/scheduler.ts";
import { type Member, Pending, PendingAlarm } from "./_pending.ts";
import { randomWalk } from "./random_walk.ts";
import type { Option, Strategy, StrategyPlan } from "./strategy.ts";

/** What decides the order of turns. */
export interface SimulationSchedulerOptions {
  /** Where the strategy's chance comes from. @default {new SeededRandom(0)} */
  random?: Random;
  /** How it chooses. @default {randomWalk()} */
  strategy?: StrategyPlan;
  /**
   * The first choices: wherever more than one may be next, which of them, 0 being the one that waits longest. One that is
   * too large is taken as its remainder, and told by {@linkcode SimulationScheduler.departure}. @default {[]}
   */
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

/** Where a run has left the choices that were given for it. */
export interface Departure {
  /** Which choice, from 0 up. */
  readonly at: number;
  /** What was given. */
  readonly choice: number;
  /** Between how many there was to choose. */
  readonly options: number;
}

/** An alarm that may go off between two turns. */
export interface RacingAlarms {
  /** Whether there is one now. */
  due(): boolean;
  /** Lets it go off. */
  fire(): void;
}

/**
 * Gives one message at a time to one of the processes that are runnable, by choices that can be written down: the same
 * choices give the same run.
 *
 * Between two choices every microtask runs, so the order does not depend on how many of them an `await` takes. Where
 * turns would never end, it stands still and says so.
 */
export class SimulationScheduler implements Scheduler {
  readonly #strategy: Strategy;
  readonly #given: readonly number[];
  #fifo: boolean;
  readonly #maxSteps: number;
  readonly #members: Member[] = [];
  readonly #go = (): void => {
    this.#requested = false;
    if (!this.#awake || this.#failure !== undefined) return;
    try {
      this.#step();
    } catch (error) { // of a strategy, or of an alarm; whoever waits for the run to rest is told
      this.#failure = { error };
      this.#fifo = true;
      this.#endRest();
    }
  };
  #requested = false;
  readonly #reached = new Set<string>();
  readonly #effects = { answered: new Set<string>(), timed: false, drew: false };
  #limit: number;
  #livelocked = false;
  #pending: Pending[] = [];
  #awake = false;
  #lastId = 0;
  #steps = 0;
  #timersBefore = 0;
  /** The turn that the strategy has not heard of yet. */
  #untold: Option | null = null;
  #departure: Departure | undefined;
  #failure: { readonly error: unknown } | undefined;
  #resting: (() => void)[] = [];
  #own: Scheduler | undefined;

  /** The choices made so far, one for each time there was more than one option. */
  readonly choices: number[] = [];
  /** Whether the strategy wants to know what a turn has reached. */
  readonly observes: boolean;
  /** What waits for a moment, in all Systems that a strategy wants to know of. */
  readonly timers: { readonly added: number }[] = [];
  /** Alarms that may go off between turns; for whoever moves the clock. */
  racing: RacingAlarms | null = null;
  /** Waited for before each turn, when every microtask has run; told whether nobody waits for one. */
  between: ((resting: boolean) => Promise<void>) | null = null;
  /** Asked before each turn: false withholds it, and whoever did that must announce the process again. */
  gate: ((runnable: Runnable) => boolean) | null = null;

  /** Makes a scheduler for one run. */
  constructor(options: SimulationSchedulerOptions = {}) {
    const { random = new SeededRandom(0), choices = [], fifo = false, maxSteps = 1_000_000 } = checkOptions(
      "make a SimulationScheduler",
      options,
    );
    for (const choice of choices) {
      if (Number.isInteger(choice) && choice >= 0) continue;
      throw new ArgumentError("make a SimulationScheduler", {
        rule: "a choice is a whole number from 0 up",
        value: choice,
      });
    }
    this.#strategy = (options.strategy ?? randomWalk()).begin(random);
    this.observes = this.#strategy.ran !== undefined;
    this.#given = choices;
    this.#fifo = fifo;
    this.#maxSteps = maxSteps;
    this.#limit = maxSteps;
  }

  /** Whether nothing is runnable. */
  get idle(): boolean {
    return !this.#awake;
  }

  /** How many wait for their turn. */
  get waiting(): number {
    return this.#pending.length;
  }

  /** How many turns were given. */
  get steps(): number {
    return this.#steps;
  }

  /** Whether it has given up; nothing has its turn before {@linkcode SimulationScheduler.allowMore}. */
  get livelocked(): boolean {
    return this.#livelocked;
  }

  /** The first choice that was given and could not be followed; `undefined` as long as there is none. */
  get departure(): Departure | undefined {
    return this.#departure;
  }

  /** Says that somebody watches: from now on `maxSteps` more turns are no livelock. */
  allowMore(): void {
    this.#limit = this.#steps + this.#maxSteps;
    if (!this.#livelocked) return;
    this.#livelocked = false;
    this.#request();
  }

  /** Comes back when nothing is runnable any more, or too many turns were given. */
  rest(): Promise<void> {
    return new Promise((resolve) => {
      this.#resting.push(resolve);
      if (this.#livelocked || this.#failure !== undefined) this.#endRest();
      else this.#wake();
    });
  }

  /** Throws what a strategy has thrown, if it has: until then nothing has its turn, and afterwards who waits longest. */
  check(): void {
    const failure = this.#failure;
    if (failure === undefined) return;
    this.#failure = undefined;
    this.#request();
    throw failure.error;
  }

  /** Gives a System its part of this scheduler; all of them share the choices. */
  join(name: string): Scheduler {
    const member: Member = { name, host: null, stopped: false };
    this.#members.push(member);
    return {
      attach: (host: SchedulerHost) => void (member.host = host),
      enqueue: (runnable: Runnable) => this.#add(runnable, member),
      stop: () => this.#leave(member),
    };
  }

  /** Joins the System, where there is one only. */
  attach(host: SchedulerHost): void {
    (this.#own ??= this.join("")).attach(host);
  }

  /** A process became runnable. */
  enqueue(runnable: Runnable): void {
    (this.#own ??= this.join("")).enqueue(runnable);
  }

  /** Stops for good. */
  stop(): void {
    for (const member of this.#members) this.#leave(member);
  }

  /** A mailbox got a message. */
  reached(place: string): void {
    this.#reached.add(place);
  }

  /** A call was answered. */
  answered(place: string): void {
    this.#effects.answered.add(place);
  }

  /** A random number of a System was drawn. */
  drew(): void {
    this.#effects.drew = true;
  }

  #add(runnable: Runnable, member: Member): void {
    if (member.stopped) return;
    this.#pending.push(new Pending(++this.#lastId, member, runnable));
    this.#wake();
  }

  #leave(member: Member): void {
    member.stopped = true;
    this.#pending = this.#pending.filter((each) => each.member !== member);
    if (this.#pending.length === 0 && this.#resting.length === 0) this.#awake = false;
  }

  #wake(): void {
    if (this.#awake) return;
    this.#awake = true;
    this.#request();
  }

  /** Once at a time, also where everybody stops and somebody else begins before it comes. */
  #request(): void {
    if (this.#requested) return;
    this.#requested = true;
    const { between } = this;
    if (between === null) inNextTask(this.#go);
    else inNextTask(() => void between(this.#pending.length === 0).then(this.#go));
  }

  #endRest(): void {
    for (const resolve of this.#resting.splice(0)) resolve();
  }

  #step(): void {
    if (this.#untold !== null) this.#tell(this.#untold);
    if (this.#pending.length === 0) {
      this.#awake = false;
      for (const { host, stopped } of this.#members) if (!stopped) host?.idle();
      return this.#endRest();
    }
    if (this.#steps >= this.#limit) {
      this.#livelocked = true;
      return this.#endRest();
    }
    this.#steps++;
    const alarm = this.racing?.due() ? new PendingAlarm(++this.#lastId) : null;
    const at = this.#choose(alarm === null ? this.#pending : [...this.#pending, alarm]);
    if (at === this.#pending.length) this.racing!.fire();
    else this.#give(this.#pending.splice(at, 1)[0]!);
    if (this.#awake) this.#request();
  }

  #give(turn: Pending): void {
    const { runnable, member } = turn;
    if (this.observes) {
      void turn.form; // read now: afterwards the message is gone
      this.#untold = turn;
      this.#reached.clear();
      this.#effects.answered.clear();
      this.#effects.drew = false;
      this.#timersBefore = this.#timersAdded();
    }
    if (this.gate !== null && !this.gate(runnable)) return;
    if (runnable.turn(1)) this.#add(runnable, member);
  }

  #timersAdded(): number {
    return this.timers.reduce((sum, { added }) => sum + added, 0);
  }

  #tell(turn: Option): void {
    this.#untold = null;
    this.#effects.timed = this.#timersAdded() !== this.#timersBefore;
    this.#strategy.ran!(turn, this.#reached, this.#effects);
  }

  #choose(options: readonly Option[]): number {
    const count = options.length;
    const given = count > 1 ? this.#given[this.choices.length] : undefined;
    let choice = 0;
    if (given !== undefined) {
      if (given >= count) this.#departure ??= { at: this.choices.length, choice: given, options: count };
      choice = given % count;
    } else if (!this.#fifo) choice = this.#strategy.choose(options);
    if (count === 1) return 0;
    if (!Number.isInteger(choice) || choice < 0 || choice >= count) {
      throw new ArgumentError("choose a turn", {
        rule: `a strategy gives the index of one of ${count}`,
        value: choice,
      });
    }
    this.choices.push(choice);
    return choice;
  }
}
