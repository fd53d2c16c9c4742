import { type AgentRef, NoProcessError, type ServerRef, sys } from "@superlearner/otp";
import { checkTimeout, type TimeoutOptions } from "./deadline.ts";
import { checkTarget, pidOf, type Target } from "./target.ts";

/** The state of a server, as its calls and casts take it; `unknown` of what has none. */
export type StateOf<To> = To extends AgentRef<infer State> ? State
  : To extends ServerRef<infer Calls, infer Casts>
    ? [Calls[keyof Calls] | Casts[keyof Casts]] extends [(state: infer State, ...rest: never[]) => unknown] ? State
    : unknown
  : unknown;

/**
 * The state of a server when it is done with the messages it has by now. The server is not asked, and needs nothing for it.
 *
 * @throws {NoProcessError} If nobody is there, or it dies first.
 * @throws {CallError} `"timeout"` if it is not done in time.
 */
export async function readState<To extends Target>(target: To, options: TimeoutOptions = {}): Promise<StateOf<To>> {
  const timeoutMs = checkTimeout("read a state", options);
  const { system } = checkTarget("read a state", target);
  const pid = pidOf(target);
  if (pid === undefined) throw new NoProcessError("read the state of", target.toString());
  return await sys.awaitState(system, pid, { timeoutMs }) as StateOf<To>;
}
