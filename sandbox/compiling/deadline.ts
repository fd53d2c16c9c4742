import type { Alarm, Clock } from "@superlearner/otp";
import { SandboxError } from "../limits/sandbox_error.ts";

/** Until when something has to be done. */
export interface DeadlineOptions {
  readonly clock: Clock;
  /** What takes so long, for the error. */
  readonly what: string;
  /** How long it may take, in milliseconds. */
  readonly timeoutMs: number;
  /** How much of that is gone already, in milliseconds. @default {0} */
  readonly tookMs?: number;
  /** Whoever may call it off. */
  readonly signal?: AbortSignal | undefined;
}

/** A signal that is aborted when the time is up, with a {@linkcode SandboxError}, or when the caller aborts, with his reason. */
export class Deadline implements Disposable {
  /** Aborted when it is over. */
  readonly signal: AbortSignal;
  readonly #alarm: Alarm | undefined;

  /** Counts from now on. */
  constructor({ clock, what, timeoutMs, tookMs = 0, signal }: DeadlineOptions) {
    const over = new AbortController();
    this.signal = signal === undefined ? over.signal : AbortSignal.any([over.signal, signal]);
    if (timeoutMs === Infinity) return;
    this.#alarm = clock.setAlarm(
      clock.now() + Math.max(0, timeoutMs - tookMs),
      () => over.abort(new SandboxError(what, { kind: "timeout", what, timeoutMs })),
    );
  }

  /** Nothing is aborted any more. */
  [Symbol.dispose](): void {
    this.#alarm?.cancel();
  }
}

/** A promise, unless the signal is aborted first. What it would have given is dropped then. */
export async function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return await promise;
  promise.catch(() => {}); // nobody may be left to hear of it
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
