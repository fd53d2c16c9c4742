import { nameText, type ProcessName } from "../processes/via.ts";
import { type DebugEvent, debugOf, dropIdleDebug, type Observer } from "../processes/debug.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { Host } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import type { Process } from "../processes/process.ts";
import { livingProcess } from "./sys_request.ts";

/** A function of the program's own that is told all that a process does. */
export interface DebugFunction<State> {
  /** Tells it from others on the same process. */
  id: string;
  /** What the first call gets. */
  state: State;
  /**
   * Called for each thing the process does, in order, with what the call before gave; gives the next, or `"done"` to be
   * removed. One that throws is removed as well, with a warning; the process goes on.
   */
  handle: (state: State, event: DebugEvent, processState: unknown) => State | "done";
}

class Installed<State> implements Observer {
  readonly #handle: DebugFunction<State>["handle"];
  #state: State;

  constructor({ handle, state }: DebugFunction<State>) {
    this.#handle = handle;
    this.#state = state;
  }

  tell(event: DebugEvent, process: Process): unknown {
    const next = this.#handle(this.#state, event, process.state);
    if (next !== "done") this.#state = next;
    return next;
  }
}

/** Tells a function all that a process does, until it is removed. */
export function install<State>(host: Host, to: Pid | ProcessName, debug: DebugFunction<State>): Disposable {
  const process = livingProcess(host, { to, action: "install a debug function on" });
  const action = `install a debug function on ${nameText(to)}`;
  if (typeof debug?.handle !== "function") {
    throw new ArgumentError(action, { rule: "handle is a function", value: debug?.handle });
  }
  const { id } = debug;
  if (typeof id !== "string" || id === "") throw new ArgumentError(action, { rule: "id is a text", value: id });
  if (process.debug?.observers.has(id)) {
    throw new ArgumentError(action, { rule: "an id belongs to one debug function", value: id });
  }
  const installed = new Installed(debug);
  debugOf(process).observers.set(id, installed);
  return {
    [Symbol.dispose]() {
      if (process.debug?.observers.get(id) !== installed) return;
      process.debug.observers.delete(id);
      dropIdleDebug(process);
    },
  };
}

/** Removes a debug function by its id; where there is none, nothing happens. */
export function remove(host: Host, to: Pid | ProcessName, debug: Pick<DebugFunction<unknown>, "id">): void {
  const process = livingProcess(host, { to, action: "remove a debug function from" });
  if (typeof debug?.id !== "string") {
    throw new ArgumentError("remove a debug function", { rule: "it is { id }", value: debug });
  }
  process.debug?.observers.delete(debug.id);
  dropIdleDebug(process);
}

/** Ends statistics, log and debug functions of a process. Traces belong to who began them, and go on. */
export function noDebug(host: Host, to: Pid | ProcessName): void {
  const process = livingProcess(host, { to, action: "end the debugging of" });
  process.debug?.observers.clear();
  dropIdleDebug(process);
}

/** The ids of the debug functions of a process. */
export function installedOn(process: Process): string[] {
  return [...process.debug?.observers.keys() ?? []].filter((id) => typeof id === "string");
}
