import type { Limits } from "../limits/limits.ts";
import type { SandboxFailure } from "../limits/sandbox_error.ts";

/** How often a turn is given more time, because it did not get what it was given, and by how much each time. */
const MOST = 3;
const BY = 2;
/** What part of its limit a turn has had where it is said to have had it: what is measured is rounded. */
const ENOUGH = 0.9;

/** What is known of a run that ended by a limit. */
export interface Spent {
  /** What it ended by. */
  readonly failure: SandboxFailure | undefined;
  /** The CPU time that the sandbox has had in all, in milliseconds. */
  readonly cpuMs: number;
}

/**
 * The factor by which the time of a turn is to be longer in another run; `undefined` where the verdict stands. A turn is
 * limited by the clock on the wall, and on a busy machine that goes on while others have the core: then the turn was not too
 * long, but waited. So it is run again with twice the time, until it has had the CPU time that its limit says.
 */
export function stretchedFrom(
  stretch: number,
  { failure, cpuMs, limits }: Spent & { readonly limits: Limits },
): number | undefined {
  if (failure?.kind !== "limit_exceeded" || failure.limit !== "turnMs") return undefined;
  if (cpuMs >= ENOUGH * limits.turnMs || stretch >= BY ** MOST) return undefined;
  return stretch * BY;
}

/** Limits under which a turn may take longer. */
export function stretched(limits: Limits, stretch: number): Limits {
  const turnMs = limits.turnMs * stretch;
  return { ...limits, turnMs, wallMs: Math.max(limits.wallMs, turnMs) };
}
