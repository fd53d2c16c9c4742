import {
  type CallArguments,
  CallError,
  type ExitReason,
  NoProcessError,
  type PayloadOf,
  type ReplyOf,
  type ServerRef,
} from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { checkTimeout, type TimeoutOptions } from "../waiting/deadline.ts";
import { readState, type StateOf } from "../waiting/read_state.ts";
import { checkTarget, pidOf, type Target } from "../waiting/target.ts";

/** What came of trying: what was asked for, or why there is none. */
export type Attempt<Value> =
  | {
    /** It came. */
    readonly ok: true;
    /** What was asked for. */
    readonly value: Value;
  }
  | {
    /** It did not. */
    readonly ok: false;
    /** Why: `"timeout"`, `"noproc"`, or what the server died of. */
    readonly reason: ExitReason;
    /** The same as an error. */
    readonly error: Error;
  };

/** The options of a call that is tried, and what it carries: to be given where the handler needs it. */
export type TryCallArguments<Payload> = undefined extends Payload ? [options?: TimeoutOptions & { payload?: Payload }]
  : [options: TimeoutOptions & { payload: Payload }];

/**
 * Calls, and gives what came of it: the reply, or why there is none. What is no matter of the server is thrown all the same.
 *
 * @throws {ArgumentError} If it is no ref, or an option is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, System } from "@superlearner/otp";
 * import { tryCall } from "@superlearner/supertester";
 *
 * const Door = GenServer.define({
 *   name: "Door",
 *   init: () => "shut",
 *   calls: { state: (state) => [state, state], knock: (state, _name: string) => GenServer.noreply(state) },
 * });
 * await using system = new System();
 * const door = await system.start(Door);
 * assertEquals(await tryCall(door, "state"), { ok: true, value: "shut" });
 * const { ok } = await tryCall(door, "knock", { payload: "Ann", timeoutMs: 1 });
 * assertEquals(ok, false);
 * ```
 */
export async function tryCall<Calls, Casts, Kind extends keyof Calls & string>(
  ref: ServerRef<Calls, Casts>,
  kind: Kind,
  ...rest: TryCallArguments<PayloadOf<Calls[Kind]>>
): Promise<Attempt<ReplyOf<Calls[Kind]>>> {
  const [{ payload, ...options } = {}] = rest as [(TimeoutOptions & { payload?: unknown })?];
  const timeoutMs = checkTimeout("try a call", options);
  checkTarget("try a call", ref);
  const asked = [payload, { timeoutMs }] as unknown as CallArguments<PayloadOf<Calls[Kind]>>;
  try {
    return { ok: true, value: await ref.call(kind, ...asked) };
  } catch (error) {
    if (error instanceof CallError) return { ok: false, reason: error.reason, error };
    throw error;
  }
}

/**
 * The state of a server when it is done with the messages it has by now, or why there is none. The server is not asked, and
 * needs nothing for it.
 *
 * @throws {ArgumentError} If it is no ref, or an option is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, System } from "@superlearner/otp";
 * import { stateOf } from "@superlearner/supertester";
 *
 * const Counter = GenServer.define({ name: "Counter", init: () => 0, casts: { add: (sum, n: number) => sum + n } });
 * await using system = new System();
 * const counter = await system.start(Counter);
 * counter.cast("add", 2);
 * assertEquals(await stateOf(counter), { ok: true, value: 2 });
 * await counter.stop();
 * assertEquals((await stateOf(counter)).ok, false);
 * ```
 */
export async function stateOf<To extends Target>(
  target: To,
  options: TimeoutOptions = {},
): Promise<Attempt<StateOf<To>>> {
  const timeoutMs = checkTimeout("read a state", options);
  const { system } = checkTarget("read a state", target);
  const chronicle = Chronicle.of(system);
  const pid = pidOf(target);
  try {
    return { ok: true, value: await readState(target, { timeoutMs }) };
  } catch (error) {
    if (error instanceof CallError) return { ok: false, reason: error.reason, error };
    if (!(error instanceof NoProcessError)) throw error;
    const reason = pid === undefined ? "noproc" : chronicle.exitOf(pid)?.reason ?? "noproc";
    return { ok: false, reason, error };
  }
}
