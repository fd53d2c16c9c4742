import { DEAD, type Process } from "../processes/process.ts";
import type { Runtime } from "../processes/runtime.ts";
import { Deadline } from "../processes/timers.ts";

/** Whoever waits for a value, so long. Of a process that has died the wait never ends: its code must not go on. */
export class Waiter<Value> extends Deadline {
  readonly promise: Promise<Value | "timeout">;
  readonly #runtime: Runtime;
  readonly #owner: Process | null;
  readonly #timeoutMs: number;
  readonly #leave: (waiter: Waiter<Value>) => void;
  readonly #resolve: (value: Value | "timeout") => void;
  #over = false;

  constructor(parts: {
    readonly runtime: Runtime;
    readonly owner: Process | null;
    readonly timeoutMs: number;
    /** Called when the time is up, before anything else. */
    readonly leave: (waiter: Waiter<Value>) => void;
  }) {
    super();
    const { promise, resolve } = Promise.withResolvers<Value | "timeout">();
    this.promise = promise;
    this.#resolve = resolve;
    this.#runtime = parts.runtime;
    this.#owner = parts.owner;
    this.#timeoutMs = parts.timeoutMs;
    this.#leave = parts.leave;
    this.#runtime.timers.add(this, parts.timeoutMs);
  }

  /** Ends the wait with a value. */
  give(value: Value): void {
    this.#runtime.timers.remove(this, this.#timeoutMs);
    this.#end(value);
  }

  /** What has come by now came in time, also where its promise is only about to tell. */
  expire(): void {
    queueMicrotask(() => {
      if (this.#over) return;
      this.#leave(this);
      this.#end("timeout");
    });
  }

  #end(value: Value | "timeout"): void {
    this.#over = true;
    if (this.#owner === null || this.#owner.phase !== DEAD) this.#resolve(value);
  }
}
