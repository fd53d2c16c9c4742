import { type ExitReason, shortReason } from "../processes/exit_reason.ts";

/** An operation on a child that its supervisor refuses; `reason` is what Erlang gives in `{error, Reason}`. */
export class ChildError extends Error {
  /** Always `"ChildError"`. */
  override readonly name: string = "ChildError";
  /** The child it was about: an id, or the pid of a DynamicSupervisor's child. */
  readonly child: string;
  /** `"not_found"`, `"running"`, `"restarting"`, `"already_present"`, `{ already_started: pid }`, `"max_children"`, … */
  readonly reason: ExitReason;

  /** Makes the error of one operation. */
  constructor(action: string, options: { child: string; reason: ExitReason }) {
    super(`Cannot ${action} the child "${shortReason(options.child)}": ${shortReason(options.reason)}`);
    this.child = options.child;
    this.reason = options.reason;
  }
}

/** What a supervisor answers, as data; its ref turns it into a value or an error. */
export type Answer<Value> = { readonly ok: Value } | { readonly error: ExitReason };
