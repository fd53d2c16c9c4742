import { noteHandled, noteTaken } from "../processes/debug.ts";
import { CALL, type CallEnvelope, CAST, Envelope, EXIT, INFO, SignalEnvelope, SYSTEM } from "../processes/envelope.ts";
import { type ExitReason, reasonOf } from "../processes/exit_reason.ts";
import { obeys } from "../processes/lineage.ts";
import type { ExitMessage } from "../processes/messages.ts";
import { deepFreeze } from "../processes/message_policy.ts";
import { type Behaviour, BUSY, type CodeChange, DEAD, type Process, READY } from "../processes/process.ts";
import { DeferredCalls } from "./_deferred_calls.ts";
import { endInOrder } from "./_ending.ts";
import type { LooseCall, LooseHandler, LooseSpec } from "./gen_server_types.ts";
import { IdleTimer } from "./_idle_timer.ts";
import { Outcome, type OutcomeOptions } from "./outcome.ts";
import { type Refusal, refusalIn } from "./start.ts";
import { CallContext } from "./server_self.ts";

/** What most servers do not have. */
export interface ServerExtra {
  /** What `handleContinue` is to get before the next message. */
  continuation: { readonly argument: unknown } | null;
  /** Calls to be answered later. */
  deferred: DeferredCalls | null;
  /** The time-out that the last outcome asked for. */
  idle: IdleTimer | null;
}

/** Asks a server to stop, in its turn among the messages. */
export interface StopRequest {
  readonly reason: ExitReason;
}

/** Inherits nothing: a kind called "constructor" must not find anything. `Object.create(null)` does, but slowly. */
class Kinds<Handler> {
  readonly [kind: string]: Handler;
}
Object.setPrototypeOf(Kinds.prototype, null);
delete (Kinds.prototype as { constructor?: unknown }).constructor;

/**
 * The loop of every GenServer: takes a message, calls the handler, keeps the state it gives. One for each definition.
 *
 * The state is replaced after a handler is done and never before, so what is seen from outside, and what is left when a
 * handler fails, is always the state between two messages.
 */
export class ServerBehaviour implements Behaviour {
  readonly name: string;
  readonly module: string;
  readonly endsWithParent = true;
  readonly trusted: boolean;
  readonly holdsState: boolean;
  readonly version: string | number | undefined;
  readonly formatStatus: LooseSpec["formatStatus"];
  readonly spec: LooseSpec;
  /** The kinds of calls and casts it knows. */
  readonly kinds: { readonly calls: readonly string[]; readonly casts: readonly string[] };
  readonly #calls: { readonly [kind: string]: LooseCall };
  readonly #casts: { readonly [kind: string]: LooseHandler };

  constructor(name: string, spec: LooseSpec) {
    this.name = name;
    this.module = spec.name;
    this.holdsState = name === "GenServer" || name === "Agent";
    this.version = spec.version;
    this.formatStatus = spec.formatStatus;
    this.trusted = name.endsWith("Supervisor");
    this.spec = spec;
    this.#calls = Object.assign(new Kinds<LooseCall>(), spec.calls);
    this.#casts = Object.assign(new Kinds<LooseHandler>(), spec.casts);
    this.kinds = Object.freeze({
      calls: Object.freeze(Object.keys(this.#calls)),
      casts: Object.freeze(Object.keys(this.#casts)),
    });
  }

  codeChange(state: unknown, { oldVersion, extra }: CodeChange): unknown {
    return this.spec.codeChange === undefined ? state : this.spec.codeChange(oldVersion, state, extra);
  }

  /** What the handlers of a process get as their last argument. */
  selfOf(process: Process): CallContext {
    return (process.self ??= new CallContext(process)) as CallContext;
  }

  run(process: Process, budget: number): boolean {
    if (process.extra !== undefined && !this.#begun(process)) return false;
    const { guard } = process.runtime;
    const beats = guard === null ? null : guard.beats; // read once: of a start in between, the turn is over sooner
    const beat = guard === null ? 0 : guard.beat;
    while (process.phase === READY && budget-- > 0) {
      const envelope = process.take();
      if (envelope === null) {
        if (process.between !== null) process.settle(); // what it was woken for has been taken by others
        return false;
      }
      process.current = envelope;
      this.#forgetIdle(process);
      if (process.traced) this.#handleTraced(process, envelope);
      else this.#handle(process, envelope);
      if (process.extra !== undefined) this.#runContinue(process);
      if (process.phase !== READY) return false;
      process.current = null;
      if (process.between !== null) process.settle();
      if (process.suspended) return false;
      if (beats !== null && beats[0] !== beat) break; // somebody else's message must not be held up by it
    }
    return process.first !== null;
  }

  begin(process: Process, result: unknown): Refusal | undefined {
    if (result instanceof Outcome) {
      const refusal = refusalIn(result);
      if (refusal !== undefined) return refusal;
      if (result.kind === "stop") return { reason: result.reason! };
      if (result.kind === "reply") return { reason: { bad_return_value: "a reply from init" } };
      this.#keep(process, result.state);
      this.#follow(process, result.options);
    } else this.#keep(process, result);
    process.settle();
    if ((process.extra as ServerExtra | undefined)?.continuation) process.wake();
    return undefined;
  }

  mend(process: Process): void {
    if (process.state !== undefined) this.spec.mend?.(process.state);
  }

  exited(process: Process, reason: ExitReason): void {
    const { current, extra, runtime } = process;
    noteHandled(process, reason);
    if (current !== null && current.type === CALL) runtime.failCall(current as CallEnvelope, reason);
    if (extra === null || extra === undefined) return;
    const { deferred, idle } = extra as ServerExtra;
    deferred?.fail(runtime, reason);
    idle?.cancel();
  }

  /** Ends a process in order: `terminate`, then a reply that is still owed, then death. */
  end(process: Process, reason: ExitReason, owed: (() => void) | null = null): void {
    noteHandled(process);
    const { terminate } = this.spec;
    endInOrder(process, {
      reason,
      terminate: terminate === undefined ? undefined : () => terminate(process.state, reason, this.selfOf(process)),
      owed,
    });
  }

  #handle(process: Process, envelope: Envelope): void {
    let result: unknown;
    try {
      if (envelope.type === CALL) {
        const handler = this.#calls[envelope.kind];
        if (handler === undefined) return this.#unknown(process, "call", envelope);
        result = handler(process.state, envelope.payload, this.selfOf(process));
      } else if (envelope.type === CAST) {
        const handler = this.#casts[envelope.kind];
        if (handler === undefined) return this.#unknown(process, "cast", envelope);
        result = handler(process.state, envelope.payload, this.selfOf(process));
      } else if (envelope.type === SYSTEM) return this.end(process, (envelope.payload as StopRequest).reason);
      else {
        if (envelope.type === EXIT) {
          const exit = envelope.payload as ExitMessage;
          if (obeys(process, exit.pid)) return this.end(process, exit.reason);
        }
        if (this.spec.handleInfo === undefined) return tellUnhandled(process, envelope.payload);
        result = this.spec.handleInfo(process.state, envelope.payload, this.selfOf(process));
      }
      if (result instanceof Promise) this.#await(process, envelope, result);
      else this.#apply(process, envelope, result);
    } catch (error) {
      this.#fail(process, reasonOf(error));
    }
  }

  #handleTraced(process: Process, envelope: Envelope): void {
    const failure = noteTaken(process, envelope);
    if (failure !== undefined) return this.#fail(process, failure);
    if (process.phase === READY) this.#handle(process, envelope); // a listener may have ended it
    if (process.phase === READY) noteHandled(process);
  }

  #await(process: Process, envelope: Envelope, result: Promise<unknown>): void {
    if (process.phase !== READY) return void result.catch(() => {}); // it died of what the handler did before it waited
    const { runtime } = process;
    process.phase = BUSY;
    const goOn = (apply: () => void) => {
      // A process that was killed meanwhile is none of this result's business.
      if (process.phase !== BUSY || process.current !== envelope) return;
      const outer = runtime.current;
      runtime.current = process;
      process.phase = READY;
      apply();
      if (process.phase === READY) noteHandled(process);
      this.#runContinue(process);
      runtime.current = outer;
      if (process.phase === READY) process.settle();
    };
    result.then(
      (value) => goOn(() => this.#attempt(process, envelope, value)),
      (error) => goOn(() => this.#fail(process, reasonOf(error))),
    );
  }

  #attempt(process: Process, envelope: Envelope, result: unknown): void {
    try {
      this.#apply(process, envelope, result);
    } catch (error) {
      this.#fail(process, reasonOf(error));
    }
  }

  #apply(process: Process, envelope: Envelope, result: unknown): void {
    if (process.phase !== READY) return; // killed by what its own handler did
    const call = envelope.type === CALL ? envelope as CallEnvelope : null;
    if (result instanceof Outcome) return this.#applyOutcome(process, call, result);
    if (call === null) this.#keep(process, result);
    else if (Array.isArray(result) && result.length === 2) {
      if (!call.replied) process.runtime.answer(call, result[0]);
      this.#keep(process, result[1]);
    } else this.#fail(process, { bad_return_value: result });
  }

  #applyOutcome(process: Process, call: CallEnvelope | null, outcome: Outcome<unknown, unknown>): void {
    if (refusalIn(outcome) !== undefined || (outcome.kind === "reply" && call === null)) {
      return this.#fail(process, { bad_return_value: outcome.kind });
    }
    const owes = call !== null && outcome.replies && !call.replied;
    if (outcome.kind === "stop") {
      if (outcome.hasState) this.#keep(process, outcome.state);
      return this.end(process, outcome.reason!, owes ? () => process.runtime.answer(call, outcome.reply) : null);
    }
    if (owes) process.runtime.answer(call, outcome.reply);
    this.#keep(process, outcome.state);
    if (call !== null && !call.replied) (extraOf(process).deferred ??= new DeferredCalls()).add(call);
    this.#follow(process, outcome.options);
  }

  #follow(process: Process, options: OutcomeOptions): void {
    if (options.hibernate) process.hibernated = true;
    if ("continue" in options) extraOf(process).continuation = { argument: options.continue };
    const { timeoutMs } = options;
    if (timeoutMs === undefined) return;
    this.#forgetTimeout(process);
    // No time at all is over where nothing waits, whatever comes next.
    if (timeoutMs === 0 && process.length === 0) process.deliver(new SignalEnvelope(INFO, "", { type: "timeout" }));
    else if (timeoutMs > 0 && timeoutMs !== Infinity) extraOf(process).idle = new IdleTimer(process, timeoutMs);
  }

  #keep(process: Process, state: unknown): void {
    process.state = process.runtime.freezes ? deepFreeze(state) : state;
  }

  /** Does what `init` asked to continue with. Returns whether messages may follow now. */
  #begun(process: Process): boolean {
    if (!(process.extra as ServerExtra | null)?.continuation) return true;
    this.#runContinue(process);
    if (process.phase !== READY) return false;
    process.current = null;
    if (process.between !== null) process.settle();
    return !process.suspended;
  }

  #runContinue(process: Process): void {
    while (process.phase === READY) {
      const extra = process.extra as ServerExtra | undefined;
      if (!extra?.continuation) return;
      const { argument } = extra.continuation;
      extra.continuation = null;
      const envelope = new Envelope(INFO, "continue", argument);
      process.current = envelope;
      if (this.spec.handleContinue === undefined) return this.#fail(process, { bad_continue: argument });
      try {
        const result = this.spec.handleContinue(process.state, argument, this.selfOf(process));
        if (result instanceof Promise) return this.#await(process, envelope, result);
        this.#apply(process, envelope, result);
      } catch (error) {
        return this.#fail(process, reasonOf(error));
      }
    }
  }

  #fail(process: Process, reason: ExitReason): void {
    if (process.phase === DEAD) return;
    noteHandled(process, reason);
    this.end(process, reason);
  }

  #unknown(process: Process, form: string, envelope: Envelope): void {
    const rule = `${this.module} has no ${form} "${envelope.kind}"`;
    this.#fail(process, { error: { name: "ArgumentError", message: rule, stack: "" } });
  }

  #forgetIdle(process: Process): void {
    if (process.hibernated) process.hibernated = false;
    if (process.extra !== undefined) this.#forgetTimeout(process);
  }

  #forgetTimeout(process: Process): void {
    const extra = process.extra as ServerExtra | undefined;
    if (extra === undefined || extra.idle === null) return;
    extra.idle.cancel();
    extra.idle = null;
  }
}

/** Somebody got a message that it does not understand: an event and a warning. */
export function tellUnhandled(process: Process, message: unknown): void {
  const { events, reporter } = process.runtime;
  if (events.active) events.emit({ type: "message.unhandled", pid: process.pid, message });
  reporter.unhandled(process, message);
}

function extraOf(process: Process): ServerExtra {
  return (process.extra ??= { continuation: null, deferred: null, idle: null }) as ServerExtra;
}
