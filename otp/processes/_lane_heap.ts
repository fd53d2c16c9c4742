import type { TimerEntry } from "./timers.ts";

/** Entries of one duration. They expire in the order they were added, so adding and removing need no search. */
export class Lane {
  readonly durationMs: number;
  first: TimerEntry | null = null;
  last: TimerEntry | null = null;
  /** Never later than the first entry; may be earlier, where entries were removed since. */
  dueMs = 0;
  /** `order` of the entry `dueMs` came from, for ties. */
  dueOrder = 0;

  /** Its last entries have no time yet; see `TimerQueue.addSoon`. */
  unstamped = false;

  constructor(durationMs: number) {
    this.durationMs = durationMs;
  }
}

/** Lanes by when their first entry is due, soonest on top: a binary heap. */
export class LaneHeap {
  readonly #lanes: Lane[] = [];

  /** Adds a lane. */
  push(lane: Lane): void {
    const lanes = this.#lanes;
    let at = lanes.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!sooner(lane, lanes[above]!)) break;
      lanes[at] = lanes[above]!;
      at = above;
    }
    lanes[at] = lane;
  }

  /**
   * The lane whose first entry is the soonest of all. Lanes that ran empty are given to `dropped` on the way, and
   * those whose first entry was removed sink to where they belong.
   */
  soonest(dropped: (lane: Lane) => void): Lane | undefined {
    for (let top = this.#lanes[0]; top !== undefined; top = this.#lanes[0]) {
      if (top.first === null) {
        dropped(top);
        const last = this.#lanes.pop()!;
        if (last !== top) this.#sink(last);
      } else if (top.dueOrder !== top.first.order) {
        top.dueMs = top.first.atMs;
        top.dueOrder = top.first.order;
        this.#sink(top);
      } else return top;
    }
    return undefined;
  }

  /** Forgets all lanes. */
  clear(): void {
    this.#lanes.length = 0;
  }

  #sink(lane: Lane): void {
    const lanes = this.#lanes;
    let at = 0;
    for (let below = 1; below < lanes.length; below = 2 * at + 1) {
      if (below + 1 < lanes.length && sooner(lanes[below + 1]!, lanes[below]!)) below++;
      if (!sooner(lanes[below]!, lane)) break;
      lanes[at] = lanes[below]!;
      at = below;
    }
    lanes[at] = lane;
  }
}

function sooner(one: Lane, other: Lane): boolean {
  return one.dueMs < other.dueMs || (one.dueMs === other.dueMs && one.dueOrder < other.dueOrder);
}
