import { noteHandled, noteTaken } from "../processes/debug.ts";
import { CALL, type CallEnvelope, CAST, Envelope, EXIT, INFO, SYSTEM } from "../processes/envelope.ts";
import { type ExitReason, reasonOf } from "../processes/exit_reason.ts";
import { ArgumentError } from "../processes/errors.ts";
import { obeys } from "../processes/lineage.ts";
import { deepFreeze } from "../processes/message_policy.ts";
import type { ExitMessage } from "../processes/messages.ts";
import { type Behaviour, BUSY, type CodeChange, DEAD, type Process, READY } from "../processes/process.ts";
import { Self } from "../processes/self.ts";
import { endInOrder } from "./_ending.ts";
import { EnvelopeList } from "./_envelope_list.ts";
import { CallbackSet } from "./_callback_set.ts";
import { PendingTransition, refused } from "./_pending_transition.ts";
import { DueTimeout, EventEnvelope, StateTimers } from "./_state_timers.ts";
import { DeferredCalls } from "./_deferred_calls.ts";
import type { StopRequest } from "./gen_server_loop.ts";
import { Outcome } from "./outcome.ts";
import { type Refusal, refusalIn } from "./start.ts";
import { From } from "./server_self.ts";
import { StateMachineStop, StateTransition } from "./state_machine_result.ts";
import type { LooseAction, LooseMachineSpec, ReplyAction } from "./state_machine_types.ts";

/** What is seen of a machine from outside. */
export interface Held {
  readonly state: unknown;
  readonly data: unknown;
}

/** What a machine keeps beside state and data. */
export interface MachineExtra {
  /** Calls to be answered later. */
  deferred: DeferredCalls | null;
  /** Who handles the events now. */
  callbacks: CallbackSet;
  /** What `init` gave, until the first state has been entered. */
  first: StateTransition<"ok", unknown, unknown, LooseAction> | null;
  /** Events before those of the mailbox: inserted ones, and postponed ones that come back. */
  readonly queue: EnvelopeList;
  /** Events that wait for a change of state, oldest first. */
  readonly postponed: EnvelopeList;
  readonly timers: StateTimers;
}

type AnyTransition = StateTransition<
  "ok" | "next_state" | "keep_state" | "repeat_state",
  unknown,
  unknown,
  LooseAction
>;

/**
 * The loop of every state machine: takes an event, calls the function of the state, enters the next state, and only then
 * keeps state and data. What comes first: events of its own, then time-outs of no time, then the mailbox.
 */
export class StateMachineBehaviour implements Behaviour {
  readonly name = "GenStateMachine";
  readonly module: string;
  readonly endsWithParent = true;
  readonly holdsState = true;
  readonly version: string | number | undefined;
  readonly formatStatus: LooseMachineSpec["formatStatus"];
  readonly spec: LooseMachineSpec;
  readonly #callbacks: CallbackSet;

  constructor(spec: LooseMachineSpec) {
    this.module = spec.name;
    this.spec = spec;
    this.version = spec.version;
    this.formatStatus = spec.formatStatus;
    this.#callbacks = new CallbackSet(spec, null);
  }

  /** What the handlers of a process get as their last argument. */
  selfOf(process: Process): Self {
    return process.self ??= new Self(process);
  }

  /** Refuses what is not `{ state, data }`, or names a state that is none. */
  checkState(process: Process, held: unknown): void {
    const rule = refusalOf(extraOf(process).callbacks, held);
    if (rule !== undefined) throw new ArgumentError(`replace the state of ${process.pid}`, { rule, value: held });
  }

  codeChange(held: unknown, { oldVersion, extra }: CodeChange): unknown {
    const { state, data } = held as Held;
    const next = this.spec.codeChange === undefined ? held : this.spec.codeChange(oldVersion, { state, data }, extra);
    return next instanceof Promise ? next.then((each) => this.#checked(each)) : this.#checked(next);
  }

  /** From now on a process runs this: its events go to these functions. */
  adopt(process: Process): void {
    extraOf(process).callbacks = this.#callbacks;
  }

  #checked(held: unknown): unknown {
    const rule = refusalOf(this.#callbacks, held);
    if (rule === undefined) return held;
    throw new ArgumentError(`change the code of ${this.module}`, { rule, value: held });
  }

  /** Takes what `init` gave. Returns why the process is not started, or `undefined`. */
  begin(process: Process, result: unknown): Refusal | undefined {
    const refusal = result instanceof Outcome ? refusalIn(result) : undefined;
    if (refusal !== undefined) return refusal;
    if (result instanceof StateMachineStop) return { reason: result.reason };
    if (!(result instanceof StateTransition) || result.kind !== "ok") return { reason: { bad_return_value: result } };
    const rule = this.#callbacks.refusal(result.state);
    if (rule !== undefined) return { reason: { bad_state: result.state, rule } };
    process.extra = {
      deferred: null,
      callbacks: this.#callbacks,
      first: result,
      queue: new EnvelopeList(),
      postponed: new EnvelopeList(),
      timers: new StateTimers(process),
    } satisfies MachineExtra;
    this.#keep(process, { state: result.state, data: result.data });
    process.settle();
    process.wake(); // the first state is entered in a turn of its own
    return undefined;
  }

  run(process: Process, budget: number): boolean {
    const extra = extraOf(process);
    if (extra.first !== null) this.#enterFirst(process, extra, extra.first);
    const { guard } = process.runtime;
    const beats = guard === null ? null : guard.beats; // read once: of a start in between, the turn is over sooner
    const beat = guard === null ? 0 : guard.beat;
    while (process.phase === READY && budget-- > 0) {
      if (process.current !== null) this.#between(process);
      if (process.suspended || process.phase !== READY) return false;
      const envelope = this.#next(process, extra);
      if (envelope === null) return this.#between(process), false;
      process.current = envelope;
      if (process.hibernated) process.hibernated = false;
      if (process.traced) this.#handleTraced(process, extra, envelope);
      else this.#handle(process, extra, envelope);
      if (beats !== null && beats[0] !== beat) break; // somebody else's message must not be held up by it
    }
    if (process.phase !== READY) return false;
    if (process.current !== null) this.#between(process);
    return !extra.queue.empty || extra.timers.anyZero || process.first !== null;
  }

  exited(process: Process, reason: ExitReason): void {
    const { current, runtime } = process;
    const extra = process.extra as MachineExtra | undefined;
    if (current !== null && current.type === CALL) runtime.failCall(current as CallEnvelope, reason);
    if (extra === undefined) return;
    noteHandled(process, reason);
    extra.deferred?.fail(runtime, reason);
    extra.timers.clear();
    for (const waiting of [extra.queue, extra.postponed]) {
      for (const each of waiting) if (each.type === CALL) runtime.failCall(each as CallEnvelope, reason);
    }
  }

  /** The next event: its own, a time-out of no time, or the oldest of the mailbox that was not cancelled there. */
  #next(process: Process, extra: MachineExtra): Envelope | null {
    for (;;) {
      const envelope = extra.queue.take() ?? extra.timers.takeZero() ?? process.take();
      if (!(envelope instanceof DueTimeout)) return envelope;
      const due = extra.timers.claim(envelope);
      if (due !== null) return due;
      process.handled--;
    }
  }

  #handleTraced(process: Process, extra: MachineExtra, envelope: Envelope): void {
    const failure = noteTaken(process, envelope);
    if (failure !== undefined) return this.#fail(process, failure);
    if (process.phase === READY) this.#handle(process, extra, envelope); // a listener may have ended it
    if (process.phase === READY) noteHandled(process);
  }

  /** The moment between two events, where `sys` does its work. */
  #between(process: Process): void {
    process.current = null;
    if (process.between !== null) process.settle();
  }

  #enterFirst(process: Process, extra: MachineExtra, first: NonNullable<MachineExtra["first"]>): void {
    extra.first = null;
    const held = process.state as Held;
    process.current = new Envelope(INFO, "enter", held.state);
    try {
      const pending = new PendingTransition(held, { state: held.state, data: held.data, enters: true });
      this.#act(process, pending, first.actions.filter(({ type }) => type !== "postpone")); // there is nothing to postpone
      this.#enter(process, pending);
    } catch (error) {
      this.#fail(process, failureOf(error));
    }
  }

  #handle(process: Process, extra: MachineExtra, envelope: Envelope): void {
    if (envelope.type === SYSTEM) return this.#end(process, (envelope.payload as StopRequest).reason);
    if (envelope.type === EXIT) {
      const exit = envelope.payload as ExitMessage;
      if (obeys(process, exit.pid)) return this.#end(process, exit.reason);
    }
    const { state, data } = process.state as Held;
    try {
      const event = eventOf(process, envelope);
      const result = extra.callbacks.handle(event, state, data, this.selfOf(process));
      if (result instanceof Promise) this.#await(process, result, (value) => this.#take(process, event, value));
      else if (process.phase === READY) this.#take(process, event, result); // else killed by what its own handler did
    } catch (error) {
      this.#fail(process, failureOf(error));
    }
  }

  /** Takes what the function of the state gave. */
  #take(process: Process, event: object, result: unknown): void {
    if (result === undefined) {
      return this.#fail(process, { unhandled_event: seen(event), state: (process.state as Held).state });
    }
    if (result instanceof StateMachineStop) return this.#stop(process, result);
    if (!(result instanceof StateTransition) || result.kind === "ok") {
      return this.#fail(process, { bad_return_from_state_function: result });
    }
    const { kind, hasData } = result as AnyTransition;
    const held = process.state as Held;
    const pending = new PendingTransition(held, {
      state: kind === "next_state" ? result.state : held.state,
      data: hasData ? result.data : held.data,
      enters: kind === "repeat_state",
    });
    this.#act(process, pending, result.actions);
    const rule = pending.callbacksOr(extraOf(process).callbacks).refusal(pending.state);
    if (rule !== undefined) return this.#fail(process, { bad_state: pending.state, rule });
    this.#enter(process, pending);
  }

  /** Enters the next state, as often as its function says so; then the transition is done. */
  #enter(process: Process, pending: PendingTransition): void {
    while (process.phase === READY) {
      const callbacks = pending.callbacksOr(extraOf(process).callbacks);
      if (!pending.enters || !callbacks.enters(pending.state)) return this.#commit(process, pending);
      const result = callbacks.enter(pending.before.state, pending.state, pending.data, this.selfOf(process));
      if (result instanceof Promise) {
        return this.#await(process, result, (value) => {
          if (this.#entered(process, pending, value)) this.#enter(process, pending);
        });
      }
      if (!this.#entered(process, pending, result)) return;
    }
  }

  /** Takes what an enter function gave. Returns whether the machine goes on. */
  #entered(process: Process, pending: PendingTransition, result: unknown): boolean {
    const bad = (what: { [key: string]: unknown }) => (this.#fail(process, what), false);
    if (result instanceof StateMachineStop) return this.#stop(process, result, pending), false;
    if (!(result instanceof StateTransition) || !pending.staysIn(result)) {
      return bad({ bad_state_enter_return_from_state_function: result });
    }
    const action = result.actions.find(refused);
    if (action !== undefined) return bad({ bad_state_enter_action_from_state_function: action });
    if (result.hasData) pending.data = result.data;
    pending.enters = result.kind === "repeat_state";
    this.#act(process, pending, result.actions);
    return true;
  }

  /** Sends replies, and keeps the other actions for the end of the transition. */
  #act(process: Process, pending: PendingTransition, actions: readonly LooseAction[]): void {
    for (const action of actions) {
      if (action.type === "reply") this.#reply(action);
      else if (!pending.add(action, extraOf(process).callbacks)) throw new BadAction(action);
    }
  }

  #reply({ from, value }: ReplyAction): void {
    if (!(from instanceof From)) throw new BadAction({ type: "reply", from, value });
    from.reply(value);
  }

  /** The transition is done: its events and time-outs come into force, then the new state is kept. */
  #commit(process: Process, pending: PendingTransition): void {
    const extra = extraOf(process);
    const { current } = process;
    if (pending.postpones) extra.postponed.push(current!);
    else if (current!.type === CALL && !(current as CallEnvelope).replied) {
      (extra.deferred ??= new DeferredCalls()).add(current as CallEnvelope);
    }
    if (pending.changes) {
      extra.queue.putBefore(extra.postponed);
      extra.timers.cancel("state_timeout");
    }
    extra.timers.cancel("event_timeout");
    if (pending.timeouts !== null) extra.timers.set(pending.timeouts);
    if (pending.inserted !== null) extra.queue.putBefore(pending.inserted);
    extra.callbacks = pending.callbacksOr(extra.callbacks);
    if (pending.hibernates && extra.queue.empty && !extra.timers.anyZero) process.hibernated = true;
    if (pending.state !== pending.before.state || pending.data !== pending.before.data) {
      this.#keep(process, { state: pending.state, data: pending.data });
    }
  }

  #stop(process: Process, stop: StateMachineStop<unknown>, pending?: PendingTransition): void {
    for (const reply of stop.replies) this.#reply(reply);
    const { state, data } = pending ?? process.state as Held;
    this.#keep(process, { state, data: stop.hasData ? stop.data : data });
    this.#end(process, stop.reason);
  }

  /** Goes on when a promise is settled; until then the mailbox is shut. */
  #await(process: Process, result: Promise<unknown>, goOn: (value: unknown) => void): void {
    if (process.phase !== READY) return void result.catch(() => {}); // it died of what the handler did before it waited
    const { runtime, current } = process;
    process.phase = BUSY;
    const settled = (apply: () => void) => {
      // A process that was killed meanwhile is none of this result's business.
      if (process.phase !== BUSY || process.current !== current) return;
      const outer = runtime.current;
      runtime.current = process;
      process.phase = READY;
      try {
        apply();
      } catch (error) {
        this.#fail(process, failureOf(error));
      }
      if (process.phase === READY) this.#settle(process);
      runtime.current = outer;
    };
    result.then(
      (value) => settled(() => goOn(value)),
      (error) => settled(() => this.#fail(process, reasonOf(error))),
    );
  }

  /** After something asynchronous: ready for the next event. */
  #settle(process: Process): void {
    const extra = extraOf(process);
    noteHandled(process);
    process.settle();
    if (process.phase === READY && (!extra.queue.empty || extra.timers.anyZero)) process.wake();
  }

  #fail(process: Process, reason: ExitReason): void {
    if (process.phase === DEAD) return;
    noteHandled(process, reason);
    this.#end(process, reason);
  }

  #end(process: Process, reason: ExitReason): void {
    if (process.phase === DEAD) return;
    const extra = extraOf(process);
    noteHandled(process);
    const { terminate } = extra.callbacks;
    endInOrder(process, {
      reason,
      terminate: terminate === undefined ? undefined : () => {
        const { state, data } = process.state as Held;
        return terminate(reason, state, data, this.selfOf(process));
      },
    });
  }

  #keep(process: Process, held: Held): void {
    process.state = process.runtime.freezes ? deepFreeze(held) : held;
  }
}

/** Why a value cannot be what a machine holds; `undefined` if it can. */
function refusalOf(callbacks: CallbackSet, held: unknown): string | undefined {
  return typeof held !== "object" || held === null || !("state" in held) || !("data" in held)
    ? "it is { state, data }"
    : callbacks.refusal(held.state);
}

/** An action that is none; what the machine dies of. */
class BadAction extends Error {
  readonly reason: ExitReason;

  constructor(action: LooseAction) {
    super();
    this.reason = { bad_action_from_state_function: action };
  }
}

function failureOf(error: unknown): ExitReason {
  return error instanceof BadAction ? error.reason : reasonOf(error);
}

function extraOf(process: Process): MachineExtra {
  return process.extra as MachineExtra;
}

/** What the handler gets for an envelope. */
function eventOf(process: Process, envelope: Envelope): object {
  if (envelope instanceof EventEnvelope) return envelope.event;
  const { type, kind, payload } = envelope;
  if (type === CALL) return { type: "call", kind, payload, from: new From(envelope as CallEnvelope, process) };
  return type === CAST ? { type: "cast", kind, payload } : { type: "info", message: payload };
}

/** An event as plain data. */
function seen(event: object): object {
  return "from" in event && event.from instanceof From ? { ...event, from: event.from.pid } : event;
}
