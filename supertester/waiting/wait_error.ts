import type { SystemEvent } from "@superlearner/otp";
import { eventLine } from "../presenting/event_text.ts";

/** What is known of a wait that was in vain. */
export interface WaitDetails {
  /** How long it was, in milliseconds of System time. */
  readonly timeoutMs: number;
  /** What was found in the end. */
  readonly found?: string;
  /** Last events of those who were waited for, oldest first. */
  readonly events?: readonly SystemEvent[];
}

/** Something that was waited for has not come, or can come no more. */
export class WaitError extends Error {
  /** Always `"WaitError"`. */
  override readonly name: string = "WaitError";
  /** What was waited for, as in "Cannot wait for counter to exit". */
  readonly awaited: string;
  /** How long, in milliseconds of System time. */
  readonly timeoutMs: number;

  /** Makes the error of one wait. */
  constructor(awaited: string, details: WaitDetails & { readonly reason?: string }) {
    const { timeoutMs, found, events = [], reason = `not within ${timeoutMs} ms` } = details;
    const lines = [`Cannot wait for ${awaited}: ${reason}${found === undefined ? "" : `; ${found}`}`];
    if (events.length > 0) lines.push("Last events:", ...events.map((event) => `  ${eventLine(event)}`));
    super(lines.join("\n"));
    this.awaited = awaited;
    this.timeoutMs = timeoutMs;
  }
}
