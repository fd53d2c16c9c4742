import type { ExitReason } from "./exit_reason.ts";
import { shortReason } from "./exit_reason.ts";
import type { Pid } from "./pid.ts";
import { checkOptions } from "../argument_error.ts";

export { ArgumentError, type ArgumentErrorOptions } from "../argument_error.ts";

/** Thrown inside a process by `self.exit(reason)`; caught, the process goes on as if nothing had happened. */
export class Exit extends Error {
  /** Always `"Exit"`. */
  override readonly name: string = "Exit";
  /** What the process dies with unless somebody catches this. */
  readonly reason: ExitReason;

  /** Makes the exit with its reason. */
  constructor(reason: ExitReason) {
    super(`Exit with reason ${shortReason(reason)}`);
    this.reason = reason;
  }
}

/** What was asked of whom, in a {@linkcode CallError}. */
export interface CallDetails {
  /** Pid or registered name the call was addressed to. */
  readonly server: string;
  /** The kind of call, as the server's definition names it. */
  readonly kind: string;
  /** How long the caller was ready to wait, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * A call that got no reply. Where it is not caught the calling process dies with `{ reason, call }`, as a caller of
 * Erlang's `gen_server:call` dies with `{Reason, {gen_server, call, …}}`.
 */
export class CallError extends Error {
  /** Always `"CallError"`. */
  override readonly name: string = "CallError";
  /** `"noproc"`, `"timeout"`, `"calling_self"`, `"overload"` (its mailbox is full), or what the server died with. */
  readonly reason: ExitReason;
  /** What was asked of whom. */
  readonly call: CallDetails;

  /** Makes the error of one call. */
  constructor(reason: ExitReason, call: CallDetails) {
    checkOptions("make a CallError", call);
    super(`Cannot call "${call.kind}" of ${call.server}: ${explain(reason, call)}`);
    this.reason = reason;
    this.call = call;
  }
}

/**
 * A message that its receiver has no room for, thrown at whoever sends or casts it: as many wait as `maxMailbox` allows,
 * and the receiver's `overload` is `"reject"`. A call is told by a {@linkcode CallError} with reason `"overload"`.
 */
export class OverloadError extends Error {
  /** Always `"OverloadError"`. */
  override readonly name: string = "OverloadError";
  /** Who has no room. */
  readonly process: Pid;
  /** How many messages may wait there. */
  readonly maxMailbox: number;

  /** Makes the error for a receiver. */
  constructor(process: Pid, maxMailbox: number) {
    super(`Cannot send to ${process}: at most ${maxMailbox} messages wait in its mailbox, and so many do`);
    this.process = process;
    this.maxMailbox = maxMailbox;
  }
}

/** A process that could not be started; `reason` is what Erlang gives in `{error, Reason}`. */
export class StartError extends Error {
  /** Always `"StartError"`. */
  override readonly name: string = "StartError";
  /** Why: `"ignore"`, `"timeout"`, `{ already_started: pid }`, or what `init` failed with. */
  readonly reason: ExitReason;

  /** Makes the error for what was to be started. */
  constructor(what: string, reason: ExitReason) {
    super(`Cannot start ${what}: ${shortReason(reason)}`);
    this.reason = reason;
  }
}

/** An operation on a process that is not alive, or never was. */
export class NoProcessError extends Error {
  /** Always `"NoProcessError"`. */
  override readonly name: string = "NoProcessError";
  /** The pid or name that led nowhere. */
  readonly process: Pid | string;

  /** Makes the error with what was attempted and on whom. */
  constructor(action: string, process: Pid | string) {
    super(`Cannot ${action} ${process}: no process is alive under that pid or name`);
    this.process = process;
  }
}

function explain(reason: ExitReason, call: CallDetails): string {
  if (reason === "noproc") return "no process is alive under that pid or name";
  if (reason === "timeout") return `no reply within ${call.timeoutMs} ms`;
  if (reason === "calling_self") return "a server that waits for itself would wait for ever";
  if (reason === "overload") return "its mailbox is full";
  return `the server exited with ${shortReason(reason)}`;
}
