import type { Alarm, Clock } from "@superlearner/otp";

/** The due times of the guest, soonest first. Nothing fires by itself: who drives the turns asks for what is due. */
export class GuestClock implements Clock {
  readonly #timers: GuestTimer[] = [];
  /** How many of these are not the guest's. */
  #ours = 0;
  /** How many may wait at a time. */
  mostTimers: number;
  /** Told each time that one more was wanted. */
  full: () => void = () => {};
  /** What the host's clock said when the turn began, and what the guest's own said then. */
  #base = 0;
  #from: number = Date.now();
  /** When the next is due; -1 for none. A plain field, so that it can be read without running anything. */
  due: number = -1;

  /** @param mostTimers How many may wait at a time. */
  constructor(mostTimers: number = Infinity) {
    this.mostTimers = mostTimers;
  }

  /** Time begins: whatever was before does not count. */
  start(): void {
    this.#base = 0;
    this.#from = Date.now();
  }

  /** A turn begins; it is so late outside. */
  begin(now: number): void {
    this.#base = Math.max(now, this.now());
    this.#from = Date.now();
  }

  /** Milliseconds, whole within a turn: a finer clock is of use to who measures others. */
  now(): number {
    return this.#base + Math.max(0, Date.now() - this.#from);
  }

  /** Milliseconds since 1970. */
  wallTime(): number {
    return Date.now();
  }

  /** Calls `fire` once when the time has come. @throws {RangeError} If too many wait. */
  setAlarm(atMs: number, fire: () => void): Alarm {
    return this.add({ atMs, fire, everyMs: 0 });
  }

  /** Adds a timer; one of ours does not count. @throws {RangeError} If too many wait. */
  add(timer: GuestTimerParts): GuestTimer {
    if (timer.isOurs === true) this.#ours++;
    else if (this.#timers.length - this.#ours >= this.mostTimers) {
      this.full();
      throw new RangeError(`Cannot set a timer: at most ${this.mostTimers} wait at a time`);
    }
    const made = new GuestTimer(this, timer);
    this.#insert(made);
    return made;
  }

  /** Takes out what is due, one after the other, as long as `more` says so, but one at least. Gives how many there were. */
  fireDue(more: () => boolean): number {
    const now = this.now();
    let fired = 0;
    while (this.#timers.length > 0 && this.#timers[0]!.atMs <= now && (fired === 0 || more())) {
      const timer = this.#timers.shift()!;
      this.#look();
      if (timer.isOurs) this.#ours--;
      if (timer.everyMs > 0) {
        timer.atMs = now + timer.everyMs;
        this.#insert(timer);
      }
      fired++;
      timer.fire();
    }
    return fired;
  }

  /** Takes a timer out. */
  remove(timer: GuestTimer): void {
    const at = this.#timers.indexOf(timer);
    if (at < 0) return;
    this.#timers.splice(at, 1);
    if (timer.isOurs) this.#ours--;
    this.#look();
  }

  #insert(timer: GuestTimer): void {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#timers[middle]!.atMs <= timer.atMs) low = middle + 1;
      else high = middle;
    }
    this.#timers.splice(low, 0, timer);
    this.#look();
  }

  #look(): void {
    this.due = this.#timers.length === 0 ? -1 : this.#timers[0]!.atMs;
  }
}

/** What a timer is made of. */
export interface GuestTimerParts {
  /** When it is due. */
  readonly atMs: number;
  /** How often again; 0 for once. */
  readonly everyMs: number;
  /** What it does. */
  readonly fire: () => void;
  /** Whether it is not the guest's; such a one fires once. @default {false} */
  readonly isOurs?: boolean;
}

/** One timer. */
export class GuestTimer implements Alarm {
  /** When it is due. */
  atMs: number;
  /** How often again; 0 for once. */
  readonly everyMs: number;
  /** What it does. */
  readonly fire: () => void;
  /** Whether it is not the guest's. */
  readonly isOurs: boolean;
  readonly #clock: GuestClock;

  /** Made by the clock. */
  constructor(clock: GuestClock, { atMs, fire, everyMs, isOurs = false }: GuestTimerParts) {
    this.#clock = clock;
    this.atMs = atMs;
    this.fire = fire;
    this.isOurs = isOurs;
    this.everyMs = everyMs;
  }

  /** Forgets it. */
  cancel(): void {
    this.#clock.remove(this);
  }
}
