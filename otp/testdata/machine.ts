/** A state machine for tests: does what a script says, and writes down all it sees. */
import { GenStateMachine, type StateMachineDefinition } from "../behaviours/gen_state_machine.ts";
import type { StateMachineRef } from "../behaviours/state_machine_ref.ts";
import type { EnterResult, EventOf, InitResult, MachineTypes, StateResult } from "../behaviours/state_machine_types.ts";
import type { Awaitable } from "../behaviours/gen_server_types.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import type { Self } from "../processes/self.ts";

/** The types of a puppet: any kind of anything. */
export interface PuppetTypes extends MachineTypes {
  state: unknown;
  data: unknown;
  calls: { [kind: string]: (payload?: unknown) => unknown };
  casts: { [kind: string]: (payload?: unknown) => void };
  internals: { [kind: string]: (payload?: unknown) => void };
  timeouts: { [name: string]: unknown };
  stateTimeout: unknown;
  eventTimeout: unknown;
}

/** An event of a puppet. */
export type PuppetEvent = EventOf<PuppetTypes>;

/** What a puppet does. */
export interface Script {
  /** The first state and data. @default "a", 0 */
  first?: () => Awaitable<InitResult<PuppetTypes>>;
  /** What is done with an event, said as `told` has it. @default it is kept, and a call is answered "ok" */
  on?: (text: string, event: PuppetEvent, now: { state: unknown; data: unknown; self: Self }) =>
    | Awaitable<StateResult<PuppetTypes>>
    | "default";
  /** What is done on entering a state. */
  enter?: (oldState: unknown, state: unknown, data: unknown) => Awaitable<EnterResult<PuppetTypes>>;
  /** Cleans up. */
  terminate?: (reason: ExitReason, state: unknown, data: unknown) => unknown;
  /** Whether it traps exits. @default {false} */
  trapExit?: boolean;
}

/** A puppet that can be started, and what it has seen so far: `state: event`. */
export interface Puppet {
  readonly definition: StateMachineDefinition<PuppetTypes>;
  readonly log: string[];
}

/** The ref of a puppet. */
export type PuppetRef = StateMachineRef<PuppetTypes>;

const { keepStateAndData, ok } = GenStateMachine;

/** Makes a puppet. */
export function puppet(script: Script = {}): Puppet {
  const log: string[] = [];
  const { first = () => ok("a", 0), on = () => "default", enter, terminate, trapExit = false } = script;
  const definition = GenStateMachine.define<PuppetTypes>({
    name: "Puppet",
    trapExit,
    init: first,
    handleEvent: (event, state, data, self) => {
      const text = told(event);
      log.push(`${show(state)}: ${text}`);
      const result = on(text, event, { state, data, self });
      if (result !== "default") return result;
      return event.type === "call" ? keepStateAndData().reply(event.from, "ok") : keepStateAndData();
    },
    ...(enter === undefined ? {} : {
      handleEnter: (oldState, state, data) => {
        log.push(`enter ${show(state)} from ${show(oldState)}`);
        return enter(oldState, state, data);
      },
    }),
    terminate: (reason, state, data) => {
      log.push(`terminate ${show(reason)} in ${show(state)} with ${show(data)}`);
      return terminate?.(reason, state, data);
    },
  });
  return { definition, log };
}

/** An event in short: its type, then its kind or name, then what it carries. */
export function told(event: PuppetEvent): string {
  const { type, kind, name, payload, content, message } = event as { [key: string]: unknown };
  const parts = [type, kind, name, payload ?? content ?? message].filter((part) => part !== undefined);
  return parts.map(show).join(" ");
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
