import { EnvelopeList } from "./_envelope_list.ts";
import { CallbackSet, checkCallbacks } from "./_callback_set.ts";
import { sameState } from "./_same_state.ts";
import { EventEnvelope } from "./_state_timers.ts";
import type { LooseAction, LooseMachineSpec, TimeoutAction } from "./state_machine_types.ts";

/** State and data of a machine. */
interface Held {
  readonly state: unknown;
  readonly data: unknown;
}

/** A transition under way: what the handlers asked for, until all of it comes into force at once. */
export class PendingTransition {
  /** What was before. */
  readonly before: Held;
  readonly state: unknown;
  data: unknown;
  /** Whether the state becomes another one. */
  readonly changes: boolean;
  /** Whether the state is still to be entered. */
  enters: boolean;
  postpones = false;
  hibernates = false;
  inserted: EnvelopeList | null = null;
  timeouts: TimeoutAction[] | null = null;
  #callbacks: CallbackSet | null = null;

  constructor(before: Held, next: Held & { readonly enters: boolean }) {
    this.before = before;
    this.changes = !sameState(before.state, next.state);
    this.state = next.state;
    this.data = next.data;
    this.enters = next.enters || this.changes;
  }

  /** Who handles the events after this: others, if that was asked for. */
  callbacksOr(now: CallbackSet): CallbackSet {
    return this.#callbacks ?? now;
  }

  /** Whether what an enter function gave leaves the state as it is. */
  staysIn({ kind, state }: { readonly kind: string; readonly state: unknown }): boolean {
    return kind === "keep_state" || kind === "repeat_state" || (kind === "next_state" && sameState(state, this.state));
  }

  /** Notes an action. Returns whether it is one. */
  add(action: LooseAction, callbacks: CallbackSet): boolean {
    switch (action.type) {
      case "postpone":
        return this.postpones = true;
      case "hibernate":
        return this.hibernates = true;
      case "next_event":
        return this.#insert(action.event);
      case "state_timeout":
      case "event_timeout":
      case "timeout":
        return (this.timeouts ??= []).push(action) > 0;
      case "pop_callbacks":
        this.#callbacks = this.callbacksOr(callbacks).before;
        return this.#callbacks !== null;
      case "change_callbacks":
      case "push_callbacks": {
        const now = this.callbacksOr(callbacks);
        checkCallbacks("change the callbacks of a state machine", action.callbacks as LooseMachineSpec);
        this.#callbacks = new CallbackSet(
          action.callbacks as LooseMachineSpec,
          action.type === "push_callbacks" ? now : now.before,
        );
        return true;
      }
      default:
        return false;
    }
  }

  #insert(event: unknown): boolean {
    if (typeof event !== "object" || event === null || !("type" in event) || !TYPES.includes(event.type)) return false;
    (this.inserted ??= new EnvelopeList()).push(new EventEnvelope(event as { readonly type: string }));
    return true;
  }
}

const TYPES: readonly unknown[] = ["call", "cast", "info", "internal", "timeout", "state_timeout", "event_timeout"];

/** Whether an action may not go with entering a state, which is no event and must leave the state as it is. */
export function refused({ type }: { readonly type: string }): boolean {
  return type === "postpone" || type === "next_event" || type.endsWith("_callbacks");
}
