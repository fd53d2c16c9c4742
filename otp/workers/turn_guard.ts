import { Script } from "node:vm";
import type { Runnable, Scheduler, SchedulerHost } from "../processes/scheduler.ts";

/** Runs work that must not take for ever. */
export interface TurnGuard {
  /** Runs it. False if it was stopped in the middle: then nothing it has touched can be trusted. */
  run(work: () => void): boolean;
}

/** What is to be run, for the script that runs it. */
const current: { work: () => void } = { work() {} };

/** Under this name the script finds it; not to be changed by anybody. */
const KEY = "superlearner.otp.turn";

/** Stops work after so many milliseconds, wherever it is: it runs within a script that has a time limit. */
export function timedGuard(maxTurnMs: number): TurnGuard {
  const symbol = Symbol.for(KEY);
  if (!Object.hasOwn(globalThis, symbol)) {
    Object.defineProperty(globalThis, symbol, { value: () => current.work(), writable: false, configurable: false });
  }
  const script = new Script(`globalThis[Symbol.for("${KEY}")]()`);
  const timeout = Math.max(1, Math.ceil(maxTurnMs));
  return {
    run(work) {
      const outer = current.work;
      current.work = work;
      try {
        script.runInThisContext({ timeout });
      } catch (error) {
        if ((error as { code?: unknown } | null)?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return false;
        throw error;
      } finally {
        current.work = outer;
      }
      return true;
    },
  };
}

/** Lets everything run to its end. */
export const noGuard: TurnGuard = { run: (work) => (work(), true) };

/** Gives each message of each process to a guard; what that stops is told, and nothing runs any more. */
export class GuardedScheduler implements Scheduler {
  readonly #inner: Scheduler;
  readonly #guard: TurnGuard;
  readonly #stopped: (runnable: Runnable) => void;
  readonly #guarded = new WeakMap<Runnable, Runnable>();

  constructor(inner: Scheduler, options: { guard: TurnGuard; stopped: (runnable: Runnable) => void }) {
    this.#inner = inner;
    this.#guard = options.guard;
    this.#stopped = options.stopped;
  }

  attach(host: SchedulerHost): void {
    this.#inner.attach(host);
  }

  enqueue(runnable: Runnable): void {
    let guarded = this.#guarded.get(runnable);
    if (guarded === undefined) this.#guarded.set(runnable, guarded = this.#guardedOf(runnable));
    this.#inner.enqueue(guarded);
  }

  stop(): void | Promise<void> {
    return this.#inner.stop();
  }

  #guardedOf(runnable: Runnable): Runnable {
    return {
      pid: runnable.pid,
      nextRunnable: null,
      turn: (budget) => {
        let more = true;
        for (let left = budget; more && left > 0; left--) {
          // One message at a time: the limit is for each, however many wait.
          const done = this.#guard.run(() => more = runnable.turn(1));
          if (!done) {
            void this.#inner.stop();
            this.#stopped(runnable);
            return false;
          }
        }
        return more;
      },
    };
  }
}
