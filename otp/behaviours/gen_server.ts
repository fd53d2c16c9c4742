import type { Host } from "../processes/host.ts";
import { checkMailbox } from "../processes/mailbox_limit.ts";
import type { Pid } from "../processes/pid.ts";
import type { ProcessName } from "../processes/via.ts";
import { ServerBehaviour } from "./gen_server_loop.ts";
import type { LooseSpec, ServerSpec } from "./gen_server_types.ts";
import { behaviours, startables } from "./definition.ts";
import { ProcessDefinition } from "./process_definition.ts";
import { error, ignore, noreply, ok, reply, stop } from "./outcome.ts";
import { checkTarget, ServerRef } from "./server_ref.ts";
import { startServer } from "./start.ts";
import { ArgumentError } from "../processes/errors.ts";

/** A server that can be started: what {@linkcode GenServer} `define` gives. */
export class ServerDefinition<State, Args extends readonly unknown[], Calls, Casts>
  extends ProcessDefinition<ServerRef<Calls, Casts>, Args> {
  /** A server is a worker. */
  readonly type = "worker";
  /** The functions it was defined by. */
  readonly spec: ServerSpec<State, Args, Calls, Casts>;

  /** @internal */
  constructor(spec: ServerSpec<State, Args, Calls, Casts>) {
    checkSpec(spec as unknown as { readonly [key: string]: unknown });
    super(spec.name);
    this.spec = spec;
    const behaviour = new ServerBehaviour("GenServer", spec as unknown as LooseSpec);
    behaviours.set(this, behaviour);
    startables.set(this, (runtime, options) => startServer(runtime, behaviour, options));
  }

  /** A server of this kind, by pid or by registered name. */
  at(host: Host, to: Pid | ProcessName): ServerRef<Calls, Casts> {
    checkTarget(to);
    return new ServerRef(host, to);
  }
}

/**
 * A process that holds a state, answers calls and handles casts: the workhorse of OTP.
 *
 * A server is a value: plain functions, each from the last state to the next. Nothing else touches the state, one message
 * is handled at a time, and so there is nothing to lock. Do not use one to organise code: where nothing runs at the
 * same time and nothing has to be kept, a function will do.
 *
 * A call's handler gives `[reply, next state]`, a cast's the next state. What else may follow (a time-out, a stop, a reply
 * that comes later) is said by {@linkcode GenServer} `reply`, `noreply`, `ok` and `stop`. Where the first state says less
 * than later ones (an empty list, one of several words), `init` says the type: `init: (): State => …`. State that is
 * changed in place is no state: give a new one.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, System } from "@superlearner/otp";
 *
 * const Stack = GenServer.define({
 *   name: "Stack",
 *   init: (...items: number[]) => items,
 *   calls: { pop: ([top, ...rest]) => [top, rest] },
 *   casts: { push: (stack, item: number) => [item, ...stack] },
 * });
 *
 * await using system = new System();
 * const stack = await system.start(Stack, { args: [1, 2] });
 * stack.cast("push", 0);
 * assertEquals(await stack.call("pop"), 0);
 * ```
 *
 * **Guarantees.** Messages of one sender are handled in their order. The state is replaced when a handler is done, also an
 * asynchronous one, and never before: a crash leaves the last good state to `terminate` and to the report. A call gets one
 * reply, or a {@linkcode CallError} that says why there is none; a reply that comes too late goes nowhere. A kind of call
 * or cast that is not defined crashes the server, a plain message without `handleInfo` is a warning.
 *
 * **Limits.** While a handler awaits, the mailbox is shut: what takes long runs in a {@linkcode Task}. A server that calls
 * itself gets `"calling_self"`, one that calls its caller waits for the time-out. A handler that never returns stops the
 * whole isolate, unless it runs elsewhere or under `@superlearner/otp/preemption`. `terminate` runs at a shutdown only with
 * `trapExit`, and never after a kill.
 */
export const GenServer: {
  /** Defines a server. Argument, payload, state and reply types are inferred, and hold wherever the server is used. */
  define<State, Args extends readonly unknown[] = [], Calls = Record<never, never>, Casts = Record<never, never>>(
    spec: ServerSpec<State, Args, Calls, Casts>,
  ): ServerDefinition<State, Args, Calls, Casts>;
  /** From `init`: the first state, with what follows on it. */
  readonly ok: typeof ok;
  /** No reply yet, the next state, and what follows on it. */
  readonly noreply: typeof noreply;
  /** A reply, the next state, and what follows on it. */
  readonly reply: typeof reply;
  /** The server stops. */
  readonly stop: typeof stop;
  /** From `init`: do not start, and that is in order. */
  readonly ignore: typeof ignore;
  /** From `init`: it cannot start, and that is no crash. */
  readonly error: typeof error;
} = { define: (spec) => new ServerDefinition(spec), ok, noreply, reply, stop, ignore, error };

function checkSpec(spec: { readonly [key: string]: unknown }): void {
  const action = "define a server";
  if (typeof spec !== "object" || spec === null) {
    throw new ArgumentError(action, { rule: "it is an object", value: spec });
  }
  if (typeof spec["name"] !== "string" || spec["name"] === "") {
    throw new ArgumentError(action, { rule: "name is a text", value: spec["name"] });
  }
  if (typeof spec["init"] !== "function") {
    throw new ArgumentError(`${action} ${spec["name"]}`, { rule: "init is a function", value: spec["init"] });
  }
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError(`${action} ${spec["name"]}`, { rule, value });
  };
  for (const name of ["handleInfo", "handleContinue", "terminate", "codeChange", "formatStatus"]) {
    if (spec[name] !== undefined && typeof spec[name] !== "function") refuse(`${name} is a function`, spec[name]);
  }
  const { version } = spec;
  if (version !== undefined && typeof version !== "string" && typeof version !== "number") {
    refuse("version is a text or a number", version);
  }
  if (spec["trapExit"] !== undefined && typeof spec["trapExit"] !== "boolean") {
    refuse("trapExit is true or false", spec["trapExit"]);
  }
  checkMailbox(`${action} ${spec["name"]}`, spec);
  for (const group of ["calls", "casts"]) {
    const handlers = spec[group];
    if (handlers === undefined) continue;
    if (typeof handlers !== "object" || handlers === null) refuse(`${group} is an object of functions`, handlers);
    for (const [kind, handler] of Object.entries(handlers as { [kind: string]: unknown })) {
      if (typeof handler !== "function") refuse(`${group}.${kind} is a function`, handler);
    }
  }
}
