import { CallError, listProcesses, type Pid, sys, type System } from "@superlearner/otp";

/** How servers are made to wait. */
export interface QuietOptions {
  /** How long one may wait for others, in milliseconds. */
  readonly pauseMs: number;
  /** How long it may take until all wait, in milliseconds. */
  readonly timeoutMs: number;
}

/** A server that does not come to the end of its message. */
export class BusyError extends Error {
  /** Always `"BusyError"`. */
  override readonly name: string = "BusyError";
  /** Who. */
  readonly pid: Pid;

  /** Makes the error. */
  constructor(pid: Pid, timeoutMs: number) {
    super(`it is busy with a message for more than ${timeoutMs} ms`);
    this.pid = pid;
  }
}

/**
 * Servers that are suspended between two messages, all at once. Who is in the middle of a message ends it first, and meanwhile
 * the others go on: none waits longer than `pauseMs` for another.
 */
export class Quiet implements Disposable {
  readonly #system: System;
  readonly #options: QuietOptions;
  readonly #held = new Set<Pid>();
  readonly #endsAt: number;
  #since = -1;

  /** Nobody waits yet. */
  constructor(system: System, options: QuietOptions) {
    this.#system = system;
    this.#options = options;
    this.#endsAt = system.now() + options.timeoutMs;
  }

  /** Since when somebody has waited without a break; -1 for nobody does. */
  get since(): number {
    return this.#since;
  }

  /** Makes servers wait, besides those that do already. @throws {BusyError} If one does not come to an end. */
  async take(pids: readonly Pid[]): Promise<void> {
    const { pauseMs, timeoutMs } = this.#options;
    for (;;) {
      this.#suspend(pids);
      const busy = await this.#busy(pids, pauseMs);
      if (busy.length === 0) return;
      this.#resume([...this.#held].filter((pid) => !busy.includes(pid)));
      for (let left = busy; left.length > 0;) {
        if (this.#system.now() >= this.#endsAt) throw new BusyError(left[0]!, timeoutMs);
        const still = await this.#busy(left, pauseMs);
        if (still.length > 0) this.#resume(left.filter((pid) => !still.includes(pid)));
        left = still;
      }
      if (this.#system.now() >= this.#endsAt) throw new BusyError(busy[0]!, timeoutMs);
      pids = [...new Set([...pids, ...this.#held])];
    }
  }

  /** They go on. */
  [Symbol.dispose](): void {
    this.#resume([...this.#held]);
  }

  #suspend(pids: readonly Pid[]): void {
    // Who was suspended by somebody else is left to him.
    const already = new Set(
      listProcesses(this.#system).filter(({ status }) => status === "suspended").map(({ pid }) => pid),
    );
    for (const pid of pids) {
      if (this.#held.has(pid) || already.has(pid) || !this.#system.isAlive(pid)) continue;
      sys.suspend(this.#system, pid);
      this.#held.add(pid);
    }
    if (this.#since < 0) this.#since = this.#system.now();
  }

  #resume(pids: readonly Pid[]): void {
    for (const pid of pids) {
      this.#held.delete(pid);
      if (this.#system.isAlive(pid)) sys.resume(this.#system, pid);
    }
    this.#since = -1;
  }

  async #busy(pids: readonly Pid[], timeoutMs: number): Promise<Pid[]> {
    const looks = pids.map((pid) =>
      sys.sync(this.#system, pid, { timeoutMs }).then(
        () => undefined,
        (error: unknown) => error instanceof CallError ? pid : undefined, // any other: it is dead
      )
    );
    return (await Promise.all(looks)).filter((pid) => pid !== undefined);
  }
}
