import { type Host, runtimeOf } from "../processes/host.ts";
import type { Pid, Ref } from "../processes/pid.ts";
import type { ProcessName } from "../processes/via.ts";

/** A timer that will send a message. */
export interface TimerInfo {
  /** Its reference. */
  readonly ref: Ref;
  /** To whom. */
  readonly to: Pid | ProcessName;
  /** What, not copied. */
  readonly message: unknown;
  /** After how many milliseconds it was to fire; an interval fires again after as many. */
  readonly delayMs: number;
  /** Whether it fires again and again. */
  readonly repeats: boolean;
}

/**
 * The timers of a System that will send messages, in the order they were started. A timer to a pid ends with its process;
 * one to a name stays until it fires or is cancelled.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { listTimers, System } from "@superlearner/otp";
 *
 * await using system = new System();
 * system.sendAfter("worker", "wake up", { delayMs: 60_000 });
 * assertEquals(listTimers(system).map(({ to, message }) => [to, message]), [["worker", "wake up"]]);
 * ```
 */
export function listTimers(host: Host): TimerInfo[] {
  return [...runtimeOf(host).messageTimers.values()]
    .map(({ ref, to, message, delayMs, repeats }) => ({ ref, to, message, delayMs, repeats }));
}
