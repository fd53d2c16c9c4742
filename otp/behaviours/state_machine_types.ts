import type { ExitReason } from "../processes/exit_reason.ts";
import type { Pid } from "../processes/pid.ts";
import type { MailboxOptions, MailboxOptionsInside } from "../processes/mailbox_limit.ts";
import type { StatusParts } from "../processes/status_parts.ts";
import type { Self } from "../processes/self.ts";
import type { CarriedBy, FieldOf, MachinePart, RepliedBy } from "./state_machine_parts.ts";
import type { Awaitable } from "./gen_server_types.ts";
import type { Outcome } from "./outcome.ts";
import type { StateMachineStop, StateTransition } from "./state_machine_result.ts";

/**
 * The types of a state machine, said once in an interface of your own; all the rest is checked against it.
 *
 * Calls, casts and internal events are written as functions: what they carry, and, of a call, what it replies.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenStateMachine, type MachineTypes } from "@superlearner/otp";
 *
 * interface Lock extends MachineTypes {
 *   args: [code: string];
 *   state: "locked" | "open";
 *   data: { code: string; typed: string };
 *   calls: { isOpen(): boolean };
 *   casts: { press(button: string): void };
 *   stateTimeout: "lock";
 * }
 * const Door = GenStateMachine.define<Lock>({
 *   name: "Door",
 *   init: (code) => GenStateMachine.ok("locked", { code, typed: "" }),
 *   handleEvent: (event, state) =>
 *     event.type === "call" ? GenStateMachine.keepStateAndData().reply(event.from, state === "open") : undefined,
 * });
 * assertEquals(Door.name, "Door");
 * ```
 */
export interface MachineTypes {
  /** The arguments of `init`. @default {[]} */
  args?: readonly unknown[];
  /** The states: names where there is a function for each state, anything where one function handles all events. */
  state: unknown;
  /** What the machine keeps beside its state. */
  data: unknown;
  /** What is called: `{ kind(payload): reply }`. */
  calls?: object;
  /** What is cast: `{ kind(payload): void }`. */
  casts?: object;
  /** Events that the machine gives to itself: `{ kind(payload): void }`. */
  internals?: object;
  /** The named time-outs, and what each carries: `{ name: content }`. */
  timeouts?: object;
  /** What the state time-out carries. @default {undefined} */
  stateTimeout?: unknown;
  /** What the event time-out carries. @default {undefined} */
  eventTimeout?: unknown;
}

/** The arguments of a machine's `init`. */
export type MachineArgs<M extends MachineTypes> = MachinePart<M, "args", []> extends
  infer Args extends readonly unknown[] ? Args
  : [];

/** The calls of a machine, as its ref knows them. */
export type MachineCalls<M extends MachineTypes> = {
  readonly [Kind in keyof MachinePart<M, "calls", Record<never, never>>]: (
    state: never,
    payload: CarriedBy<MachinePart<M, "calls", Record<never, never>>[Kind]>,
  ) => readonly [RepliedBy<MachinePart<M, "calls", Record<never, never>>[Kind]>, never];
};

/** The casts of a machine, as its ref knows them. */
export type MachineCasts<M extends MachineTypes> = {
  readonly [Kind in keyof MachinePart<M, "casts", Record<never, never>>]: (
    state: never,
    payload: CarriedBy<MachinePart<M, "casts", Record<never, never>>[Kind]>,
  ) => never;
};

/** Who waits for the reply to a call. Keep it in the data to answer later, from any state. */
export interface ReplyTo<in Value> {
  /** The calling process; `undefined` for code outside any process. */
  readonly pid: Pid | undefined;
  /** The kind of call. */
  readonly kind: string;
  /**
   * Answers at once; the `reply` of a transition does the same when the handler is done.
   *
   * @throws {ArgumentError} If this call was answered before.
   */
  readonly reply: (value: Value) => void;
}

/** Somebody calls and waits for the reply. */
export type CallEvent<M extends MachineTypes> = {
  readonly [Kind in keyof MachinePart<M, "calls", Record<never, never>>]:
    & {
      readonly type: "call";
      readonly kind: Kind;
      readonly from: ReplyTo<RepliedBy<MachinePart<M, "calls", Record<never, never>>[Kind]>>;
    }
    & FieldOf<"payload", CarriedBy<MachinePart<M, "calls", Record<never, never>>[Kind]>>;
}[keyof MachinePart<M, "calls", Record<never, never>>];

/** Somebody has cast. */
export type CastEvent<M extends MachineTypes> = {
  readonly [Kind in keyof MachinePart<M, "casts", Record<never, never>>]:
    & { readonly type: "cast"; readonly kind: Kind }
    & FieldOf<"payload", CarriedBy<MachinePart<M, "casts", Record<never, never>>[Kind]>>;
}[keyof MachinePart<M, "casts", Record<never, never>>];

/** An event that the machine gave to itself, by `nextEvent`. */
export type InternalEvent<M extends MachineTypes> = {
  readonly [Kind in keyof MachinePart<M, "internals", Record<never, never>>]:
    & { readonly type: "internal"; readonly kind: Kind }
    & FieldOf<"payload", CarriedBy<MachinePart<M, "internals", Record<never, never>>[Kind]>>;
}[keyof MachinePart<M, "internals", Record<never, never>>];

/** A named time-out is over. */
export type NamedTimeoutEvent<M extends MachineTypes> = {
  readonly [Name in keyof MachinePart<M, "timeouts", Record<never, never>>]:
    & { readonly type: "timeout"; readonly name: Name }
    & FieldOf<"content", MachinePart<M, "timeouts", Record<never, never>>[Name]>;
}[keyof MachinePart<M, "timeouts", Record<never, never>>];

/** The machine has been in its state for so long. */
export type StateTimeoutEvent<M extends MachineTypes> =
  & { readonly type: "state_timeout" }
  & FieldOf<"content", MachinePart<M, "stateTimeout", undefined>>;

/** No event came for so long. */
export type EventTimeoutEvent<M extends MachineTypes> =
  & { readonly type: "event_timeout" }
  & FieldOf<"content", MachinePart<M, "eventTimeout", undefined>>;

/** A plain message: also `DOWN`, `EXIT` of others than the parent, and those of timers made by `self`. */
export interface InfoEvent {
  /** Discriminant. */
  readonly type: "info";
  /** What was sent. Anybody can send anything, so look before you use it. */
  readonly message: unknown;
}

/** All that can happen to a machine. Narrow on `type`, then on `kind` or `name`. */
export type EventOf<M extends MachineTypes> =
  | CallEvent<M>
  | CastEvent<M>
  | InternalEvent<M>
  | NamedTimeoutEvent<M>
  | StateTimeoutEvent<M>
  | EventTimeoutEvent<M>
  | InfoEvent;

/** Answers a call. */
export interface ReplyAction {
  /** Discriminant. */
  readonly type: "reply";
  /** Whom. */
  readonly from: unknown;
  /** With what. */
  readonly value: unknown;
}

/** Keeps the event until the state changes. */
export interface PostponeAction {
  /** Discriminant. */
  readonly type: "postpone";
}

/** Shows the machine as hibernated until its next event. */
export interface HibernateAction {
  /** Discriminant. */
  readonly type: "hibernate";
}

/** Gives the machine an event before all that wait. */
export interface NextEventAction<out Event = unknown> {
  /** Discriminant. */
  readonly type: "next_event";
  /** Which. */
  readonly event: Event;
}

/** When a time-out is over: after so long, at a moment of System time, or not at all. */
export type TimeoutSetting<Content> =
  | { readonly afterMs: number; readonly content?: Content }
  | { readonly atMs: number; readonly content?: Content }
  | { readonly update: Content }
  | "cancel";

/** What a time-out set so will carry. */
export type ContentOf<Setting> = Setting extends { readonly content: infer Content } ? Content
  : Setting extends { readonly update: infer Content } ? Content
  : Setting extends "cancel" ? never
  : undefined;

/** Sets, changes or cancels a time-out. */
export interface TimeoutAction<
  out Timer extends "state_timeout" | "event_timeout" | "timeout" = "state_timeout" | "event_timeout" | "timeout",
  out Name = string,
  out Content = unknown,
> {
  /** Which of the three sorts. */
  readonly type: Timer;
  /** The name of a named one; else empty. */
  readonly name: Name;
  /** What is to become of it. */
  readonly setting: TimeoutSetting<Content>;
}

/** Whatever goes with a change of callbacks; see `changeCallbacks`. */
export interface CallbacksAction<out Callbacks = unknown> {
  /** Discriminant. */
  readonly type: "change_callbacks" | "push_callbacks" | "pop_callbacks";
  /** The definition whose functions handle the events from now on; none where the former come back. */
  readonly callbacks: Callbacks | undefined;
}

/** Any action, as the loop sees it. */
export type LooseAction =
  | ReplyAction
  | PostponeAction
  | HibernateAction
  | NextEventAction
  | TimeoutAction
  | CallbacksAction;

/** What may go with entering a state: replies and time-outs. */
export type EnterAction<M extends MachineTypes> =
  | ReplyAction
  | HibernateAction
  | TimeoutAction<"state_timeout", string, MachinePart<M, "stateTimeout", undefined>>
  | TimeoutAction<"event_timeout", string, MachinePart<M, "eventTimeout", undefined>>
  | {
    readonly [Name in keyof MachinePart<M, "timeouts", Record<never, never>>]: TimeoutAction<
      "timeout",
      Name,
      MachinePart<M, "timeouts", Record<never, never>>[Name]
    >;
  }[keyof MachinePart<M, "timeouts", Record<never, never>>];

/** What may go with a transition. */
export type ActionOf<M extends MachineTypes> =
  | EnterAction<M>
  | PostponeAction
  | NextEventAction<EventOf<M>>
  | CallbacksAction<NewCallbacks<M>>;

/** What may take over the events of a running machine: functions, and a `terminate` to go with them. */
export type NewCallbacks<M extends MachineTypes> = MachineCallbacks<M> & Pick<StateMachineBase<M>, "terminate">;

/** What `init` gives. */
export type InitResult<M extends MachineTypes> =
  | StateTransition<"ok", M["state"], M["data"], Exclude<ActionOf<M>, CallbacksAction>>
  | StateMachineStop<M["data"]>
  | Outcome<never>;

/** What a state's function gives; `undefined` if it does not take the event, of which the machine dies. */
export type StateResult<M extends MachineTypes> =
  | StateTransition<"next_state" | "keep_state" | "repeat_state", M["state"], M["data"], ActionOf<M>>
  | StateMachineStop<M["data"]>
  | undefined;

/** What an enter function gives: it may change the data, not the state. */
export type EnterResult<M extends MachineTypes> =
  | StateTransition<"keep_state" | "repeat_state", never, M["data"], EnterAction<M>>
  | StateMachineStop<M["data"]>;

/** Handles the events of one state. */
export type StateFunction<M extends MachineTypes> = (
  event: EventOf<M>,
  data: M["data"],
  self: Self,
) => Awaitable<StateResult<M>>;

/** A state that is told when it is entered, before any event. */
export interface StateHandlers<M extends MachineTypes> {
  /** Runs whenever the state is entered, also as the first. Gets the state before; the first and a repeated one its own. */
  readonly enter: (oldState: M["state"], data: M["data"], self: Self) => Awaitable<EnterResult<M>>;
  /** Handles the events. */
  readonly handle: StateFunction<M>;
}

/** What handles the events: a function for each state, or one for all. */
export type MachineCallbacks<M extends MachineTypes> = StateFunctions<M> | EventHandler<M>;

/** A function for each state; states are names. */
export interface StateFunctions<M extends MachineTypes> {
  /** The states by name. */
  readonly states: { readonly [Name in M["state"] & string]: StateFunction<M> | StateHandlers<M> };
  /** Not beside `states`. */
  readonly handleEvent?: never;
  /** Not beside `states`: a state has its own. */
  readonly handleEnter?: never;
}

/** One function for all states, which may then be anything: an object with parts, for instance. */
export interface EventHandler<M extends MachineTypes> {
  /** Handles the events of all states. */
  readonly handleEvent: (
    event: EventOf<M>,
    state: M["state"],
    data: M["data"],
    self: Self,
  ) => Awaitable<StateResult<M>>;
  /** Runs whenever a state is entered, also the first, before any event. */
  readonly handleEnter?: (
    oldState: M["state"],
    state: M["state"],
    data: M["data"],
    self: Self,
  ) => Awaitable<EnterResult<M>>;
  /** Not beside `handleEvent`. */
  readonly states?: never;
}

/** What every state machine has, however it handles its events. */
export interface StateMachineBase<M extends MachineTypes> extends Readonly<MailboxOptions> {
  /** The name people read: in the process list, in crash reports. */
  readonly name: string;
  /** Makes the first state and data, by `GenStateMachine.ok`. May be asynchronous; written as a method, `this` is the process's `Self`. */
  readonly init: (this: Self, ...args: MachineArgs<M>) => Awaitable<InitResult<M>>;
  /**
   * Cleans up when the machine stops by itself, fails, or (trapping exits) is told to by its parent. Not run when an
   * exit signal kills it.
   */
  readonly terminate?: (reason: ExitReason, state: M["state"], data: M["data"], self: Self) => Awaitable<unknown>;
  /** Whether it traps exits from its start on, so that `terminate` runs at a shutdown. @default {false} */
  readonly trapExit?: boolean;
  /** Which version of the code this is; told to the `codeChange` of another. @default none */
  readonly version?: string | number;
  /**
   * Makes, of the state and data that another version left, those that this version understands; see `sys.changeCode`.
   * Without it they are taken over as they are. Nothing is entered. May be asynchronous.
   */
  readonly codeChange?: (
    oldVersion: unknown,
    held: MachineStatus<never, never>,
    extra: never,
  ) => Awaitable<MachineStatus<M["state"], M["data"]>>;
  /**
   * Hides what is not for everybody's eyes: gives what may be shown of state, message, reply and reason, in `sys.getStatus`,
   * `sys.log`, traces and crash reports.
   */
  readonly formatStatus?: (status: StatusParts<MachineStatus<M["state"], M["data"]>>) => StatusParts;
}

/** What a machine holds, as `sys.getState` gives it. */
export interface MachineStatus<State, Data> {
  /** The state it is in. */
  readonly state: State;
  /** The data beside it. */
  readonly data: Data;
}

/** A state machine: how it begins, and what it does with each event. */
export type StateMachineSpec<M extends MachineTypes> = StateMachineBase<M> & MachineCallbacks<M>;

/** A spec as the loop sees it: the types were checked where it was defined. */
export interface LooseMachineSpec extends MailboxOptionsInside {
  readonly name: string;
  readonly init: (this: Self, ...args: readonly unknown[]) => unknown;
  readonly states?: { readonly [name: string]: LooseState };
  readonly handleEvent?: (event: object, state: unknown, data: unknown, self: Self) => unknown;
  readonly handleEnter?: (oldState: unknown, state: unknown, data: unknown, self: Self) => unknown;
  readonly terminate?: (reason: ExitReason, state: unknown, data: unknown, self: Self) => unknown;
  readonly trapExit?: boolean;
  readonly version?: string | number;
  readonly codeChange?: (oldVersion: unknown, held: MachineStatus<unknown, unknown>, extra: unknown) => unknown;
  readonly formatStatus?: (status: StatusParts) => StatusParts;
}

/** A state's function, alone or beside one for its entry. */
export type LooseState = LooseFunction | { readonly enter: LooseFunction; readonly handle: LooseFunction };

/** A function of one state. */
export type LooseFunction = (what: unknown, data: unknown, self: Self) => unknown;
