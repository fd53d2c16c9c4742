import { type ExitReason, shortReason } from "../processes/exit_reason.ts";

/** What a Registry refuses; `reason` is what Elixir gives in `{:error, reason}`. */
export class RegistryError extends Error {
  /** Always `"RegistryError"`. */
  override readonly name: string = "RegistryError";
  /** The key it was about. */
  readonly key: unknown;
  /** `{ already_registered: pid }`, or `"not_registered"` where a value is to be updated that the process does not have. */
  readonly reason: ExitReason;

  /** Makes the error of one operation. */
  constructor(action: string, options: { key: unknown; reason: ExitReason }) {
    super(`Cannot ${action} the key ${shortReason(options.key as string)}: ${shortReason(options.reason)}`);
    this.key = options.key;
    this.reason = options.reason;
  }
}
