import { type ExitReason, shortReason } from "../processes/exit_reason.ts";

/** Something that cannot be done with an application; `reason` is what Erlang gives in `{error, Reason}`. */
export class ApplicationError extends Error {
  /** Always `"ApplicationError"`. */
  override readonly name: string = "ApplicationError";
  /** The application it was about; with `ensureAllStarted` it may be a dependency. */
  readonly application: string;
  /**
   * `{ already_started: name }`, `{ not_started: dependency }`, `{ cycle: names }`, `"not_started"`, `{ already_loaded: name }`,
   * `"not_loaded"`, `"running"`, `"calling_self"`, or why it did not start.
   */
  readonly reason: ExitReason;

  /** Makes the error of one action. */
  constructor(action: string, options: { application: string; reason: ExitReason }) {
    super(`Cannot ${action} the application "${options.application}": ${shortReason(options.reason)}`);
    this.application = options.application;
    this.reason = options.reason;
  }
}
