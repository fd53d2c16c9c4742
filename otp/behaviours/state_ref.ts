import { ArgumentError, NoProcessError } from "../processes/errors.ts";
import { type Host, ownerOf, runtimeOf } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import type { Process } from "../processes/process.ts";
import type { System } from "../system.ts";
import { nameText, type ProcessName } from "../processes/via.ts";

/** A kind of state that a process of the runtime's own keeps, and that others work on without asking it. */
export interface StateKind<State> {
  /** What a process that keeps such a state is called. */
  readonly what: string;
  /** Its class. */
  readonly type: abstract new (...args: never[]) => State;
}

/** The state of a process by its pid or name, and who works on it. What the refs of such processes are made from. */
export class StateRef<State> {
  readonly host: Host;
  readonly to: Pid | ProcessName;
  readonly #kind: StateKind<State>;

  constructor(host: Host, options: { to: Pid | ProcessName; kind: StateKind<State> }) {
    this.host = host;
    this.to = options.to;
    this.#kind = options.kind;
  }

  /** The System it belongs to. */
  get system(): System {
    return runtimeOf(this.host).system;
  }

  /** The state, if the process runs. @throws {ArgumentError} If it is a process of another kind. */
  find(action: string): State | undefined {
    const process = runtimeOf(this.host).find(this.to);
    if (process === null) return undefined;
    const { state } = process;
    if (state instanceof this.#kind.type) return state;
    throw new ArgumentError(`${action} ${nameText(this.to)}`, {
      rule: `it is ${this.#kind.what}`,
      value: process.behaviour.name,
    });
  }

  /** The state. @throws {NoProcessError} If the process does not run. */
  get(action: string): State {
    const state = this.find(action);
    if (state === undefined) throw new NoProcessError(action, nameText(this.to));
    return state;
  }

  /** The process that does something for itself: whose ref it is, or else whose code is running. */
  caller(action: string): Process {
    const caller = ownerOf(this.host) ?? runtimeOf(this.host).current;
    if (caller !== null) return caller;
    throw new ArgumentError(action, {
      rule: "a process does so for itself; after an await, through a ref made with its self",
    });
  }
}
