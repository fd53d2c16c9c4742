import type { ExitReason } from "../processes/exit_reason.ts";
import type { MailboxOptions, MailboxOptionsInside } from "../processes/mailbox_limit.ts";
import type { Self } from "../processes/self.ts";
import type { StatusParts } from "../processes/status_parts.ts";
import type { Outcome } from "./outcome.ts";
import type { CallContext } from "./server_self.ts";

/** Now or later. */
export type Awaitable<Value> = Value | Promise<Value>;

/** What answers calls, by kind: `[reply, next state]`, or an outcome. */
export type CallHandlers<State> = {
  readonly [kind: string]: (
    state: State,
    payload: never,
    self: CallContext,
  ) => Awaitable<readonly [unknown, State] | Outcome<State, unknown>>;
};

/** What handles casts, by kind: the next state, or an outcome. */
export type CastHandlers<State> = {
  readonly [kind: string]: (state: State, payload: never, self: Self) => Awaitable<State | Outcome<State>>;
};

/** What a handler takes. */
export type PayloadOf<Handler> = Handler extends (state: never, payload: infer Payload, ...rest: never[]) => unknown
  ? Payload
  : undefined;

/** The reply in the result of a call handler. */
export type Replied<Result> = Result extends Promise<infer Value> ? Replied<Value>
  : Result extends readonly [infer Reply, unknown] ? Reply
  : Result extends Outcome<unknown, infer Reply> ? Reply
  : never;

/** What a call gives; `unknown` where the handler only ever replies later. */
export type ReplyOf<Handler> = Handler extends (...all: never[]) => infer Result
  ? [Replied<Result>] extends [never] ? unknown : Replied<Result>
  : never;

/** How long a caller waits. */
export interface CallOptions {
  /** Milliseconds until the caller gives up; `Infinity` waits for ever. @default {5000} */
  timeoutMs?: number;
}

/** The arguments of `call` after the kind: the payload, which may be left out where the handler does not need it. */
export type CallArguments<Payload> = undefined extends Payload ? [payload?: Payload, options?: CallOptions]
  : [payload: Payload, options?: CallOptions];

/** The arguments of `cast` after the kind. */
export type CastArguments<Payload> = undefined extends Payload ? [payload?: Payload] : [payload: Payload];

/** A server: plain functions over a state. Each gets the last state and gives the next. */
export interface ServerSpec<State, Args extends readonly unknown[], Calls, Casts> extends MailboxOptions {
  /** The name people read: in the process list, in crash reports. */
  name: string;
  /**
   * Makes the first state from the arguments of the start. Written as a method, `this` is the process's
   * {@linkcode Self}. May be asynchronous; whoever starts the server waits for it.
   */
  init: (this: Self, ...args: Args) => Awaitable<State | Outcome<State>>;
  /** What answers calls: the caller waits for the reply. */
  calls?: Calls & CallHandlers<State>;
  /** What handles casts: nobody waits. */
  casts?: Casts & CastHandlers<State>;
  /** Handles what is neither call nor cast: plain messages, `DOWN`, `EXIT` of others than the parent, time-outs. */
  handleInfo?: (state: State, message: unknown, self: Self) => Awaitable<State | Outcome<State>>;
  /** Handles what an outcome asked to `continue` with, before any other message. */
  handleContinue?: (state: State, argument: never, self: Self) => Awaitable<State | Outcome<State>>;
  /**
   * Cleans up when the server stops by itself, fails, or (trapping exits) is told to by its parent. Not run when an
   * exit signal kills it.
   */
  terminate?: (state: State, reason: ExitReason, self: Self) => Awaitable<unknown>;
  /** Whether the server traps exits from its start on, so that `terminate` runs at a shutdown. @default {false} */
  trapExit?: boolean;
  /** Which version of the code this is; told to the `codeChange` of another. @default none */
  version?: string | number;
  /**
   * Makes, of the state that another version left, one that this version understands; see `sys.changeCode`. Without it
   * the state is taken over as it is. May be asynchronous: the server stays suspended meanwhile.
   */
  codeChange?: (oldVersion: unknown, state: never, extra: never) => Awaitable<State>;
  /**
   * Hides what is not for everybody's eyes: gives what may be shown of state, message, reply and reason, in `sys.getStatus`,
   * `sys.log`, traces and crash reports. Fields whose names speak of secrets are hidden in reports without it.
   */
  formatStatus?: (status: StatusParts<State>) => StatusParts;
}

/** A server as its loop sees it: the types were checked where it was defined. */
export interface LooseSpec extends MailboxOptionsInside {
  readonly name: string;
  readonly init: (this: Self, ...args: readonly unknown[]) => unknown;
  readonly calls?: { readonly [kind: string]: LooseCall };
  readonly casts?: { readonly [kind: string]: LooseHandler };
  readonly handleInfo?: LooseHandler;
  readonly handleContinue?: LooseHandler;
  readonly terminate?: (state: unknown, reason: ExitReason, self: Self) => unknown;
  readonly trapExit?: boolean;
  readonly version?: string | number;
  readonly codeChange?: (oldVersion: unknown, state: unknown, extra: unknown) => unknown;
  readonly formatStatus?: (status: StatusParts) => StatusParts;
  /** Puts in order what is changed outside its turns, where that was stopped in the middle. Ours alone. */
  readonly mend?: (state: unknown) => void;
}

/** A handler of casts, messages and continues. */
export type LooseHandler = (state: unknown, payload: unknown, self: Self) => unknown;

/** A handler of calls. */
export type LooseCall = (state: unknown, payload: unknown, self: CallContext) => unknown;
