import { unwatch, watch, type Watcher } from "../processes/links.ts";
import { Deadline } from "../processes/timers.ts";
import type { TaskEnd, TaskResult, TaskWaiter } from "./task_end.ts";

/** What is waited for. */
export interface GatherOptions {
  /** One limit for all together, in milliseconds. */
  readonly timeoutMs: number;
  /** As many results are enough. @default {Infinity} */
  readonly limit?: number;
  /** Whether the first task that died without a value ends the wait. @default {false} */
  readonly strict?: boolean;
  /** The wait is over: what has come by then, and whether that is because the time is up. Runs no user code. */
  readonly done: (results: ReadonlyMap<TaskEnd, TaskResult<unknown>>, timedOut: boolean) => void;
}

/** Waits for the results of some tasks of one owner, which nobody waits for yet; takes what is there already first. */
export function gather(ends: readonly TaskEnd[], options: GatherOptions): void {
  new Gathering(ends, options).begin();
}

class Gathering extends Deadline implements TaskWaiter, Watcher {
  readonly #options: GatherOptions;
  readonly #ends: ReadonlySet<TaskEnd>;
  readonly #first: TaskEnd | undefined;
  readonly #results = new Map<TaskEnd, TaskResult<unknown>>();
  #waits = false;
  #over = false;

  constructor(ends: readonly TaskEnd[], options: GatherOptions) {
    super();
    this.#options = options;
    this.#ends = new Set(ends);
    this.#first = ends[0];
  }

  begin(): void {
    for (const end of this.#ends) {
      const result = end.take() ?? (end.open ? undefined : { exit: "noproc" });
      if (result !== undefined) this.#add(end, result);
      if (this.#over) return;
    }
    if (this.#isEnough) return this.#finish(false);
    if (this.#options.timeoutMs === 0) return this.#finish(true);
    this.#wait();
  }

  settle(end: TaskEnd, result: TaskResult<unknown>): void {
    end.waiter = null;
    this.#add(end, result);
  }

  expire(): void {
    this.#finish(true);
  }

  /** The owner is dead: nobody waits any more. */
  down(): void {
    this.#stop();
  }

  get #isEnough(): boolean {
    return this.#results.size >= Math.min(this.#ends.size, this.#options.limit ?? Infinity);
  }

  #add(end: TaskEnd, result: TaskResult<unknown>): void {
    this.#results.set(end, result);
    if (this.#isEnough || (this.#options.strict && "exit" in result)) this.#finish(false);
  }

  #wait(): void {
    this.#waits = true;
    for (const end of this.#ends) if (!this.#results.has(end)) end.waiter = this;
    const { runtime, owner } = this.#first!;
    runtime.timers.add(this, this.#options.timeoutMs);
    if (owner !== null) watch(owner, this);
  }

  #stop(): void {
    this.#over = true;
    if (!this.#waits) return;
    for (const end of this.#ends) if (end.waiter === this) end.waiter = null;
    const { runtime, owner } = this.#first!;
    runtime.timers.remove(this, this.#options.timeoutMs);
    if (owner !== null) unwatch(owner, this);
  }

  #finish(timedOut: boolean): void {
    this.#stop();
    this.#options.done(this.#results, timedOut);
  }
}
