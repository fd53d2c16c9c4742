import type { Alarm, Clock } from "../environment.ts";
import { Lane, LaneHeap } from "./_lane_heap.ts";

/** Something that waits for a moment. The queue keeps its own fields in it, so that a time-out costs no object. */
export interface TimerEntry {
  /** When, in System time. */
  atMs: number;
  /** Which of two entries for the same moment goes first: the one that was made first. */
  order: number;
  /** Neighbours in the list of the same duration. */
  before: TimerEntry | null;
  /** The one that waits longer. */
  after: TimerEntry | null;
  /** The moment has come. */
  expire(): void;
}

/** How many lanes without an entry are kept. */
const SPARE_LANES = 64;

/** What most entries are: the fields of the queue, and what happens in the end. */
export abstract class Deadline implements TimerEntry {
  atMs = 0;
  order = 0;
  before: TimerEntry | null = null;
  after: TimerEntry | null = null;

  abstract expire(): void;
}

/**
 * All that waits in one System, over one native alarm.
 *
 * Nearly all time-outs of a program have one of a few durations (5 s of a call above all), and nearly none of them
 * expires: a list for each duration makes adding and removing two pointer changes, and order stays exact.
 */
export class TimerQueue {
  readonly #clock: Clock;
  /** See {@linkcode Clock.costly}; asked once, since each call needs it, and clocks are of several kinds. */
  readonly #costly: boolean;
  readonly #lanes = new Map<number, Lane>();
  readonly #heap = new LaneHeap();
  #alarm: Alarm | null = null;
  #alarmAt = Infinity;
  #order = 0;
  #size = 0;
  /** Lanes without an entry; kept, since a duration comes back, but not for ever. */
  #empty = 0;
  /** Lanes whose last entries wait for their time, and the alarm that will give it to them. */
  #unstamped: Lane[] = [];
  #stamping: Alarm | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#costly = clock.costly === true;
  }

  /** How many lists there are, the empty ones included. */
  get lanes(): number {
    return this.#lanes.size;
  }

  /** How many entries were added so far. */
  get added(): number {
    return this.#order;
  }

  /** How many entries wait. */
  get size(): number {
    return this.#size;
  }

  /** Adds an entry that expires after a duration, and sets its `atMs`; one that waits for ever is not kept. */
  add(entry: TimerEntry, durationMs: number): void {
    if (durationMs === Infinity) return;
    const now = this.#clock.now();
    const lane = this.#lanes.get(durationMs);
    // Those before it get their time now, and it goes to the end: it must not have to look for its place among them.
    if (lane?.unstamped) stampLane(lane, now);
    entry.atMs = now + durationMs;
    this.#insert(entry, durationMs);
  }

  /**
   * Adds an entry that nearly always is removed again within this turn of the event loop. Where reading the clock is
   * costly, only those that outlive the turn are given a time, counted from its end (or from the next {@linkcode add} of
   * the same duration): later than asked for, never earlier.
   */
  addSoon(entry: TimerEntry, durationMs: number): void {
    if (durationMs === Infinity) return;
    if (!this.#costly) return this.add(entry, durationMs);
    entry.atMs = Infinity;
    const lane = this.#insert(entry, durationMs);
    if (lane.unstamped) return;
    lane.unstamped = true;
    this.#unstamped.push(lane);
    this.#stamping ??= this.#clock.setAlarm(0, () => this.#stamp());
  }

  /** Adds an entry once more while it expires, counted from the moment it was due, so that an interval does not drift. */
  again(entry: TimerEntry, durationMs: number): void {
    entry.atMs += durationMs;
    this.#insert(entry, durationMs);
  }

  /** Takes an entry out again; one that is not in is left alone. */
  remove(entry: TimerEntry, durationMs: number): void {
    const lane = this.#lanes.get(durationMs);
    if (lane === undefined) return;
    if (entry.before === null) {
      if (lane.first !== entry) return;
      lane.first = entry.after;
    } else entry.before.after = entry.after;
    if (entry.after === null) lane.last = entry.before;
    else entry.after.before = entry.before;
    entry.before = entry.after = null;
    this.#size--;
    if (lane.first === null && ++this.#empty > SPARE_LANES && this.#empty * 2 > this.#lanes.size) this.#sweep();
  }

  /** Milliseconds until an entry expires, never below zero. */
  left(entry: TimerEntry): number {
    return Math.max(0, Math.ceil(entry.atMs - this.#clock.now()));
  }

  /** Gives the native alarm back when nothing waits, so that an idle program may end. */
  release(): void {
    if (this.#size === 0 && this.#alarm !== null) this.clear();
  }

  /** Whether an entry of this duration waits. */
  has(entry: TimerEntry, durationMs: number): boolean {
    return entry.before !== null || this.#lanes.get(durationMs)?.first === entry;
  }

  /**
   * Puts all in order again after code of this queue was stopped in the middle. The lists themselves are whole, since an
   * entry goes in and out at one go; all else follows from them.
   */
  mend(): void {
    const now = this.#clock.now();
    this.#heap.clear();
    this.#size = this.#empty = 0;
    this.#stamping?.cancel();
    this.#stamping = null;
    this.#unstamped = [];
    let soonest = Infinity;
    for (const lane of this.#lanes.values()) {
      lane.unstamped = false;
      for (let each = lane.first; each !== null; each = each.after) {
        if (each.atMs === Infinity) each.atMs = now + lane.durationMs;
        this.#size++;
      }
      if (lane.first === null) this.#empty++;
      else [lane.dueMs, lane.dueOrder] = [lane.first.atMs, lane.first.order];
      soonest = Math.min(soonest, lane.dueMs);
      this.#heap.push(lane);
    }
    this.#alarm?.cancel();
    this.#alarm = null;
    this.#alarmAt = Infinity;
    if (this.#size > 0) this.#arm(soonest);
  }

  /** Drops everything. */
  clear(): void {
    this.#alarm?.cancel();
    this.#alarm = null;
    this.#alarmAt = Infinity;
    this.#lanes.clear();
    this.#heap.clear();
    this.#size = this.#empty = 0;
    this.#stamping?.cancel();
    this.#stamping = null;
    this.#unstamped = [];
  }

  /** Gives their time to the entries that have none: they are the last of their lanes. */
  #stamp(): void {
    this.#stamping?.cancel();
    this.#stamping = null;
    const now = this.#clock.now();
    const lanes = this.#unstamped;
    this.#unstamped = [];
    for (const lane of lanes) {
      lane.unstamped = false;
      stampLane(lane, now);
      if (lane.first !== null && lane.first.atMs < this.#alarmAt) this.#arm(lane.first.atMs);
    }
  }

  #insert(entry: TimerEntry, durationMs: number): Lane {
    entry.order = ++this.#order;
    let lane = this.#lanes.get(durationMs);
    if (lane === undefined) {
      lane = new Lane(durationMs);
      this.#lanes.set(durationMs, lane);
      lane.dueMs = entry.atMs === Infinity ? this.#clock.now() + durationMs : entry.atMs;
      lane.dueOrder = entry.order;
      this.#heap.push(lane);
    } else if (lane.first === null) this.#empty--;
    let before = lane.last;
    while (before !== null && before.atMs > entry.atMs) before = before.before; // an interval that is late
    const after = before === null ? lane.first : before.after;
    entry.before = before;
    entry.after = after;
    if (before === null) lane.first = entry;
    else before.after = entry;
    if (after === null) lane.last = entry;
    else after.before = entry;
    this.#size++;
    if (entry.atMs < this.#alarmAt) this.#arm(entry.atMs);
    return lane;
  }

  /** Drops the lanes without an entry: durations that never come back must not pile up. */
  #sweep(): void {
    this.#heap.clear();
    for (const [durationMs, lane] of this.#lanes) {
      if (lane.first === null) this.#lanes.delete(durationMs);
      else this.#heap.push(lane);
    }
    this.#empty = 0;
  }

  #arm(atMs: number): void {
    this.#alarm?.cancel();
    this.#alarmAt = atMs;
    this.#alarm = this.#clock.setAlarm(atMs, () => this.#fire());
  }

  #fire(): void {
    this.#alarm = null;
    this.#alarmAt = Infinity;
    if (this.#unstamped.length > 0) this.#stamp(); // below, every entry has its time
    const now = this.#clock.now();
    const newest = this.#order;
    const forget = (lane: Lane) => {
      this.#lanes.delete(lane.durationMs);
      this.#empty--;
    };
    for (let lane = this.#heap.soonest(forget); lane !== undefined; lane = this.#heap.soonest(forget)) {
      const entry = lane.first!;
      // What is added while others expire waits for the next alarm: a timer of 0 ms must not hold the loop.
      if (entry.atMs > now || entry.order > newest) {
        if (entry.atMs < this.#alarmAt) this.#arm(entry.atMs);
        return;
      }
      this.remove(entry, lane.durationMs);
      entry.expire();
    }
  }
}

function stampLane(lane: Lane, now: number): void {
  const atMs = now + lane.durationMs;
  for (let each = lane.last; each !== null && each.atMs === Infinity; each = each.before) each.atMs = atMs;
}
