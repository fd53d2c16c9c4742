import { ArgumentError, CallError, type PayloadOf, type ReplyOf, type ServerRef } from "@superlearner/otp";
import { checkTimeout, type TimeoutOptions } from "../waiting/deadline.ts";
import { checkTarget } from "../waiting/target.ts";
import type { CallOperation } from "./operation.ts";

/** A call of a server with these, as `op.call` makes it. */
export type CallOf<Calls> = {
  [Kind in keyof Calls & string]: CallOperation<Kind, PayloadOf<Calls[Kind]>>;
}[keyof Calls & string];

/** How many at once. */
export interface ConcurrentCallsOptions extends TimeoutOptions {
  /** How many of each call. @default {10} */
  count?: number;
  /** How long each may take, in milliseconds of System time. @default {5000} */
  timeoutMs?: number;
}

/** What came of all that were the same call. */
export interface CallResult<Reply = unknown> {
  /** Which of the calls that were given, from 0 up. */
  readonly index: number;
  /** The call. */
  readonly call: CallOperation;
  /** Its replies, in the order they came. */
  readonly successes: readonly Reply[];
  /** Why there was none, of those that failed. */
  readonly errors: readonly CallError[];
}

/**
 * Makes calls at once, each several times, and gives what came of them, in the order they were given: two that are the same
 * are two.
 *
 * @throws {ArgumentError} If a call or an option is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, System } from "@superlearner/otp";
 * import { concurrentCalls, op } from "@superlearner/supertester";
 *
 * const Counter = GenServer.define({ name: "Counter", init: () => 0, calls: { next: (n) => [n + 1, n + 1] } });
 * await using system = new System();
 * const [result] = await concurrentCalls(await system.start(Counter), [op.call("next")], { count: 3 });
 * assertEquals(result?.successes, [1, 2, 3]);
 * ```
 */
export async function concurrentCalls<Calls, Casts>(
  ref: ServerRef<Calls, Casts>,
  calls: readonly CallOf<NoInfer<Calls>>[],
  options: ConcurrentCallsOptions = {},
): Promise<CallResult<ReplyOf<Calls[keyof Calls]>>[]> {
  const action = "make concurrent calls";
  const timeoutMs = checkTimeout(action, { usual: 5000, ...options });
  const { count = 10 } = options;
  checkTarget(action, ref);
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new ArgumentError(action, { rule: "count is a whole number from 1 up", value: count });
  }
  if (!Array.isArray(calls)) throw new ArgumentError(action, { rule: "the calls are a list", value: calls });
  const wrong = calls.find((each) => (each as Partial<CallOperation> | null)?.does !== "call");
  if (wrong !== undefined) throw new ArgumentError(action, { rule: "each is made by op.call", value: wrong });
  const ask = ref.call.bind(ref) as (kind: string, payload: unknown, options: TimeoutOptions) => Promise<unknown>;
  const results = (calls as readonly CallOperation[]).map((call, index) => ({
    index,
    call,
    successes: [] as ReplyOf<Calls[keyof Calls]>[],
    errors: [] as CallError[],
  }));
  await Promise.all(results.flatMap(({ call, successes, errors }) =>
    Array.from({ length: count }, async () => {
      try {
        successes.push(await ask(call.kind, call.payload, { timeoutMs }) as never);
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        errors.push(error);
      }
    })
  ));
  return results;
}
