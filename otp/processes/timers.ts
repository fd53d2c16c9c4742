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

/**
 * All that waits in one System, over one native alarm.
 *
 * Nearly all time-outs of a program have one of a few durations (5 s of a call above all), and nearly none of them
 * expires: a list for each duration makes adding and removing two pointer changes, and order stays exact.
 */
export class TimerQueue {
  readonly #clock: Clock;
  readonly #lanes = new Map<number, Lane>();
  readonly #heap = new LaneHeap();
  #alarm: Alarm | null = null;
  #alarmAt = Infinity;
  #order = 0;
  #size = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many entries wait. */
  get size(): number {
    return this.#size;
  }

  /** Adds an entry that expires after a duration, and sets its `atMs`. */
  add(entry: TimerEntry, durationMs: number): void {
    const now = this.#clock.now();
    let lane = this.#lanes.get(durationMs);
    entry.atMs = now + durationMs;
    entry.order = ++this.#order;
    if (lane === undefined) {
      this.#lanes.set(durationMs, lane = new Lane(durationMs));
      lane.dueMs = entry.atMs;
      lane.dueOrder = entry.order;
      this.#heap.push(lane);
    }
    entry.before = lane.last;
    entry.after = null;
    if (lane.last === null) lane.first = entry;
    else lane.last.after = entry;
    lane.last = entry;
    this.#size++;
    if (entry.atMs < this.#alarmAt) this.#arm(entry.atMs);
  }

  /** Takes an entry out again; it must be in. */
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
  }

  /** Milliseconds until an entry expires, never below zero. */
  left(entry: TimerEntry): number {
    return Math.max(0, Math.ceil(entry.atMs - this.#clock.now()));
  }

  /** Gives the native alarm back when nothing waits, so that an idle program may end. */
  release(): void {
    if (this.#size === 0 && this.#alarm !== null) this.clear();
  }

  /** Drops everything. */
  clear(): void {
    this.#alarm?.cancel();
    this.#alarm = null;
    this.#alarmAt = Infinity;
    this.#lanes.clear();
    this.#heap.clear();
    this.#size = 0;
  }

  #arm(atMs: number): void {
    this.#alarm?.cancel();
    this.#alarmAt = atMs;
    this.#alarm = this.#clock.setAlarm(atMs, () => this.#fire());
  }

  #fire(): void {
    this.#alarm = null;
    this.#alarmAt = Infinity;
    const now = this.#clock.now();
    const newest = this.#order;
    const forget = (lane: Lane) => void this.#lanes.delete(lane.durationMs);
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
