import { ArgumentError } from "../processes/errors.ts";
import type { Self } from "../processes/self.ts";
import type { LooseFunction, LooseMachineSpec } from "./state_machine_types.ts";

/** The functions that handle the events of a machine, in either of the two modes. */
export class CallbackSet {
  /** Those that were pushed aside for these. */
  readonly before: CallbackSet | null;
  readonly terminate: LooseMachineSpec["terminate"];
  readonly #states:
    | { readonly [name: string]: { readonly handle: LooseFunction; readonly enter?: LooseFunction } }
    | null;
  readonly #spec: Pick<LooseMachineSpec, "handleEvent" | "handleEnter">;

  constructor(spec: Omit<LooseMachineSpec, "name" | "init">, before: CallbackSet | null) {
    this.before = before;
    this.terminate = spec.terminate;
    this.#spec = spec;
    this.#states = spec.states === undefined ? null : Object.assign(
      Object.create(null), // a state called "constructor" must not find anything
      Object.fromEntries(
        Object.entries(spec.states).map((
          [name, state],
        ) => [name, typeof state === "function" ? { handle: state } : state]),
      ),
    );
  }

  /** Why a state is none; `undefined` if it is one. */
  refusal(state: unknown): string | undefined {
    if (this.#states === null) return undefined;
    if (typeof state === "string" && this.#states[state] !== undefined) return undefined;
    return `it is one of ${Object.keys(this.#states).join(", ")}`;
  }

  /** Calls the function that handles an event. */
  handle(event: object, state: unknown, data: unknown, self: Self): unknown {
    if (this.#states === null) return this.#spec.handleEvent!(event, state, data, self);
    return this.#states[state as string]!.handle(event, data, self);
  }

  /** Whether entering a state calls a function. */
  enters(state: unknown): boolean {
    return (this.#states === null ? this.#spec.handleEnter : this.#states[state as string]!.enter) !== undefined;
  }

  /** Calls the function that enters a state. */
  enter(oldState: unknown, state: unknown, data: unknown, self: Self): unknown {
    if (this.#states === null) return this.#spec.handleEnter!(oldState, state, data, self);
    return this.#states[state as string]!.enter!(oldState, data, self);
  }
}

/** Refuses callbacks of a state machine that are none. */
export function checkCallbacks(action: string, callbacks: object): void {
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError(action, { rule, value });
  };
  const { states, handleEvent, handleEnter, terminate } = callbacks as { readonly [key: string]: unknown };
  if ((states === undefined) === (handleEvent === undefined)) {
    refuse("it has states, or else a handleEvent", states === undefined ? undefined : "both");
  }
  for (const [name, value] of Object.entries({ handleEvent, handleEnter, terminate })) {
    if (value !== undefined && typeof value !== "function") refuse(`${name} is a function`, value);
  }
  if (states === undefined) return;
  if (handleEnter !== undefined) refuse("handleEnter goes with handleEvent; a state has its own enter", handleEnter);
  if (typeof states !== "object" || states === null) refuse("states are an object of functions", states);
  for (const [name, state] of Object.entries(states as { readonly [name: string]: unknown })) {
    if (typeof state === "function") continue;
    const { enter, handle } = (state ?? {}) as { readonly [key: string]: unknown };
    if (typeof enter !== "function" || typeof handle !== "function") {
      refuse(`states.${name} is a function, or has the functions enter and handle`, state);
    }
  }
}
