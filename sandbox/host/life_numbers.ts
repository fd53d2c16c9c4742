/** So many numbers lie between the pids of one life of a sandbox and the next: they are told apart at sight. */
const GAP = 1_000_000;
/** A pid has no more than fifteen digits; whoever says that it has come so far is where lives go on from. */
const HIGHEST = 9e14;

/**
 * After which number the pids of a life are given whose sandbox had one before: beyond all that this one has given out. What it gave
 * out last it may not have told: that are far fewer than half of what lies between.
 */
export function numbersAfter(last: number): number {
  return (Math.round(Math.min(last, HIGHEST) / GAP) + 1) * GAP;
}
