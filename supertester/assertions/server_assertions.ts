import { assertEquals, AssertionError } from "@std/assert";
import {
  type CallArguments,
  CallError,
  NoProcessError,
  type PayloadOf,
  type ReplyOf,
  type ServerRef,
} from "@superlearner/otp";
import { shortValue } from "../presenting/event_text.ts";
import { checkTimeout, type TimeoutOptions } from "../waiting/deadline.ts";
import { readState, type StateOf } from "../waiting/read_state.ts";
import { sync } from "../waiting/sync.ts";
import { checkTarget, type Target } from "../waiting/target.ts";
import { called } from "../waiting/called.ts";
import { failing } from "./failing.ts";

/**
 * What a state is expected to be: a value, or a test that accepts it. Where the type of the state is not known from the
 * server, that of the test's parameter has to be said.
 */
export type ExpectedState<State> = unknown extends State ? unknown : State | ((state: State) => boolean);

/**
 * Makes sure of the state of a server when it is done with the messages it has by now: that it is equal to a value, or
 * accepted by a test. The server is not asked, and needs nothing for it.
 *
 * @throws {AssertionError} If it is another, with the difference and the last messages; or the server does not come to it.
 *
 * @example
 * ```ts
 * import { GenServer, System } from "@superlearner/otp";
 * import { assertState } from "@superlearner/supertester";
 *
 * const Counter = GenServer.define({
 *   name: "Counter",
 *   init: () => ({ count: 0 }),
 *   casts: { add: ({ count }, n: number) => ({ count: count + n }) },
 * });
 * await using system = new System();
 * const counter = await system.start(Counter);
 * counter.cast("add", 5);
 * await assertState(counter, { count: 5 });
 * await assertState(counter, ({ count }) => count > 4); // of the type that the server's handlers take
 * ```
 */
export async function assertState<To extends Target>(
  target: To,
  expected: ExpectedState<StateOf<To>>,
  options: TimeoutOptions = {},
): Promise<void> {
  const timeoutMs = checkTimeout("assert a state", options);
  checkTarget("assert a state", target);
  let state: unknown;
  try {
    state = await readState(target, { timeoutMs });
  } catch (error) {
    if (!(error instanceof NoProcessError || error instanceof CallError)) throw error;
    const why = error instanceof CallError ? `it was not done with its messages within ${timeoutMs} ms` : "it is dead";
    throw failing({ target, above: assertState }, `Expected to read the state of ${called(target)}, but ${why}`);
  }
  if (typeof expected === "function") {
    if ((expected as (state: unknown) => boolean)(state) === true) return;
    throw failing(
      { target, above: assertState },
      `Expected the state of ${called(target)} to pass the test, but it is ${shortValue(state, 1000)}`,
    );
  }
  try {
    assertEquals(state, expected);
  } catch (error) {
    if (!(error instanceof AssertionError)) throw error;
    throw failing({ target, above: assertState }, `Expected another state of ${called(target)}. ${error.message}`);
  }
}

/**
 * Makes sure that a server, of any kind, comes to be done with its messages in time.
 *
 * @throws {AssertionError} If it does not, or is dead.
 */
export async function assertResponsive(target: Target, options: TimeoutOptions = {}): Promise<void> {
  try {
    await sync(target, options);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    throw failing({ target, above: assertResponsive }, `Expected ${called(target)} to be responsive. ${error.message}`);
  }
}

/** What a call is expected to be answered. */
export interface ReplyOptions<Reply> extends TimeoutOptions {
  /** The reply, compared by value, or a test that accepts it. */
  expected: Reply | ((reply: Reply) => boolean);
}

/** The options of a reply that is expected, and what the call carries: to be given where the handler needs it. */
export type ReplyArguments<Payload, Reply> = undefined extends Payload ? ReplyOptions<Reply> & { payload?: Payload }
  : ReplyOptions<Reply> & { payload: Payload };

/**
 * Calls, and makes sure of the reply.
 *
 * @throws {AssertionError} If there is another reply, with the difference; or none.
 *
 * @example
 * ```ts
 * import { GenServer, System } from "@superlearner/otp";
 * import { assertReply } from "@superlearner/supertester";
 *
 * const Adder = GenServer.define({
 *   name: "Adder",
 *   init: () => 0,
 *   calls: { add: (sum, n: number) => [sum + n, sum + n] },
 * });
 * await using system = new System();
 * await assertReply(await system.start(Adder), "add", { payload: 2, expected: 2 });
 * ```
 */
export async function assertReply<Calls, Casts, Kind extends keyof Calls & string>(
  target: ServerRef<Calls, Casts>,
  kind: Kind,
  options: ReplyArguments<PayloadOf<Calls[Kind]>, ReplyOf<Calls[Kind]>>,
): Promise<void> {
  const { expected, payload, ...rest } = options as ReplyOptions<ReplyOf<Calls[Kind]>> & { payload?: unknown };
  const timeoutMs = checkTimeout("assert a reply", rest);
  checkTarget("assert a reply", target);
  const asked = [payload, { timeoutMs }] as unknown as CallArguments<PayloadOf<Calls[Kind]>>;
  const what = `the reply of ${called(target)} to "${kind}"`;
  let reply: ReplyOf<Calls[Kind]>;
  try {
    reply = await target.call(kind, ...asked);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    throw failing({ target, above: assertReply }, `Expected ${what}. ${error.message}`);
  }
  if (typeof expected === "function") {
    if ((expected as (reply: unknown) => boolean)(reply) === true) return;
    throw failing(
      { target, above: assertReply },
      `Expected ${what} to pass the test, but it is ${shortValue(reply, 1000)}`,
    );
  }
  try {
    assertEquals(reply, expected);
  } catch (error) {
    if (!(error instanceof AssertionError)) throw error;
    throw failing({ target, above: assertReply }, `Expected another reply: ${what}. ${error.message}`);
  }
}
