import { ArgumentError } from "../processes/errors.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import type { Host } from "../processes/host.ts";
import { checkMailbox } from "../processes/mailbox_limit.ts";
import type { Pid } from "../processes/pid.ts";
import type { ProcessName } from "../processes/via.ts";
import { checkCallbacks } from "./_callback_set.ts";
import { behaviours, startables } from "./definition.ts";
import { ProcessDefinition } from "./process_definition.ts";
import { error, ignore } from "./outcome.ts";
import { checkTarget } from "./server_ref.ts";
import { startServer } from "./start.ts";
import { StateMachineBehaviour } from "./state_machine_loop.ts";
import { StateMachineRef } from "./state_machine_ref.ts";
import {
  keepState,
  keepStateAndData,
  nextState,
  ok,
  repeatState,
  repeatStateAndData,
  type StateMachineStop,
  type StateTransition,
  stopMachine,
} from "./state_machine_result.ts";
import type { LooseMachineSpec, MachineArgs, MachineTypes, StateMachineSpec } from "./state_machine_types.ts";

/** A state machine that can be started: what {@linkcode GenStateMachine} `define` gives. */
export class StateMachineDefinition<M extends MachineTypes>
  extends ProcessDefinition<StateMachineRef<M>, MachineArgs<M>> {
  /** A state machine is a worker. */
  readonly type = "worker";
  /** The functions it was defined by. */
  readonly spec: StateMachineSpec<M>;

  /** @internal */
  constructor(spec: StateMachineSpec<M>) {
    checkSpec(spec as unknown as { readonly [key: string]: unknown });
    super(spec.name);
    this.spec = spec;
    const behaviour = new StateMachineBehaviour(spec as unknown as LooseMachineSpec);
    behaviours.set(this, behaviour);
    startables.set(this, (runtime, options) => startServer(runtime, behaviour, options));
  }

  /** A machine of this kind, by pid or by registered name. */
  at(host: Host, to: Pid | ProcessName): StateMachineRef<M> {
    checkTarget(to);
    return new StateMachineRef(host, to);
  }
}

/**
 * A process that is always in one state of several, and does with each event what that state says: a connection, a
 * door, a payment, a protocol. Erlang's `gen_statem`.
 *
 * Take one where the same event means different things at different times, where events have to wait for another state
 * (`postpone`), or where being in a state has a limit (`stateTimeout`). Where none of that is so, a
 * {@linkcode GenServer} says the same with less.
 *
 * The types come first, in an interface of your own: states, data, and each kind of event. Then either a function for
 * each state (`states`), or one for all (`handleEvent`), which may have states that are more than names. A function gets
 * an event and the data, and gives a transition: `nextState`, `keepState`, `repeatState` and the like, on which follow
 * in order what else is to be done. All of it is checked by the compiler.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenStateMachine, type MachineTypes } from "@superlearner/otp";
 * import { Simulation } from "@superlearner/otp/simulation";
 *
 * interface Lock extends MachineTypes {
 *   args: [code: string];
 *   state: "locked" | "open";
 *   data: { code: string; typed: string };
 *   calls: { enter(): string };
 *   casts: { press(button: string): void };
 * }
 * const { keepState, keepStateAndData, nextState, ok } = GenStateMachine;
 *
 * const Door = GenStateMachine.define<Lock>({
 *   name: "Door",
 *   init: (code) => ok("locked", { code, typed: "" }),
 *   states: {
 *     locked: (event, data) => {
 *       if (event.type === "call") return keepStateAndData().postpone(); // whoever wants in waits until it is open
 *       if (event.type !== "cast") return;
 *       const typed = (data.typed + event.payload).slice(-data.code.length);
 *       if (typed !== data.code) return keepState({ ...data, typed });
 *       return nextState("open", { ...data, typed: "" }).stateTimeout({ afterMs: 10_000 });
 *     },
 *     open: (event, data) => {
 *       switch (event.type) {
 *         case "call":
 *           return keepStateAndData().reply(event.from, "come in");
 *         case "cast":
 *           return keepStateAndData();
 *         case "state_timeout":
 *           return nextState("locked", data);
 *       }
 *     },
 *   },
 * });
 *
 * await using simulation = new Simulation(); // its time stands still until it is moved
 * const door = await simulation.system.start(Door, { args: ["42"] });
 * const guest = door.call("enter");
 * door.cast("press", "4");
 * door.cast("press", "2");
 * assertEquals(await guest, "come in");
 * await simulation.advance(10_000);
 * const late = door.call("enter", undefined, { timeoutMs: 1000 }).catch(() => "locked");
 * await simulation.advance(1000);
 * assertEquals(await late, "locked");
 * ```
 *
 * **What is handled first.** Events of the machine's own (`nextEvent`, and postponed ones that come back); then time-outs
 * of no time at all; then the mailbox. While a handler is awaited, all of them wait.
 *
 * **A change of state** is a next state that does not equal the last by what it holds: names, arrays, plain objects, maps,
 * sets, dates and buffers are compared by content, objects of classes by identity. It brings back what was postponed,
 * cancels the state time-out, and enters the new state. State and data are kept when all of that is done, so a crash on
 * the way leaves `terminate`, the crash report and `sys.getState` (`{ state, data }`) those before.
 *
 * **Entering** is a function of its own beside the state's (`{ enter, handle }`, or `handleEnter`), not an event: it may
 * change the data, reply and set time-outs, and nothing else. It runs for the first state as well.
 *
 * **Time-outs** are three: `stateTimeout` (a change of state cancels it), `eventTimeout` (any event does, postponed and
 * inserted ones too), `timeout(name)` (nothing does). Setting one again replaces it; `{ update }` changes what a running
 * one carries; `"cancel"` and `Infinity` end it, also when its event is in the mailbox already. One of 0 ms is no timer:
 * its event comes after the machine's own and before those in the mailbox.
 *
 * **What a function does not take** (it returns nothing) ends the machine with `{ unhandled_event, state }`.
 *
 * Limits: kinds of events are known to the compiler alone, so nobody can list them at run time. A handler that never
 * settles holds the machine. Replacing the state from outside (`sys.replaceState`) enters nothing and cancels nothing.
 */
export const GenStateMachine: {
  /** Defines a state machine, checked against the types that an interface of yours says; see {@linkcode MachineTypes}. */
  define<M extends MachineTypes>(spec: StateMachineSpec<M>): StateMachineDefinition<M>;
  /** From `init`: the first state and data. */
  ok<const State, Data>(state: State, data: Data): StateTransition<"ok", State, Data>;
  /** Goes to a state, with new data. Where the state equals the one before, as `keepState`. */
  nextState<const State, Data>(state: State, data: Data): StateTransition<"next_state", State, Data>;
  /** Stays in the state, with new data. */
  keepState<Data>(data: Data): StateTransition<"keep_state", never, Data>;
  /** Stays in the state, with the data as they are. */
  keepStateAndData(): StateTransition<"keep_state", never, never>;
  /** Stays in the state and enters it once more, with new data. No change of state: what is postponed waits on. */
  repeatState<Data>(data: Data): StateTransition<"repeat_state", never, Data>;
  /** Stays in the state and enters it once more, with the data as they are. */
  repeatStateAndData(): StateTransition<"repeat_state", never, never>;
  /** The machine stops, with the data given here (else the last). Erlang's `stop_and_reply` is `stop(…).reply(…)`. */
  stop<Data = never>(reason?: ExitReason, ...data: [data?: Data]): StateMachineStop<Data>;
  /** From `init`: do not start, and that is in order. */
  readonly ignore: typeof ignore;
  /** From `init`: it cannot start, and that is no crash. */
  readonly error: typeof error;
} = {
  define: (spec) => new StateMachineDefinition(spec),
  ok,
  nextState,
  keepState,
  keepStateAndData,
  repeatState,
  repeatStateAndData,
  stop: stopMachine,
  ignore,
  error,
};

function checkSpec(spec: { readonly [key: string]: unknown }): void {
  const action = "define a state machine";
  if (typeof spec !== "object" || spec === null) {
    throw new ArgumentError(action, { rule: "it is an object", value: spec });
  }
  const { name, init, trapExit } = spec;
  if (typeof name !== "string" || name === "") throw new ArgumentError(action, { rule: "name is a text", value: name });
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError(`${action} ${name}`, { rule, value });
  };
  if (typeof init !== "function") refuse("init is a function", init);
  if (trapExit !== undefined && typeof trapExit !== "boolean") refuse("trapExit is true or false", trapExit);
  checkMailbox(`${action} ${name}`, spec);
  for (const key of ["codeChange", "formatStatus"]) {
    if (spec[key] !== undefined && typeof spec[key] !== "function") refuse(`${key} is a function`, spec[key]);
  }
  checkCallbacks(`${action} ${name}`, spec);
}
