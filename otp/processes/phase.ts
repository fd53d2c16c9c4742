/** Where a process is in its life; small numbers, since every message asks. */

/** `init` has not finished. */
export const STARTING = 0;
/** Takes the next message when there is one. */
export const READY = 1;
/** In the middle of something asynchronous; messages wait. */
export const BUSY = 2;
/** On its way out, in `terminate`. */
export const ENDING = 3;
/** Gone. */
export const DEAD = 4;
