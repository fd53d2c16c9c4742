import type { Clock } from "@superlearner/otp";
import { SandboxError } from "../limits/sandbox_error.ts";

/** How long somebody waits for an answer, and what for. */
export interface RequestOptions {
  /** What was attempted, for errors. */
  readonly action: string;
  /** What takes too long, for errors. */
  readonly what: string;
  /** How long it may take, in milliseconds. */
  readonly timeoutMs: number;
  /** The error where it takes longer. @default a `timeout` */
  readonly late?: () => SandboxError;
}

interface Waiting {
  readonly options: RequestOptions;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly cancel: () => void;
}

/** What was asked of a guest and is not answered. Each has a time of its own: a guest may never answer. */
export class Requests {
  readonly #clock: Clock;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  /** @param clock Where time comes from. */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many wait. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Asks: `say` is called with the number under which the answer comes. */
  ask(options: RequestOptions, say: (id: number) => void): Promise<unknown> {
    const id = ++this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const { timeoutMs, action, what, late } = options;
    const alarm = timeoutMs === Infinity ? undefined : this.#clock.setAlarm(this.#clock.now() + timeoutMs, () => {
      this.#waiting.delete(id);
      reject(late?.() ?? new SandboxError(action, { kind: "timeout", what, timeoutMs }));
    });
    this.#waiting.set(id, { options, resolve, reject, cancel: () => alarm?.cancel() });
    try {
      say(id);
    } catch (error) {
      this.fail(id, () => error);
    }
    return promise;
  }

  /** An answer has come. One that nobody waits for is dropped: it is late, doubled or forged. */
  answer(id: unknown, value: unknown): void {
    this.#take(id)?.resolve(value);
  }

  /** There is no answer. */
  fail(id: unknown, error: (action: string) => unknown): void {
    const found = this.#take(id);
    found?.reject(error(found.options.action));
  }

  /** None will come any more. */
  failAll(error: (action: string) => unknown): void {
    for (const id of [...this.#waiting.keys()]) this.fail(id, error);
  }

  #take(id: unknown): Waiting | undefined {
    const found = this.#waiting.get(id as number);
    this.#waiting.delete(id as number);
    found?.cancel();
    return found;
  }
}
