import { nameText, type ProcessName } from "../processes/via.ts";
import { ArgumentError, NoProcessError } from "../processes/errors.ts";
import { type Host, runtimeOf } from "../processes/host.ts";
import { deepFreeze } from "../processes/message_policy.ts";
import type { Pid } from "../processes/pid.ts";
import { refuseElsewhere, request, type SysOptions } from "./sys_request.ts";
import { findProcess, visibleState } from "./process_info.ts";

/** How a state is replaced. */
export interface ReplaceStateOptions<State> extends SysOptions {
  /** Makes the new state of the old one. */
  replace: (state: State) => State;
}

/** The state of a server between two messages, read without its help. */
export function getState(host: Host, to: Pid | ProcessName): unknown {
  const process = runtimeOf(host).find(to) ?? findProcess(host, to as Pid);
  if (process === undefined) throw new NoProcessError("read the state of", nameText(to));
  refuseElsewhere(process, { to, action: "read the state of" });
  return visibleState(process);
}

/** The state of a server when it is done with the messages it has now. */
export function awaitState(host: Host, to: Pid | ProcessName, options: SysOptions = {}): Promise<unknown> {
  const run = ({ state }: { readonly state: unknown }) => state;
  return request(host, to, { name: "awaitState", action: "read the state of", options, run });
}

/** Waits until a server is done with the messages it has now. */
export function sync(host: Host, to: Pid | ProcessName, options: SysOptions = {}): Promise<void> {
  return request(host, to, { name: "sync", action: "wait for", options, anyServer: true, run: () => {} });
}

/** Replaces the state of a server in its turn. */
export async function replaceState<State>(
  host: Host,
  to: Pid | ProcessName,
  how: ((state: State) => State) | ReplaceStateOptions<State>,
): Promise<State> {
  const options = typeof how === "function" ? { replace: how } : how;
  if (typeof options !== "object" || typeof options?.replace !== "function") {
    throw new ArgumentError(`replace the state of ${nameText(to)}`, { rule: "it is done by a function", value: how });
  }
  return await request(host, to, {
    name: "replaceState",
    action: "replace the state of",
    options,
    run: (process) => {
      const state = options.replace(process.state as State);
      process.behaviour.checkState?.(process, state);
      process.state = process.runtime.freezes ? deepFreeze(state) : state;
      const { events } = process.runtime;
      if (events.active) events.emit({ type: "state.replaced", pid: process.pid });
      return state;
    },
  });
}
