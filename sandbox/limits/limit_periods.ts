/**
 * How often each side looks, and how long it is patient, in milliseconds. Whoever looks takes its figure from here, and so does what
 * is said of it: `LIMIT_CHECKS`.
 */

/** How often the host reads the resident memory of a subprocess. */
export const RESIDENT_MS = 100;
/** How often the host counts the processes of programs that run for a guest. */
export const PROGRAMS_MS = 50;
/** How often a thread tells its heap and its CPU time. */
export const SAMPLE_MS = 250;
/** How long after something was done a guest tells how many processes it has, and the longest mailbox. */
export const USAGE_MS = 200;
/** How often it is told at most that something was refused which a guest may have only so many of: one that goes on asks often. */
export const REFUSED_MS = 1000;
/** How often the host asks for a sign of life. */
export const PING_MS = 500;
/** How long one may be silent beyond a turn before it counts as a loop that the watchdog did not end. */
export const SILENCE_MS = 2000;
/** After so many short turns the heap is looked at; after one that took longer than this at once. */
export const TURNS_PER_LOOK = 64;
export const LONG_TURN_MS = 2;

/**
 * How long after its time a turn is stopped. What stops it is another thread, which must not strike when the turn has just
 * ended by itself; so one that is late is held until the stop comes.
 */
export function spareMs(turnMs: number): number {
  return Math.min(250, Math.max(20, turnMs));
}
