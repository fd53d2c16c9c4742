import { checkOptions } from "../argument_error.ts";
import { ArgumentError } from "../processes/errors.ts";
import { die } from "../processes/exit.ts";
import { type Guard, type GuardedScheduler, runtimeBehind, TURN_LIMIT } from "../processes/guard.ts";
import type { Process } from "../processes/process.ts";
import type { Runtime } from "../processes/runtime.ts";
import { FairScheduler, type FairSchedulerOptions, type Runnable, type SchedulerHost } from "../processes/scheduler.ts";
import { isWatched, leaveFrame, type Limit, runInFrame } from "./_frame.ts";
import { type Before, mend, mendTurns } from "./_mend.ts";
import { stillTicker, type Ticker, ticker } from "./_ticker.ts";

/** Settings of {@linkcode preemptiveScheduler}. */
export interface PreemptionOptions extends Omit<FairSchedulerOptions, "guard"> {
  /** How long a handler may run without coming back, in milliseconds; from 1 to 2147483647. @default {100} */
  maxTurnMs?: number;
}

/** From so long a run on, in milliseconds, it is worth having the ticker. */
const LONG_RUN_MS = 1;

/** How long a slice may be over, in milliseconds, before its last message begins. */
const LATE_MS = 5;

/** See `Limit.spareMs`: as long as a message may take, within these bounds. */
const LEAST_SPARE_MS = 50;
const MOST_SPARE_MS = 1000;

/** The longest turn that can be limited, in milliseconds: about 24 days. */
export const MOST_TURN_MS: number = 2 ** 31 - 1;

/** How long a run may last before the event loop gets its turn, in milliseconds, where nothing else is said. */
const SLICE_MS = 8;

/** What a run of turns, or of code without one, may take. */
function limitOf(maxTurnMs: number, sliceMs: number): Limit {
  const spareMs = Math.min(MOST_SPARE_MS, Math.max(LEAST_SPARE_MS, maxTurnMs));
  return { limitMs: maxTurnMs + sliceMs + LATE_MS, spareMs };
}

/** How long after its beginning a turn is stopped at the latest, in milliseconds. */
export function latestStopMs(maxTurnMs: number): number {
  const { limitMs, spareMs } = limitOf(maxTurnMs, SLICE_MS);
  return limitMs + spareMs;
}

/** All that are alive in this isolate: code of one System may use another one, and be stopped there. */
const watches = new Set<Watch>();

/** Watches over the code of one System. */
class Watch implements Guard {
  readonly beats: Int32Array;
  beat = 0;
  turn: Runnable | null = null;
  readonly #ticker: Ticker;
  readonly #maxTurnMs: number;
  readonly #sliceMs: number;
  #scheduler!: GuardedScheduler;
  #host!: SchedulerHost;
  #before: Before = { current: null, last: 0, burying: false };

  constructor({ maxTurnMs, sliceMs, ticker }: { maxTurnMs: number; sliceMs: number; ticker: Ticker }) {
    this.beats = ticker.beats;
    this.#ticker = ticker;
    this.#maxTurnMs = maxTurnMs;
    this.#sliceMs = sliceMs;
  }

  get beating(): boolean {
    return this.#ticker.beating;
  }

  get #runtime(): Runtime {
    return runtimeBehind.get(this.#host)!;
  }

  attach(scheduler: GuardedScheduler, host: SchedulerHost): void {
    this.#scheduler = scheduler;
    this.#host = host;
    watches.add(this);
    this.#ticker.join();
  }

  stop(): void | Promise<void> {
    if (watches.delete(this)) return this.#ticker.leave();
  }

  run(code: () => void, by: Runnable | null): boolean {
    if (isWatched()) {
      code();
      return true;
    }
    for (const watch of watches) watch.#enter();
    this.#ticker.note();
    const beganAt = performance.now();
    const limit = limitOf(this.#maxTurnMs, by === null ? this.#sliceMs : 0);
    const ended = runInFrame(code, limit);
    const ranMs = performance.now() - beganAt;
    this.#ticker.note();
    if (!ended) {
      for (const watch of watches) watch.#mend();
      this.#blame(by, ranMs);
      for (const watch of watches) mendTurns(watch.#runtime, watch.#scheduler, watch.turn);
    } else if (ranMs > LONG_RUN_MS) this.#ticker.begin();
    for (const watch of watches) watch.#runtime.release();
    return ended;
  }

  heal(): void {
    leaveFrame();
    this.turn = null;
    for (const watch of watches) watch.#mend();
    for (const watch of watches) mendTurns(watch.#runtime, watch.#scheduler, null);
    for (const watch of watches) watch.#runtime.release();
    this.#runtime.reporter.warn(
      "The program stood still while a turn ended, and was stopped too late: promises may be lost",
    );
  }

  #enter(): void {
    const runtime = this.#runtime;
    this.beat = this.beats[0]!;
    this.#before = { current: runtime.current, last: runtime.processes.last, burying: runtime.dying.length > 0 };
    runtime.hold();
  }

  #mend(): void {
    mend(this.#runtime, this.#before);
  }

  /** Where code that belongs to no turn is stopped, who asked for it deals with that. */
  #blame(by: Runnable | null, ranMs: number): void {
    const guilty = (by ?? this.turn) as Process | null;
    if (by === null) this.turn = null;
    if (guilty === null) return;
    const { events } = this.#runtime;
    if (events.active) {
      events.emit({ type: "process.preempted", pid: guilty.pid, ranMs, maxTurnMs: this.#maxTurnMs });
    }
    if (by === null) die(guilty, TURN_LIMIT);
  }
}

/**
 * A {@linkcode FairScheduler} that stops what does not come back: a handler that runs longer than `maxTurnMs` without a
 * pause is ended where it is, and its process dies with `turn_limit`. See the manual of this module.
 *
 * @throws {ArgumentError} If a setting is out of bounds.
 *
 * @example
 * ```ts
 * import { assertEquals, assertRejects } from "@std/assert";
 * import { CallError, GenServer, silentLogger, System } from "@superlearner/otp";
 * import { preemptiveScheduler } from "@superlearner/otp/preemption";
 *
 * const Spinner = GenServer.define({
 *   name: "Spinner",
 *   init: () => 0,
 *   calls: {
 *     spin: (): [never, number] => {
 *       for (;;);
 *     },
 *   },
 * });
 *
 * await using system = new System({ scheduler: preemptiveScheduler({ maxTurnMs: 20 }), logger: silentLogger });
 * const spinner = await system.start(Spinner);
 * const error = await assertRejects(() => spinner.call("spin"), CallError);
 * assertEquals(error.reason, "turn_limit");
 * ```
 */
export function preemptiveScheduler(options: PreemptionOptions = {}): FairScheduler {
  return schedulerWith(ticker, options);
}

/**
 * The same without a thread that counts: for a place whose messages come over a wall, beside which a look at the clock
 * after each of them is nothing, and another thread would cost more memory than its processes.
 */
export function threadlessScheduler(options: PreemptionOptions = {}): FairScheduler {
  return schedulerWith(stillTicker, options);
}

function schedulerWith(ticker: Ticker, options: PreemptionOptions): FairScheduler {
  const { maxTurnMs = 100, ...rest } = checkOptions("make a preemptive scheduler", options);
  if (!(typeof maxTurnMs === "number" && maxTurnMs >= 1 && maxTurnMs <= MOST_TURN_MS)) {
    throw new ArgumentError("make a preemptive scheduler", {
      rule: `maxTurnMs is a number of milliseconds from 1 to ${MOST_TURN_MS}`,
      value: maxTurnMs,
    });
  }
  const { sliceMs = SLICE_MS } = rest;
  return new FairScheduler({ ...rest, sliceMs, guard: new Watch({ maxTurnMs, sliceMs, ticker }) });
}
