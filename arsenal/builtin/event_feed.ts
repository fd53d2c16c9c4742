import type { Redaction, Subscription, System } from "@superlearner/otp";
import type { Alarm, Clock } from "../operations/host.ts";
import { type EventRow, eventRow } from "../presenting/event_view.ts";
import { Journal } from "./journal.ts";

/** What a feed is made of. */
export interface FeedOptions {
  /** Whose events. */
  system: System;
  /** What time is measured by. */
  clock: Clock;
  /** What is kept out. */
  redaction: Redaction;
  /** How many events are held. */
  capacity: number;
  /** For how long events are recorded after the last follower has gone, in milliseconds. */
  lingerMs: number;
}

/** An event and where it stands in its feed. */
export interface FeedItem {
  /** What a follower that was cut off goes on from. */
  readonly id: string;
  /** The event. */
  readonly row: EventRow;
}

/** Events were missed: how many, if that is known. */
export interface Gap {
  /** Why: too slow, or nobody recorded meanwhile. */
  readonly reason: "overrun" | "not_recorded";
  /** How many events were missed. */
  readonly lost: number | null;
}

/** What a follower gets: events, gaps, and `null` where it waited in vain. */
export type FeedStep = FeedItem | Gap | null;

/**
 * The System's events for followers that come, go and come again. It listens while somebody follows, and a while longer,
 * so that who was cut off misses nothing; when nobody comes again, the System is left alone.
 *
 * An id is `epoch.number`. An epoch is one time of listening, so an id of another epoch shows that events went unrecorded.
 */
export class EventFeed {
  readonly #options: FeedOptions;
  #journal: Journal<EventRow> | undefined;
  #epoch = "";
  #epochs = 0;
  #subscription: Subscription | undefined;
  #followers = 0;
  #lingering: Alarm | undefined;
  readonly #closing = new AbortController();

  /** Makes a feed that does not listen yet. */
  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** How many follow. */
  get followers(): number {
    return this.#followers;
  }

  /** Follows the events after an id, or from now on. Ends with the signal, or when the feed is closed. */
  async *follow(options: { after?: string; signal: AbortSignal; heartbeatMs: number }): AsyncGenerator<FeedStep> {
    const { clock } = this.#options;
    const signal = AbortSignal.any([options.signal, this.#closing.signal]);
    const journal = this.#open();
    this.#followers++;
    try {
      const epoch = this.#epoch;
      const start = this.#position(options.after);
      let at = start ?? journal.newest;
      if (options.after !== undefined && start === undefined) yield { reason: "not_recorded", lost: null };
      while (!signal.aborted) {
        const { entries, lost } = journal.read(at, 100);
        if (lost > 0) yield { reason: "overrun", lost };
        at += lost;
        for (const { number, value } of entries) {
          at = number;
          yield { id: `${epoch}.${number}`, row: value };
        }
        if (entries.length > 0) continue;
        const woken = await journal.wait(at, { signal, clock, timeoutMs: options.heartbeatMs });
        if (woken === "timeout") yield null;
        else if (woken === "ended") return;
      }
    } finally {
      this.#followers--;
      if (this.#followers === 0) this.#linger();
    }
  }

  /** Ends all followers and stops listening. */
  close(): void {
    this.#closing.abort();
    this.#stop();
  }

  #open(): Journal<EventRow> {
    this.#lingering?.cancel();
    this.#lingering = undefined;
    if (this.#journal !== undefined) return this.#journal;
    const { system, redaction, capacity } = this.#options;
    const journal = this.#journal = new Journal<EventRow>(capacity);
    // Neither a restart of the program nor a second feed may give one epoch twice.
    this.#epoch = `${Math.floor(system.wallTime()).toString(36)}-${++this.#epochs}`;
    this.#subscription = system.events.subscribe((event) => journal.write(eventRow(event, redaction)));
    return journal;
  }

  /** The number after which a follower goes on; `undefined` if its id is not of this epoch. */
  #position(id: string | undefined): number | undefined {
    const [epoch, number] = id?.split(".") ?? [];
    if (epoch !== this.#epoch || number === undefined || !/^\d{1,15}$/.test(number)) return undefined;
    const at = Number(number);
    return at <= this.#journal!.newest ? at : undefined;
  }

  #linger(): void {
    const { clock, lingerMs } = this.#options;
    if (lingerMs === 0 || this.#closing.signal.aborted) return this.#stop();
    this.#lingering = clock.setAlarm(clock.now() + lingerMs, () => this.#stop());
  }

  #stop(): void {
    this.#lingering?.cancel();
    this.#subscription?.unsubscribe();
    this.#journal?.end();
    this.#lingering = this.#subscription = this.#journal = undefined;
  }
}
