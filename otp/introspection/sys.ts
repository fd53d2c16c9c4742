import { ArgumentError, NoProcessError } from "../processes/errors.ts";
import { type Host, runtimeOf } from "../processes/host.ts";
import { deepFreeze } from "../processes/message_policy.ts";
import type { Pid } from "../processes/pid.ts";
import type { Process } from "../processes/process.ts";
import { unwatch, watch } from "../processes/links.ts";
import { findProcess, visibleState } from "./process_info.ts";

/** A running trace; dispose of it to end it. */
export interface Trace extends Disposable {
  /** Ends the trace; again does nothing. */
  stop(): void;
}

/** A living process under a pid or name. */
function alive(host: Host, to: Pid | string, action: string): Process {
  return runtimeOf(host).get(to, action);
}

function getState(host: Host, to: Pid | string): unknown {
  const process = runtimeOf(host).find(to) ?? findProcess(host, to as Pid);
  if (process === undefined) throw new NoProcessError("read the state of", to);
  return visibleState(process);
}

function replaceState<State>(host: Host, to: Pid | string, replace: (state: State) => State): Promise<State> {
  return new Promise((resolve, reject) => {
    const process = alive(host, to, "replace the state of");
    if (!process.behaviour.holdsState) {
      throw new ArgumentError(`replace the state of ${to}`, {
        rule: "the process is a server with a state of its own",
        value: process.behaviour.name,
      });
    }
    const watcher = { down: () => reject(new NoProcessError("replace the state of", to)) };
    watch(process, watcher);
    process.doBetween(() => {
      try {
        const state = replace(process.state as State);
        process.state = process.runtime.freezes ? deepFreeze(state) : state;
        const { events } = process.runtime;
        if (events.active) events.emit({ type: "state.replaced", pid: process.pid });
        resolve(state);
      } catch (error) {
        reject(error);
      }
      unwatch(process, watcher); // last: where `replace` never comes back, the death of the process tells
    });
  });
}

function suspend(host: Host, to: Pid | string): void {
  const process = alive(host, to, "suspend");
  if (process.suspended) return;
  process.suspended = true;
  const { events } = process.runtime;
  if (events.active) events.emit({ type: "process.suspended", pid: process.pid });
}

function resume(host: Host, to: Pid | string): void {
  const process = alive(host, to, "resume");
  if (!process.suspended) return;
  process.suspended = false;
  const { events } = process.runtime;
  if (events.active) events.emit({ type: "process.resumed", pid: process.pid });
  process.wake();
}

function trace(host: Host, to: Pid | string): Trace {
  const process = alive(host, to, "trace");
  const { events } = process.runtime;
  process.traces++;
  if (events.active && process.traces === 1) events.emit({ type: "trace.started", pid: process.pid });
  let running = true;
  const stop = () => {
    if (!running) return;
    running = false;
    process.traces--;
    if (events.active && process.traces === 0) events.emit({ type: "trace.stopped", pid: process.pid });
  };
  return { stop, [Symbol.dispose]: stop };
}

/** Looking into processes and taking hold of them, as Erlang's `sys` does; but nothing here needs the process's help. */
export const sys: {
  /**
   * The state of a server between two messages: what its last finished handler gave. Read without its help, so a stuck or
   * crashed server shows it as well.
   *
   * @throws {NoProcessError} If nobody is there, and it is none of the last that crashed.
   */
  getState(host: Host, to: Pid | string): unknown;
  /**
   * Replaces the state of a server by what a function makes of it: between two messages, so at once unless a handler is
   * under way. What the function throws is thrown, and the state stays.
   *
   * @throws {NoProcessError} If nobody is alive there.
   * @throws {ArgumentError} If it is not a GenServer.
   */
  replaceState<State>(host: Host, to: Pid | string, replace: (state: State) => State): Promise<State>;
  /** Lets a process finish its message and then wait: its mailbox fills, and it can still be inspected. */
  suspend(host: Host, to: Pid | string): void;
  /** Lets a suspended process go on, with the messages that have come in their order. */
  resume(host: Host, to: Pid | string): void;
  /**
   * Traces a process: its messages become events, received, handled and sent, until the trace is stopped. The events are
   * read from the System's stream.
   *
   * @throws {NoProcessError} If nobody is alive there.
   */
  trace(host: Host, to: Pid | string): Trace;
} = { getState, replaceState, suspend, resume, trace };
