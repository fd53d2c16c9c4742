import type { TurnEffects } from "@superlearner/otp/simulation";

/** What a turn has touched. */
export interface Footprint {
  /** Processes: whose turn it was, whose mailboxes it reached, whose calls it answered; and `"timers"`. */
  readonly places: ReadonlySet<string>;
  /** Whether it may have to do with everything: somebody came or went, a name was given, chance was used. */
  readonly everything: boolean;
}

/** One thing that happened in a run. */
export interface Happening {
  /** Whose turn; empty for a rest, at which time may move and the test goes on. */
  readonly place: string;
  footprint: Footprint;
  /** What the test has chosen meanwhile: `=2=0`. */
  picks?: string;
}

/** Where code outside any process stands; it is one, whatever System it asks. */
const OUTSIDE = "outside";

/** The place of whoever sets timers, in runs in which time moves. */
const TIMERS = "timers";

/** Everything. */
export const EVERYTHING: Footprint = { places: new Set(), everything: true };

/** What a turn has touched, by all that was told of it. */
export function footprintOf(
  place: string,
  reached: ReadonlySet<string>,
  more: { effects: TurnEffects; everything: boolean; timeMatters: boolean },
): Footprint {
  const { effects, everything, timeMatters } = more;
  const places = new Set(reached).add(place);
  for (const each of effects.answered) places.add(each.endsWith(OUTSIDE) ? OUTSIDE : each);
  if (effects.timed && timeMatters) places.add(TIMERS);
  return { places, everything: everything || effects.drew };
}

/**
 * Whether the order of two turns may matter. Not where they touch different processes only: then each leaves to the other
 * what it found, and what comes out is the same. A message that comes into a mailbox and the turn of its owner do count as
 * related, since a limit, a time-out or a look into the mailbox would see the difference.
 */
export function dependent(one: Footprint, other: Footprint): boolean {
  return one.everything || other.everything || !one.places.isDisjointFrom(other.places);
}

/** Which earlier happenings each follows from, itself or through others. */
export function causesOf(happenings: readonly Happening[]): { direct: number[][]; all: Set<number>[] } {
  const direct: number[][] = [];
  const all: Set<number>[] = [];
  for (const [at, { footprint }] of happenings.entries()) {
    const causes = new Set<number>();
    const nearest: number[] = [];
    for (let before = at - 1; before >= 0; before--) {
      if (causes.has(before) || !dependent(happenings[before]!.footprint, footprint)) continue;
      nearest.push(before);
      causes.add(before);
      for (const each of all[before]!) causes.add(each);
    }
    direct.push(nearest);
    all.push(causes);
  }
  return { direct, all };
}

/** The same for all runs that differ only in the order of turns which have nothing to do with each other. */
export function classKey(happenings: readonly Happening[]): string {
  const counts = new Map<string, number>();
  const labels = happenings.map(({ place, picks = "" }) => {
    const count = counts.get(place) ?? 0;
    counts.set(place, count + 1);
    return `${place}#${count}${picks}`;
  });
  const { direct } = causesOf(happenings);
  return labels.map((label, at) => `${label}<${direct[at]!.map((cause) => labels[cause]).sort().join("+")}`).sort()
    .join(" ");
}
