import type { Runtime } from "./runtime.ts";
import type { Runnable, SchedulerHost } from "./scheduler.ts";

/** What a {@linkcode Guard} may ask of the scheduler that it serves. */
export interface GuardedScheduler {
  /** Those that wait for a turn. */
  waiting(): Iterable<Runnable>;
  /** A process became runnable. */
  enqueue(runnable: Runnable): void;
  /** Makes sure that whoever waits has a turn. */
  mend(): void;
}

/** The insides of the System that a scheduler runs, for who has to mend them. */
export const runtimeBehind: WeakMap<SchedulerHost, Runtime> = new WeakMap();

/** What a process dies with whose code ran too long. */
export const TURN_LIMIT = "turn_limit";

/**
 * Stops code that runs too long, wherever it is; `preemptiveScheduler` of `@superlearner/otp/preemption` makes one. What
 * was stopped never goes on: no `finally` and no `catch` of it runs. So a guard must also mend what it left half done.
 */
export interface Guard {
  /**
   * Its first cell changes every few milliseconds while code runs: a turn ends when it is not {@linkcode Guard.beat} any
   * more, since reading the clock after each message would cost as much as the message.
   */
  readonly beats: Int32Array;
  /** What the first cell held at the last look at the clock. */
  beat: number;
  /** Whether the first cell can be relied on. Where it cannot, the clock is looked at after each message. */
  readonly beating: boolean;
  /** Whose turn it is: who is to blame. */
  turn: Runnable | null;
  /** Joins a scheduler, before anything runs. */
  attach(scheduler: GuardedScheduler, host: SchedulerHost): void;
  /**
   * Runs code, and says whether it came to its end. Within code that is watched already it just runs.
   *
   * @param by The process whose code it is where that is no turn of its own: one that starts, or a supervisor. It is not
   * ended here.
   */
  run(code: () => void, by: Runnable | null): boolean;
  /** Goes on after a stop that came too late; called when nothing runs. */
  heal(): void;
  /** Ends it. Nothing native is left behind when what it returns is settled. */
  stop(): void | Promise<void>;
}
