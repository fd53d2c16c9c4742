import { checkOptions } from "../argument_error.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import { checkTimeout } from "./start.ts";

/** What may follow on the result of a handler. */
export interface OutcomeOptions {
  /** Gives `{ type: "timeout" }` to `handleInfo` when no message came for so long, 0 if none waits now. @default {Infinity} */
  timeoutMs?: number;
  /** Given to `handleContinue` before the next message is looked at. */
  continue?: unknown;
  /** Shows the process as hibernated until its next message; JavaScript has no heap of one process to shrink. @default {false} */
  hibernate?: boolean;
}

/** How a server stops. */
export interface StopOptions<Reply> {
  /** Answers the call that is being handled. */
  reply?: Reply;
}

const NOTHING_FOLLOWS: OutcomeOptions = {};

/**
 * A result of a handler that is not just the next state. Made by the functions of {@linkcode GenServer} only, so that
 * no state can be mistaken for one.
 */
export class Outcome<out State, out Reply = never> {
  /** What it asks for. */
  readonly kind: "ok" | "reply" | "stop" | "ignore" | "error";
  /** The next state, where there is one. */
  readonly state: State | undefined;
  /** The reply to the call being handled; whether there is one is said by {@linkcode Outcome.replies}. */
  readonly reply: Reply | undefined;
  /** Whether {@linkcode Outcome.reply} is to be sent. */
  readonly replies: boolean;
  /** Why it stops. */
  readonly reason: ExitReason | undefined;
  /** Whether a stop came with a state of its own. */
  readonly hasState: boolean;
  /** What follows. */
  readonly options: OutcomeOptions;

  /** @internal */
  constructor(kind: "ok" | "reply" | "stop" | "ignore" | "error", parts: {
    state?: State;
    reply?: Reply;
    reason?: ExitReason;
    options?: OutcomeOptions;
  }) {
    this.kind = kind;
    this.state = parts.state;
    this.hasState = "state" in parts;
    this.reply = parts.reply;
    this.replies = "reply" in parts;
    this.reason = parts.reason;
    this.options = parts.options ?? NOTHING_FOLLOWS;
    if (this.options.timeoutMs !== undefined) checkTimeout("set a time-out", this.options.timeoutMs);
  }
}

/** From `init`: the first state, with what follows on it. */
export function ok<State>(state: State, options: OutcomeOptions = {}): Outcome<State> {
  return new Outcome<State>("ok", { state, options: checkOptions("give a first state", options) });
}

/**
 * No reply yet (a call is answered later, through its `from`), the next state, and what follows on it. What the later reply
 * will be can be said by the second type argument.
 */
export function noreply<State, Reply = never>(
  state: State,
  options: OutcomeOptions = {},
): Outcome<State, NoInfer<Reply>> {
  return new Outcome<State, Reply>("ok", { state, options: checkOptions("give a next state", options) });
}

/** A reply, the next state, and what follows on it. Where nothing follows, `[reply, state]` says the same. */
export function reply<State, Reply>(value: Reply, state: State, options: OutcomeOptions = {}): Outcome<State, Reply> {
  return new Outcome<State, Reply>("reply", { state, reply: value, options: checkOptions("reply", options) });
}

/** The server stops: `terminate` runs with the state given here (else the last one), then it dies with the reason. */
export function stop<State = never, Reply = never>(
  reason: ExitReason,
  ...rest: [state?: State, options?: StopOptions<Reply>]
): Outcome<State, NoInfer<Reply>> {
  const [, options] = rest;
  if (options !== undefined && (typeof options !== "object" || options === null || Array.isArray(options))) {
    throw new ArgumentError("stop a server", {
      rule: "after reason and state come options, { reply }",
      value: options,
    });
  }
  return new Outcome<State, Reply>("stop", {
    reason,
    ...(rest.length > 0 ? { state: rest[0] as State } : {}),
    ...(options !== undefined && "reply" in options ? { reply: options.reply as Reply } : {}),
  });
}

/**
 * From `init`: it cannot start, and that is no crash. The start fails with the reason; the process dies `normal`, so that
 * nothing is reported and no linked starter dies of it, as they are and do of a `stop`.
 */
export function error(reason: ExitReason): Outcome<never> {
  return new Outcome<never>("error", { reason });
}

/** From `init`: do not start, and that is in order. */
export function ignore(): Outcome<never> {
  return new Outcome<never>("ignore", {});
}
