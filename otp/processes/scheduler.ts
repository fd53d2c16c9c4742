import { checkOptions } from "../argument_error.ts";
import { ArgumentError } from "./errors.ts";
import type { Guard } from "./guard.ts";
import type { Pid } from "./pid.ts";
import { Rest } from "./_rest.ts";

/** Something that can be given a turn: a process with work to do. */
export interface Runnable {
  /** Whose turn it is. */
  readonly pid: Pid;
  /** The next in a queue; belongs to the scheduler while the process is runnable. */
  nextRunnable: Runnable | null;
  /** Whether its turns are the runtime's own work and need no {@linkcode Guard}. @default {false} */
  readonly trusted?: boolean;
  /**
   * Handles at most `budget` messages. Returns whether more work is ready now; then the scheduler must give it another
   * turn, and it need not be announced again.
   */
  turn(budget: number): boolean;
}

/** What a scheduler may ask of the System it runs. */
export interface SchedulerHost {
  /** Called once in a while when nothing is left to do, never while a process has its turn. */
  idle(): void;
}

/**
 * Decides whose turn it is and when the event loop gets its own. A System has exactly one; it must give every announced
 * process a turn, and never call `turn` while another turn is under way.
 */
export interface Scheduler {
  /** What stops code that runs too long; without it, nothing does. */
  readonly guard?: Guard | undefined;
  /** Called once, before anything else. */
  attach(host: SchedulerHost): void;
  /** A process became runnable. Each is announced once until its turn returned `false`. */
  enqueue(runnable: Runnable): void;
  /**
   * Asked where a message could go straight to a process that waits for it, which takes no time and runs nobody's code:
   * whether that may be, as a turn that was given. A scheduler without it gives turns only.
   */
  passes?(): boolean;
  /** Ends it: nothing runs any more. Nothing native is left behind when what it returns is settled. */
  stop(): void | Promise<void>;
}

/** Settings of {@linkcode FairScheduler}. */
export interface FairSchedulerOptions {
  /** How long processes run before the event loop gets its turn, in milliseconds. @default {8} */
  sliceMs?: number;
  /** How many messages a process may handle before the next has its turn; fewer where they take long. @default {64} */
  budget?: number;
  /** What stops code that runs too long; `preemptiveScheduler` brings one. @default nothing */
  guard?: Guard;
}

/** Reading the clock costs as much as handling a message; so it is read at most every so many turns. */
const TURNS_PER_LOOK = 16;

/** Where messages take long it is read more often, and fewer are handled in one turn: so often in a slice. */
const LOOKS_PER_SLICE = 8;

/** As often as that, in milliseconds, and no more often. */
const SHORTEST_LOOK_MS = 0.25;

/** A guard that has not beaten for so long, in milliseconds, is not relied on. */
const LONGEST_BEAT_MS = 10;

/**
 * First come, first served, and fair to the world outside: after each slice of time it yields for a few turns of the
 * event loop, or as many milliseconds where the machine is busy. The default.
 */
export class FairScheduler implements Scheduler {
  /** What stops code that runs too long. */
  readonly guard: Guard | undefined;
  readonly #run: () => void;
  readonly #sliceMs: number;
  readonly #budget: number;
  /** How long it may take from one look at the clock to the next. */
  readonly #grainMs: number;
  #host: SchedulerHost | null = null;
  #first: Runnable | null = null;
  #last: Runnable | null = null;
  #sliceEnd = 0;
  /** How many messages may be handled from one look to the next, as far as the last looks tell. */
  #pace: number;
  /** Of these, how many in one turn, and in how many turns. */
  #grant: number;
  #looksIn = 1;
  #lookedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Between `enqueue` and the microtask that it asked for, or while turns are given. */
  #awake = false;
  /** Guarded turns are being given. */
  #running = false;
  /** The slice is used up; nothing runs before the event loop had its turn. */
  #yielding = false;
  /** The beats of the guard do not come: in this slice the clock is looked at after each message. */
  #beatless = false;
  #stopped = false;
  /** What is between two slices. */
  readonly #rest: Rest = new Rest(() => this.#endSlice());

  /**
   * Makes a scheduler with its own settings.
   *
   * @throws {ArgumentError} If a setting is out of bounds.
   */
  constructor(options: FairSchedulerOptions = {}) {
    const { sliceMs = 8, budget = 64, guard } = checkOptions("make a FairScheduler", options);
    if (!(sliceMs >= 0)) {
      throw new ArgumentError("make a FairScheduler", {
        rule: "sliceMs is a number of milliseconds from 0 up",
        value: sliceMs,
      });
    }
    if (!Number.isInteger(budget) || budget < 1) {
      throw new ArgumentError("make a FairScheduler", { rule: "budget is a whole number from 1 up", value: budget });
    }
    this.guard = guard;
    this.#run = guard === undefined ? this.#runBare : this.#runGuarded;
    this.#sliceMs = sliceMs;
    this.#grainMs = Math.max(SHORTEST_LOOK_MS, sliceMs / LOOKS_PER_SLICE);
    this.#pace = this.#grant = this.#budget = budget;
  }

  /** Joins the System. */
  attach(host: SchedulerHost): void {
    this.#host = host;
    this.guard?.attach(this, host);
  }

  /** Puts a process at the end of the queue and wakes up. */
  enqueue(runnable: Runnable): void {
    if (this.#stopped) return;
    this.#append(runnable);
    if (this.#awake || this.#yielding) return;
    this.#awake = true;
    queueMicrotask(this.#run);
  }

  /** While nobody waits for a turn, and the slice is not over. */
  passes(): boolean {
    if (this.#awake || this.#yielding || this.#stopped) return false;
    if (this.#sliceEnd === 0) this.#beginSlice();
    if (--this.#looksIn >= 0 || !this.#look()) return true;
    this.#yield();
    return false;
  }

  /** Stops for good. */
  stop(): void | Promise<void> {
    this.#stopped = true;
    this.#first = this.#last = null;
    clearTimeout(this.#timer);
    const ended = this.guard?.stop();
    const rested = this.#rest.stop();
    return ended === undefined ? rested : Promise.all([ended, rested]).then(() => {});
  }

  /** Those that wait for a turn, the next one first. */
  *waiting(): Generator<Runnable, void, undefined> {
    for (let each = this.#first; each !== null; each = each.nextRunnable) yield each;
  }

  /** Makes sure that whoever waits has a turn, where {@linkcode FairScheduler.enqueue} was stopped in the middle. */
  mend(): void {
    if (this.#awake && !this.#running) queueMicrotask(this.#run);
  }

  readonly #runBare = (): void => {
    if (this.#stopped) return; // between the microtask that was asked for and now
    if (this.#sliceEnd === 0) this.#beginSlice();
    while (this.#first !== null) {
      if (--this.#looksIn < 0 && this.#look()) return this.#yield();
      const runnable: Runnable = this.#first;
      this.#first = runnable.nextRunnable;
      if (this.#first === null) this.#last = null;
      runnable.nextRunnable = null;
      if (runnable.turn(this.#grant) && !this.#stopped) this.#append(runnable);
    }
    this.#awake = false;
  };

  /** The same, in parts: what the guard stops ends a part, and the runtime's own work is between two. */
  readonly #runGuarded = (): void => {
    if (this.#stopped || !this.#awake) return; // or asked for twice
    const guard = this.guard!;
    let over = false;
    if (this.#sliceEnd === 0) this.#beginSlice();
    this.#running = true;
    while (this.#first !== null && !over) {
      if (this.#first.trusted !== true) guard.run(() => over = this.#watchTurns(guard), null);
      else if (--this.#looksIn < 0 && this.#look()) over = true;
      else {
        const runnable = guard.turn = this.#next();
        if (runnable.turn(this.#grant) && !this.#stopped) this.#append(runnable);
        guard.turn = null;
      }
    }
    if (over) this.#yield();
    else this.#awake = false;
    this.#running = false; // the last: a stop that comes late is healed when a timer finds us running
  };

  /** What the guard watches. It may end anywhere between two lines; so each of our own steps leaves all in order. */
  #watchTurns(guard: Guard): boolean {
    const { beats } = guard;
    while (this.#first !== null && this.#first.trusted !== true) {
      if ((--this.#looksIn < 0 || beats[0] !== guard.beat) && this.#look()) return true;
      const runnable = guard.turn = this.#next();
      if (runnable.turn(this.#grant) && !this.#stopped) this.#append(runnable);
      guard.turn = null;
    }
    return false;
  }

  #next(): Runnable {
    const runnable = this.#first!;
    this.#first = runnable.nextRunnable;
    if (this.#first === null) this.#last = null;
    runnable.nextRunnable = null;
    return runnable;
  }

  /** Whether the slice is over; if not, how much may be done before the next look. */
  #look(): boolean {
    const now = performance.now();
    const tookMs = now - this.#lookedAt;
    const grainMs = this.#grainMs;
    this.#pace = tookMs > grainMs
      ? Math.max(1, Math.floor(this.#pace * grainMs / tookMs))
      : Math.min(2 * this.#pace, TURNS_PER_LOOK * this.#budget);
    if (this.guard !== undefined && this.#missesBeats(this.guard, tookMs)) this.#pace = 1;
    this.#walk(now);
    return now >= this.#sliceEnd;
  }

  /** A machine that is too busy to let the guard beat: then nothing but the clock tells how long a message takes. */
  #missesBeats(guard: Guard, tookMs: number): boolean {
    const beat = guard.beats[0]!;
    if (beat === guard.beat && tookMs > LONGEST_BEAT_MS) this.#beatless = true;
    guard.beat = beat;
    return this.#beatless;
  }

  #walk(now: number): void {
    this.#lookedAt = now;
    this.#grant = Math.min(this.#budget, this.#pace);
    this.#looksIn = Math.floor(this.#pace / this.#grant) - 1;
  }

  /** Turns were being given, and are no more: the stop of a guard came when its code had ended, and has hit ours. */
  #goOn(): void {
    this.#running = this.#awake = false;
    this.#rest.heal();
    this.guard!.heal();
  }

  #append(runnable: Runnable): void {
    if (this.#last === null) this.#first = runnable;
    else this.#last.nextRunnable = runnable;
    this.#last = runnable;
  }

  /** A slice lasts until the event loop had a turn, which a time-out of its own will tell. */
  #beginSlice(): void {
    const now = performance.now();
    this.#sliceEnd = now + this.#sliceMs;
    this.#beatless = this.guard?.beating === false;
    this.#pace = this.#beatless ? 1 : Math.min(this.#pace, this.#budget); // what comes may be of another kind: a turn, then a look
    this.#walk(now);
    this.#looksIn++; // as many before the first look as between two
    this.#timer = setTimeout(this.#endSlice, 0);
  }

  #yield(): void {
    this.#awake = false;
    this.#yielding = true;
    this.#rest.begin();
    clearTimeout(this.#timer); // it is due already, and would fire before the event loop has looked at anything else
  }

  readonly #endSlice = (): void => {
    if (this.#running) this.#goOn();
    this.#sliceEnd = 0;
    this.#yielding = false;
    this.#timer = undefined;
    if (this.#first !== null && !this.#awake) {
      this.#awake = true;
      this.#run();
    } else if (!this.#stopped) this.#host?.idle();
  };
}
