import type { Isolation, LimitName, Limits } from "./limits.ts";

/** How a limit is held: by whom it is looked at, how often, and from when on that counts. */
export interface LimitCheck {
  /** What is looked at and by whom, in plain words. */
  readonly how: string;
  /** How often it is looked at, or how long the look itself may take, in milliseconds. */
  readonly periodMs: number;
  /**
   * What may pass before the period begins: the limit's own time (`"value"`), a turn of the guest that does not end
   * (`"turn"`), or nothing.
   */
  readonly after: "value" | "turn" | "nothing";
  /** Whether the use can never be more than the limit (`"bounded"`), or is found when it is (`"found"`). */
  readonly holds: "bounded" | "found";
}

/** The stretch that `cpuMs` and `outputBytes` are counted over. */
export const LIMIT_WINDOW_MS = 60_000;

/** How long the watchdog of a turn and the report of what it found may take, on a busy machine. */
const TURN_GRACE_MS = 500;

const inTurn = (how: string, holds: LimitCheck["holds"] = "bounded"): LimitCheck => ({
  how,
  periodMs: TURN_GRACE_MS,
  after: "turn",
  holds,
});
const timed = (how: string, periodMs: number): LimitCheck => ({ how, periodMs, after: "value", holds: "bounded" });
const both = (check: LimitCheck): Readonly<Record<Isolation, LimitCheck>> =>
  Object.freeze({ worker: check, process: check });

/** For each limit and wall how it is held. What looks after a limit takes its period from here. */
export const LIMIT_CHECKS: Readonly<Record<LimitName, Readonly<Record<Isolation, LimitCheck>>>> = Object.freeze({
  heapMb: {
    worker: inTurn("the worker reads its heap after each turn", "found"),
    process: inTurn("V8's own limit of the process, and its heap read after each turn"),
  },
  memoryMb: {
    worker: inTurn("the worker reads heap and array buffers after each turn", "found"),
    process: {
      how: "the host reads the resident memory of the process, and kills it",
      periodMs: 250,
      after: "nothing",
      holds: "found",
    },
  },
  cpuMs: {
    worker: inTurn("the CPU time of its turns, added up after each", "found"),
    process: inTurn("the CPU time of its turns, added up after each", "found"),
  },
  wallMs: both(timed("a timer of the host for each call", 250)),
  turnMs: {
    worker: timed("a watchdog thread ends the script", TURN_GRACE_MS),
    process: timed("a watchdog thread ends the script; the host kills a process that stays silent", 2_000),
  },
  processes: both(inTurn("counted at each start inside, and after each turn")),
  mailbox: both(inTurn("the longest mailbox, read after each turn", "found")),
  messagesPerSec: both(inTurn("counted on both sides as they pass the wall")),
  messageBytes: both(inTurn("measured before it passes the wall, on both sides")),
  outputBytes: both(inTurn("counted as it is printed; the rest is cut off")),
  handles: both(inTurn("counted where one is opened")),
  diskBytes: both(inTurn("counted by the host before each write")),
  startMs: both(timed("a timer of the host", 250)),
});

/**
 * The time within which the host is told that a limit was hit, counted from when the guest hit it (for limits of time: from
 * when what is timed began), in milliseconds.
 */
export function deadlineMs(limit: LimitName, limits: Limits, isolation: Isolation): number {
  const { periodMs, after } = LIMIT_CHECKS[limit][isolation];
  return periodMs + (after === "value" ? limits[limit] : after === "turn" ? limits.turnMs : 0);
}
