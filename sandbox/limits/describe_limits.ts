import { ArgumentError } from "@superlearner/otp";
import { checkKnownOptions, isPlainObject } from "./check_options.ts";
import { deadlineMs, LIMIT_CHECKS } from "./limit_checks.ts";
import {
  checkedLimits,
  type Isolation,
  LIMIT_NAMES,
  type LimitName,
  type Limits,
  type SharedIsolation,
} from "./limits.ts";

/** What {@linkcode describeLimits} says beside the limits. */
export interface DescribeLimitsOptions {
  /**
   * The wall to speak of.
   *
   * @default {"worker" and "process", one after the other}
   */
  readonly isolation?: Isolation | SharedIsolation;
}

const ACTION = "describe limits";

const UNITS: Readonly<Record<LimitName, string>> = {
  heapMb: "MiB",
  memoryMb: "MiB",
  cpuMs: "ms a minute",
  wallMs: "ms a call",
  turnMs: "ms a turn",
  processes: "processes",
  mailbox: "messages",
  messagesPerSec: "messages a second",
  bytesPerSec: "bytes a second",
  messageBytes: "bytes a message",
  outputBytes: "bytes a minute",
  handles: "handles",
  programs: "processes of the system",
  diskBytes: "bytes",
  startMs: "ms",
};

/**
 * Limits for people: for each its value, how it is checked and how often, within what time the host is told of a guest that
 * goes beyond it, and whether the use is bounded by it or found to be beyond it.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { describeLimits, limitsOf } from "@superlearner/sandbox";
 *
 * const text = describeLimits(limitsOf("strict"), { isolation: "process" });
 * assertStringIncludes(text, "wallMs: 5,000 ms a call; a timer of the host for each call; told within 5,250 ms; bounded");
 * ```
 *
 * @throws {ArgumentError} If the limits are not whole or not right, or an option is none.
 */
export function describeLimits(limits: Limits, options: DescribeLimitsOptions = {}): string {
  const checked = checkedLimits(limits);
  const { isolation } = checkKnownOptions(ACTION, options, { isolation: true });
  if (isolation !== undefined) checkWall(isolation);
  if (typeof isolation === "object") {
    return [
      `In the process "${isolation.shared}", with all that share it: they end together, and memoryMb is that of all:`,
      ...lines(checked, "process"),
    ].join("\n");
  }
  const walls: readonly Isolation[] = isolation ? [isolation] : ["worker", "process"];
  return walls.map((wall) => [`On the wall "${wall}":`, ...lines(checked, wall)].join("\n")).join("\n\n");
}

function checkWall(isolation: unknown): void {
  if (isolation === "worker" || isolation === "process") return;
  if (isPlainObject(isolation) && typeof isolation.shared === "string") return;
  throw new ArgumentError(ACTION, { rule: 'isolation is "worker", "process" or { shared }', value: isolation });
}

function lines(limits: Limits, wall: Isolation): string[] {
  return LIMIT_NAMES.map((name) => {
    if (limits[name] === Infinity) return `  ${name}: no limit`;
    const { how, holds } = LIMIT_CHECKS[name][wall];
    const value = `${figure(limits[name])} ${UNITS[name]}`;
    return `  ${name}: ${value}; ${how}; told within ${figure(deadlineMs(name, limits, wall))} ms; ${holds}`;
  });
}

/** Thousands apart, the same on every machine. */
function figure(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}
