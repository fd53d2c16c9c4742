import { checkOptions } from "../argument_error.ts";
import type { CallError } from "../processes/errors.ts";
import type { Process } from "../processes/process.ts";
import type { Runtime } from "../processes/runtime.ts";
import { Waiter } from "./_waiter.ts";
import { checkTimeout } from "./start.ts";

/** What became of a request: its reply, or why there is none. */
export type RequestAnswer<Reply> = { readonly reply: Reply } | { readonly error: CallError };

/** How long to wait for an answer. */
export interface WaitOptions {
  /** Gives `"timeout"` after so many milliseconds. @default {Infinity} */
  timeoutMs?: number;
}

/** The way into a request for those who collect them. */
export let partsOf: (request: RequestId<unknown>) => {
  readonly runtime: Runtime;
  readonly owner: Process | null;
  /** Calls back once, with the answer: at once where it is there. */
  tell(listener: (answer: RequestAnswer<unknown>) => void): void;
};

/**
 * A call that was sent and will be answered; what `ServerRef.sendRequest` gives. For one who has other things to do, or
 * asks many: {@linkcode RequestIds} collects them. Unlike a `call` it has no time-out of its own and rejects nothing.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, System } from "@superlearner/otp";
 *
 * const Doubler = GenServer.define({ name: "Doubler", init: () => 0, calls: { double: (count, n: number) => [2 * n, count] } });
 * await using system = new System();
 * const doubler = await system.start(Doubler);
 * const request = doubler.sendRequest("double", 21);
 * assertEquals(request.check(), "no_reply"); // not yet
 * assertEquals(await request.wait({ timeoutMs: 1000 }), { reply: 42 });
 * ```
 */
export class RequestId<out Reply> {
  readonly #runtime: Runtime;
  readonly #owner: Process | null;
  readonly #listeners = new Set<(answer: RequestAnswer<unknown>) => void>();
  #answer: RequestAnswer<Reply> | undefined;
  #abandoned = false;

  static {
    partsOf = (request) => ({
      runtime: request.#runtime,
      owner: request.#owner,
      tell: (listener) =>
        void (request.#answer === undefined ? request.#listeners.add(listener) : listener(request.#answer)),
    });
  }

  /** @internal */
  constructor(parts: { readonly runtime: Runtime; readonly owner: Process | null; readonly call: Promise<Reply> }) {
    this.#runtime = parts.runtime;
    this.#owner = parts.owner;
    parts.call.then((reply) => this.#settle({ reply }), (error) => this.#settle({ error: error as CallError }));
  }

  /** The answer, if it has come. */
  check(): RequestAnswer<Reply> | "no_reply" {
    return this.#answer === undefined || this.#abandoned ? "no_reply" : this.#answer;
  }

  /** Waits for the answer. When the time is up it may be waited for again. */
  wait(options: WaitOptions = {}): Promise<RequestAnswer<Reply> | "timeout"> {
    return this.#wait(options, () => {});
  }

  /** Waits for the answer. When the time is up the request is given up: an answer that comes later is dropped. */
  receive(options: WaitOptions = {}): Promise<RequestAnswer<Reply> | "timeout"> {
    return this.#wait(options, () => this.#abandoned = true);
  }

  async #wait(options: WaitOptions, late: () => void): Promise<RequestAnswer<Reply> | "timeout"> {
    const timeoutMs = checkTimeout("wait for a reply", checkOptions("wait for a reply", options).timeoutMs ?? Infinity);
    if (this.#abandoned) return "timeout";
    if (this.#answer !== undefined) return this.#answer;
    const waiter = new Waiter<RequestAnswer<Reply>>({
      runtime: this.#runtime,
      owner: this.#owner,
      timeoutMs,
      leave: () => {
        this.#listeners.delete(give);
        late();
      },
    });
    const give = (answer: RequestAnswer<unknown>) => waiter.give(answer as RequestAnswer<Reply>);
    this.#listeners.add(give);
    return await waiter.promise;
  }

  #settle(answer: RequestAnswer<Reply>): void {
    this.#answer = answer;
    for (const listener of this.#listeners) listener(answer);
    this.#listeners.clear();
  }
}
