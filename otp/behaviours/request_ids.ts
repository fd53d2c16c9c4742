import { checkOptions } from "../argument_error.ts";
import type { CallError } from "../processes/errors.ts";
import { ArgumentError } from "../processes/errors.ts";
import { partsOf, type RequestAnswer, RequestId, type WaitOptions } from "./request_id.ts";
import { checkTimeout } from "./start.ts";
import { Waiter } from "./_waiter.ts";

/** The answer of one of many requests. */
export type LabelledAnswer<Label, Reply> =
  & {
    /** What it was added with. */
    readonly label: Label;
    /** Which one it is. */
    readonly request: RequestId<Reply>;
  }
  & ({ readonly reply: Reply; readonly error?: never } | { readonly error: CallError; readonly reply?: never });

/**
 * Requests that are under way, each with a label: their answers come in whatever order they come. Erlang's `reqids_new`,
 * `reqids_add` and `receive_response` on a collection.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, RequestIds, System } from "@superlearner/otp";
 *
 * const Doubler = GenServer.define({ name: "Doubler", init: () => 0, calls: { double: (count, n: number) => [2 * n, count] } });
 * await using system = new System();
 * const requests = new RequestIds<number, number>();
 * for (const n of [1, 2, 3]) {
 *   const doubler = await system.start(Doubler);
 *   requests.add(doubler.sendRequest("double", n), n);
 * }
 * const doubled = new Map<number, number | undefined>();
 * for await (const { label, reply } of requests) doubled.set(label, reply);
 * assertEquals([...doubled], [[1, 2], [2, 4], [3, 6]]);
 * ```
 */
export class RequestIds<Label, Reply> implements AsyncIterable<LabelledAnswer<Label, Reply>> {
  readonly #open = new Map<RequestId<Reply>, Label>();
  readonly #arrived: LabelledAnswer<Label, Reply>[] = [];
  readonly #waiters = new Set<Waiter<LabelledAnswer<Label, Reply>>>();

  /** How many have not been given yet by {@linkcode RequestIds.next}. */
  get size(): number {
    return this.#open.size + this.#arrived.length;
  }

  /**
   * Adds a request under a label.
   *
   * @throws {ArgumentError} If it is here already, or is none.
   */
  add(request: RequestId<Reply>, label: Label): this {
    if (!(request instanceof RequestId)) {
      throw new ArgumentError("add a request", { rule: "it is what sendRequest gives", value: request });
    }
    if (this.#open.has(request) || this.#arrived.some((each) => each.request === request)) {
      throw new ArgumentError("add a request", { rule: "it is in a collection once", value: label });
    }
    this.#open.set(request, label);
    partsOf(request).tell((answer) => this.#take(request, { label, answer: answer as RequestAnswer<Reply> }));
    return this;
  }

  /** The requests with their labels that have not been given yet; those that are answered first. */
  entries(): [request: RequestId<Reply>, label: Label][] {
    const arrived = this.#arrived.map(({ request, label }): [RequestId<Reply>, Label] => [request, label]);
    return [...arrived, ...this.#open];
  }

  /** The next answer, which is then no more in here; `"no_request"` where none is left to be waited for. */
  async next(options: WaitOptions = {}): Promise<LabelledAnswer<Label, Reply> | "timeout" | "no_request"> {
    const timeoutMs = checkTimeout("wait for a reply", checkOptions("wait for a reply", options).timeoutMs ?? Infinity);
    const arrived = this.#arrived.shift();
    if (arrived !== undefined) return arrived;
    const [any] = this.#open.keys();
    if (any === undefined) return "no_request";
    const { runtime, owner } = partsOf(any);
    const waiter = new Waiter<LabelledAnswer<Label, Reply>>({
      runtime,
      owner,
      timeoutMs,
      leave: (each) => void this.#waiters.delete(each),
    });
    this.#waiters.add(waiter);
    return await waiter.promise;
  }

  /** All answers as they come, until no request is left. */
  async *[Symbol.asyncIterator](): AsyncGenerator<LabelledAnswer<Label, Reply>, void, undefined> {
    for (;;) {
      const answer = await this.next();
      if (typeof answer === "string") return;
      yield answer;
    }
  }

  #take(request: RequestId<Reply>, { label, answer }: { label: Label; answer: RequestAnswer<Reply> }): void {
    this.#open.delete(request);
    const given: LabelledAnswer<Label, Reply> = { label, request, ...answer };
    const [waiter] = this.#waiters;
    if (waiter === undefined) return void this.#arrived.push(given);
    this.#waiters.delete(waiter);
    waiter.give(given);
  }
}
