import { ArgumentError } from "@superlearner/otp";
import { PING_MS, PROGRAMS_MS, RESIDENT_MS, SAMPLE_MS, SILENCE_MS, spareMs, USAGE_MS } from "./limit_periods.ts";
import { checkLimits, type Isolation, type LimitName, type Limits } from "./limits.ts";

/** How a limit is held: by whom it is looked at, how often, and from when on that counts. */
export interface LimitCheck {
  /** What is looked at and by whom, in plain words. */
  readonly how: string;
  /** How often it is looked at, or how long the look itself may take, in milliseconds. */
  readonly periodMs: number;
  /**
   * What may pass before the period begins: the limit's own time (`"value"`), a turn of the guest that does not end, until it
   * is stopped (`"turn"`), or nothing.
   */
  readonly after: "value" | "turn" | "nothing";
  /** Whether the use can never be more than the limit (`"bounded"`), or is found when it is (`"found"`). */
  readonly holds: "bounded" | "found";
}

/** The stretch that `cpuMs` and `outputBytes` are counted over. */
export const LIMIT_WINDOW_MS = 60_000;

/** How long it may take on a busy machine until something is looked at that is due, and until that is told. */
const GRACE_MS = 500;

/** Looked at between turns, at most so much later. */
const between = (how: string, holds: LimitCheck["holds"], everyMs = 0): LimitCheck => ({
  how,
  periodMs: everyMs + GRACE_MS,
  after: "turn",
  holds,
});
const timed = (how: string, periodMs: number): LimitCheck => ({ how, periodMs, after: "value", holds: "bounded" });
const both = (check: LimitCheck): Readonly<Record<Isolation, LimitCheck>> =>
  Object.freeze({ worker: check, process: check });

/** For each limit and wall how it is held. */
export const LIMIT_CHECKS: Readonly<Record<LimitName, Readonly<Record<Isolation, LimitCheck>>>> = Object.freeze({
  heapMb: {
    worker: between("V8's heap, read every few turns and after each long one", "found"),
    process: between("V8's heap, read every few turns, and V8's own limit, at which the process ends", "bounded"),
  },
  memoryMb: {
    worker: between("heap and array buffers, read every few turns and after each long one", "found"),
    process: {
      how: "the resident memory of the process, read by the host, which kills it",
      periodMs: RESIDENT_MS + GRACE_MS,
      after: "nothing",
      holds: "found",
    },
  },
  cpuMs: both(between("the CPU time of the thread, read between turns", "found", SAMPLE_MS)),
  wallMs: both(timed("a timer of the host for each call", 250)),
  turnMs: both({
    how: "a watchdog thread ends the turn, after up to 250 ms more; the host gives up on one that stays silent",
    periodMs: SILENCE_MS + PING_MS + GRACE_MS,
    after: "turn",
    holds: "bounded",
  }),
  processes: both(between("counted by the guest's own System, told between turns", "found", USAGE_MS)),
  mailbox: both(between("the longest one, told between turns", "found", USAGE_MS)),
  messagesPerSec: both(between("counted by the host as they come", "found")),
  bytesPerSec: both(between("counted by the host as they come", "found")),
  messageBytes: both(between("measured before it passes the wall, on both sides", "bounded")),
  outputBytes: both(between("counted by the host as it is printed", "found")),
  handles: both(between("counted where one is opened, and refused there; told once a second at most", "bounded")),
  programs: both({
    how: "refused where one is started; what programs start is counted by the host, which ends the program",
    periodMs: PROGRAMS_MS + GRACE_MS,
    after: "nothing",
    holds: "found",
  }),
  diskBytes: both(between("what was written, counted by the host before each write", "bounded")),
  startMs: both(timed("a timer of the host", 250)),
});

/**
 * The time within which the host is told that a limit was hit, counted from when the guest hit it (for limits of time: from
 * when what is timed began), in milliseconds.
 *
 * @throws {ArgumentError} If there is no such limit or no such wall, or the limits are none.
 */
export function deadlineMs(limit: LimitName, limits: Limits, isolation: Isolation): number {
  const action = "tell when a limit is told of";
  if (!Object.hasOwn(LIMIT_CHECKS, limit)) {
    throw new ArgumentError(action, {
      rule: `a limit is one of ${Object.keys(LIMIT_CHECKS).join(", ")}`,
      value: limit,
    });
  }
  if (isolation !== "worker" && isolation !== "process") {
    throw new ArgumentError(action, { rule: 'isolation is "worker" or "process"', value: isolation });
  }
  const { [limit]: value, turnMs } = checkLimits(limits) as Limits;
  if (value === undefined || turnMs === undefined) {
    throw new ArgumentError(action, { rule: "each limit has a value", value: limits });
  }
  const { periodMs, after } = LIMIT_CHECKS[limit][isolation];
  return periodMs + (after === "value" ? value : after === "turn" ? turnMs + spareMs(turnMs) : 0);
}
