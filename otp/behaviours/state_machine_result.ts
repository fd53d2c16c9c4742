import { ArgumentError } from "../processes/errors.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import type {
  CallbacksAction,
  ContentOf,
  HibernateAction,
  LooseAction,
  NextEventAction,
  PostponeAction,
  ReplyAction,
  ReplyTo,
  TimeoutAction,
  TimeoutSetting,
} from "./state_machine_types.ts";

/** What a transition does to the state. */
export type TransitionKind = "ok" | "next_state" | "keep_state" | "repeat_state";

/** The timers of a machine, by sort. */
type Timer = TimeoutAction["type"];

const NOTHING: readonly LooseAction[] = [];

/**
 * A result of a handler: the next state and data, and what is done on the way, in the order it was asked for. Made by the
 * functions of {@linkcode GenStateMachine} only. Its methods add to it and give it back.
 */
export class StateTransition<out Kind extends TransitionKind, out State, out Data, out Action = never> {
  /** What becomes of the state. */
  readonly kind: Kind;
  /** The next state, where one is given. */
  readonly state: State | undefined;
  /** The next data, where it is given. */
  readonly data: Data | undefined;
  /** Whether the data changes. */
  readonly hasData: boolean;
  #actions: LooseAction[] | null = null;

  /** @internal */
  constructor(kind: Kind, parts: { state?: State; data?: Data }) {
    this.kind = kind;
    this.state = parts.state;
    this.data = parts.data;
    this.hasData = "data" in parts;
  }

  /** What is done on the way, in order. */
  get actions(): readonly Action[] {
    return (this.#actions ?? NOTHING) as unknown as readonly Action[];
  }

  /**
   * Answers a call, this one's or one kept from before, or a list of them; when the handler is done, before the state is
   * entered.
   */
  reply<Value>(
    from: ReplyTo<Value> | readonly ReplyTo<Value>[],
    value: NoInfer<Value>,
  ): StateTransition<Kind, State, Data, Action | ReplyAction> {
    if (Array.isArray(from)) (this.#actions ??= []).push(...repliesTo(from, value));
    else (this.#actions ??= []).push({ type: "reply", from, value });
    return this;
  }

  /**
   * Keeps this event and gives it again after the next change of state, before what came later. What is postponed keeps
   * its order.
   */
  postpone(): StateTransition<Kind, State, Data, Action | PostponeAction> {
    return this.#with({ type: "postpone" });
  }

  /** Gives the machine an event of any type, before all that wait; several come in the order of asking. */
  nextEvent<const Event extends { readonly type: string }>(
    event: Event,
  ): StateTransition<Kind, State, Data, Action | NextEventAction<Event>> {
    return this.#with({ type: "next_event", event });
  }

  /** Sets or cancels the state time-out, which a change of state cancels. */
  stateTimeout<const Setting extends TimeoutSetting<unknown>>(
    setting: Setting,
  ): StateTransition<Kind, State, Data, Action | TimeoutAction<"state_timeout", "", ContentOf<Setting>>> {
    return this.#timeout("state_timeout", "", setting);
  }

  /** Sets the event time-out, which any event cancels, also one that is postponed or was inserted. */
  eventTimeout<const Setting extends TimeoutSetting<unknown>>(
    setting: Setting,
  ): StateTransition<Kind, State, Data, Action | TimeoutAction<"event_timeout", "", ContentOf<Setting>>> {
    return this.#timeout("event_timeout", "", setting);
  }

  /** Sets or cancels a named time-out, which nothing else cancels. */
  timeout<const Name extends string, const Setting extends TimeoutSetting<unknown>>(
    name: Name,
    setting: Setting,
  ): StateTransition<Kind, State, Data, Action | TimeoutAction<"timeout", Name, ContentOf<Setting>>> {
    if (typeof name !== "string" || name === "") {
      throw new ArgumentError("set a time-out", { rule: "its name is a text", value: name });
    }
    return this.#timeout("timeout", name, setting);
  }

  /** Shows the machine as hibernated until its next event; JavaScript has no heap of one process to shrink. */
  hibernate(): StateTransition<Kind, State, Data, Action | HibernateAction> {
    return this.#with({ type: "hibernate" });
  }

  /** From now on other functions handle the events; state and data go over as they are. */
  changeCallbacks<Callbacks extends object>(
    callbacks: Callbacks,
  ): StateTransition<Kind, State, Data, Action | CallbacksAction<Callbacks>> {
    return this.#with({ type: "change_callbacks", callbacks });
  }

  /** As `changeCallbacks`, and `popCallbacks` brings those of now back. */
  pushCallbacks<Callbacks extends object>(
    callbacks: Callbacks,
  ): StateTransition<Kind, State, Data, Action | CallbacksAction<Callbacks>> {
    return this.#with({ type: "push_callbacks", callbacks });
  }

  /** Brings the callbacks back that were there before the last `pushCallbacks`. Without one, the machine fails. */
  popCallbacks(): StateTransition<Kind, State, Data, Action | CallbacksAction<never>> {
    return this.#with({ type: "pop_callbacks", callbacks: undefined });
  }

  #timeout(type: Timer, name: string, setting: TimeoutSetting<unknown>): StateTransition<Kind, State, Data, never> {
    return this.#with({ type, name, setting: checkSetting(setting) });
  }

  #with(action: LooseAction): StateTransition<Kind, State, Data, never> {
    (this.#actions ??= []).push(action);
    return this as unknown as StateTransition<Kind, State, Data, never>;
  }
}

/** The machine stops: the replies go out, then `terminate` runs, then it dies. */
export class StateMachineStop<out Data> {
  /** Why. */
  readonly reason: ExitReason;
  /** The last data, where it is given. */
  readonly data: Data | undefined;
  /** Whether the data changes. */
  readonly hasData: boolean;
  readonly #replies: ReplyAction[] = [];

  /** @internal */
  constructor(reason: ExitReason, parts: { data?: Data }) {
    this.reason = reason;
    this.data = parts.data;
    this.hasData = "data" in parts;
  }

  /** What is answered before. */
  get replies(): readonly ReplyAction[] {
    return this.#replies;
  }

  /** Answers a call, or a list of them, before the machine stops. */
  reply<Value>(from: ReplyTo<Value> | readonly ReplyTo<Value>[], value: NoInfer<Value>): this {
    this.#replies.push(...repliesTo(from, value));
    return this;
  }
}

function repliesTo(from: unknown, value: unknown): ReplyAction[] {
  return (Array.isArray(from) ? from : [from]).map((each) => ({ type: "reply", from: each, value }));
}

/** From `init`: the first state and data. */
export function ok<const State, Data>(state: State, data: Data): StateTransition<"ok", State, Data> {
  return new StateTransition("ok", { state, data });
}

/** Goes to a state, with new data. Where the state equals the one before, as `keepState`. */
export function nextState<const State, Data>(state: State, data: Data): StateTransition<"next_state", State, Data> {
  return new StateTransition("next_state", { state, data });
}

/** Stays in the state, with new data. */
export function keepState<Data>(data: Data): StateTransition<"keep_state", never, Data> {
  return new StateTransition("keep_state", { data });
}

/** Stays in the state, with the data as they are. */
export function keepStateAndData(): StateTransition<"keep_state", never, never> {
  return new StateTransition("keep_state", {});
}

/** Stays in the state and enters it once more, with new data. No change of state: what is postponed waits on. */
export function repeatState<Data>(data: Data): StateTransition<"repeat_state", never, Data> {
  return new StateTransition("repeat_state", { data });
}

/** Stays in the state and enters it once more, with the data as they are. */
export function repeatStateAndData(): StateTransition<"repeat_state", never, never> {
  return new StateTransition("repeat_state", {});
}

/** The machine stops, with the data given here (else the last). Erlang's `stop_and_reply` is `stop(…).reply(…)`. */
export function stopMachine<Data = never>(
  reason: ExitReason = "normal",
  ...rest: [data?: Data]
): StateMachineStop<Data> {
  return new StateMachineStop<Data>(reason, rest.length > 0 ? { data: rest[0] as Data } : {});
}

function checkSetting(setting: TimeoutSetting<unknown>): TimeoutSetting<unknown> {
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError("set a time-out", { rule, value });
  };
  if (setting === "cancel") return setting;
  if (typeof setting !== "object" || setting === null) {
    refuse('it is { afterMs }, { atMs }, { update } or "cancel"', setting);
  }
  if ("update" in setting) return setting;
  if ("atMs" in setting) {
    return typeof setting.atMs === "number" && !Number.isNaN(setting.atMs)
      ? setting
      : refuse("atMs is a moment of System time in milliseconds", setting.atMs);
  }
  return typeof setting.afterMs === "number" && setting.afterMs >= 0
    ? setting
    : refuse("afterMs is a number of milliseconds from 0 up", setting.afterMs);
}
