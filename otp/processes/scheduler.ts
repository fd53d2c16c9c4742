import { ArgumentError } from "./errors.ts";
import type { Pid } from "./pid.ts";

/** Something that can be given a turn: a process with work to do. */
export interface Runnable {
  /** Whose turn it is. */
  readonly pid: Pid;
  /** The next in a queue; belongs to the scheduler while the process is runnable. */
  nextRunnable: Runnable | null;
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
  /** Called once, before anything else. */
  attach(host: SchedulerHost): void;
  /** A process became runnable. Each is announced once until its turn returned `false`. */
  enqueue(runnable: Runnable): void;
  /** Ends it: nothing runs any more. Nothing native is left behind when what it returns is settled. */
  stop(): void | Promise<void>;
}

/** Settings of {@linkcode FairScheduler}. */
export interface FairSchedulerOptions {
  /** How long processes run before the event loop gets its turn, in milliseconds. @default {8} */
  sliceMs?: number;
  /** How many messages a process may handle before the next has its turn; fewer where they take long. @default {64} */
  budget?: number;
}

/** Reading the clock costs as much as handling a message; so it is read at most every so many turns. */
const TURNS_PER_LOOK = 16;

/** Where messages take long it is read more often, and fewer are handled in one turn: so often in a slice. */
const LOOKS_PER_SLICE = 8;

/** As often as that, in milliseconds, and no more often. */
const SHORTEST_LOOK_MS = 0.25;

/**
 * Turns of the event loop between two slices. A request needs several to come in and go out; fewer, and it would wait
 * through as many slices.
 */
const TURNS_OF_REST = 6;

/** What an asynchronous operation that takes next to no time works on. */
const BYTE = new Uint8Array(1);

/**
 * First come, first served, and fair to the world outside: after each slice of time it yields for a few turns of the
 * event loop. It does so by real asynchronous operations (or by a native time-out where there are none): what is quicker,
 * `setImmediate` or a message port, starves timers and requests. The default.
 */
export class FairScheduler implements Scheduler {
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
  /** The slice is used up; nothing runs before the event loop had its turn. */
  #yielding = false;
  #stopped = false;
  /** The operation that is waited for between two slices. */
  #rest: Promise<void> | undefined;

  /**
   * Makes a scheduler with its own settings.
   *
   * @throws {ArgumentError} If a setting is out of bounds.
   */
  constructor(options: FairSchedulerOptions = {}) {
    const { sliceMs = 8, budget = 64 } = options;
    if (!(sliceMs >= 0)) {
      throw new ArgumentError("make a FairScheduler", {
        rule: "sliceMs is a number of milliseconds from 0 up",
        value: sliceMs,
      });
    }
    if (!Number.isInteger(budget) || budget < 1) {
      throw new ArgumentError("make a FairScheduler", { rule: "budget is a whole number from 1 up", value: budget });
    }
    this.#sliceMs = sliceMs;
    this.#grainMs = Math.max(SHORTEST_LOOK_MS, sliceMs / LOOKS_PER_SLICE);
    this.#pace = this.#grant = this.#budget = budget;
  }

  /** Joins the System. */
  attach(host: SchedulerHost): void {
    this.#host = host;
  }

  /** Puts a process at the end of the queue and wakes up. */
  enqueue(runnable: Runnable): void {
    if (this.#stopped) return;
    this.#append(runnable);
    if (this.#awake || this.#yielding) return;
    this.#awake = true;
    queueMicrotask(this.#run);
  }

  /** Stops for good. */
  stop(): void | Promise<void> {
    this.#stopped = true;
    this.#first = this.#last = null;
    clearTimeout(this.#timer);
    return this.#rest;
  }

  readonly #run = (): void => {
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

  /** Whether the slice is over; if not, how much may be done before the next look. */
  #look(): boolean {
    const now = performance.now();
    const tookMs = now - this.#lookedAt;
    const grainMs = this.#grainMs;
    this.#pace = tookMs > grainMs
      ? Math.max(1, Math.floor(this.#pace * grainMs / tookMs))
      : Math.min(2 * this.#pace, TURNS_PER_LOOK * this.#budget);
    this.#walk(now);
    return now >= this.#sliceEnd;
  }

  #walk(now: number): void {
    this.#lookedAt = now;
    this.#grant = Math.min(this.#budget, this.#pace);
    this.#looksIn = Math.floor(this.#pace / this.#grant) - 1;
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
    this.#pace = Math.min(this.#pace, this.#budget); // what comes may be of another kind: a turn, then a look
    this.#walk(now);
    this.#looksIn++; // as many before the first look as between two
    this.#timer = setTimeout(this.#endSlice, 0);
  }

  #yield(): void {
    this.#awake = false;
    this.#yielding = true;
    // Asked for anew: one that is already due would fire before the event loop has looked at anything else.
    clearTimeout(this.#timer);
    if (globalThis.crypto?.subtle === undefined) this.#timer = setTimeout(this.#endSlice, 0);
    else this.#rest = this.#restFor(TURNS_OF_REST);
  }

  async #restFor(turns: number): Promise<void> {
    for (let turn = 0; turn < turns && !this.#stopped; turn++) await crypto.subtle.digest("SHA-1", BYTE);
    this.#rest = undefined;
    if (!this.#stopped) this.#endSlice();
  }

  readonly #endSlice = (): void => {
    this.#sliceEnd = 0;
    this.#yielding = false;
    this.#timer = undefined;
    if (this.#first !== null && !this.#awake) {
      this.#awake = true;
      this.#run();
    } else if (!this.#stopped) this.#host?.idle();
  };
}
