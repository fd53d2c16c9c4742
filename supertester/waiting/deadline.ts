import { ArgumentError, type Clock } from "@superlearner/otp";

/** How long something is waited for. */
export interface TimeoutOptions {
  /**
   * How long to wait, in milliseconds of System time; `Infinity` is allowed, and 0 looks once. @default {1000}
   */
  timeoutMs?: number;
}

/** How long something is waited for where nothing else is said, in milliseconds. */
export const DEFAULT_TIMEOUT_MS = 1000;

/** The time-out that is asked for; refuses what is none. A `usual` one is for waits that take longer as a rule. */
export function checkTimeout(action: string, options: TimeoutOptions & { usual?: number } = {}): number {
  if (typeof options !== "object" || options === null) {
    throw new ArgumentError(action, { rule: "its options are an object", value: options });
  }
  const { usual = DEFAULT_TIMEOUT_MS, timeoutMs = usual } = options;
  if (typeof timeoutMs === "number" && timeoutMs >= 0) return timeoutMs;
  throw new ArgumentError(action, { rule: "timeoutMs is a number of milliseconds from 0 up", value: timeoutMs });
}

/** Calls `expire` after a while, unless it is disposed of before; at once never, and never where there is no end. */
export function startDeadline(clock: Clock, timeoutMs: number, expire: () => void): Disposable {
  if (timeoutMs === Infinity) return { [Symbol.dispose]() {} };
  const alarm = clock.setAlarm(clock.now() + timeoutMs, expire);
  return { [Symbol.dispose]: () => alarm.cancel() };
}
