import { type Alarm, type Clock, RealClock, type Subscription, type System } from "@superlearner/otp";
import { flatten, type ForestPatch, wholePatch } from "../sources/forest_patch.ts";
import { LocalSource } from "../sources/local_source.ts";
import type { LifecycleEvent } from "../sources/source.ts";
import { HEARTBEAT_MS, type SnapshotMessage } from "../sources/wire.ts";
import { plainEvent } from "./plain_event.ts";
import { Viewer } from "./viewer.ts";

/** How a {@linkcode MonitorFeed} feeds. */
export interface MonitorFeedOptions {
  /** The shortest time between two changes that are told, in milliseconds. Events are told at once. @default {250} */
  everyMs?: number;
  /** How many of the last events are kept for those who come back. @default {1000} */
  keptEvents?: number;
  /** How long it goes on listening when the last viewer has gone, in milliseconds. @default {5000} */
  lingerMs?: number;
  /** How many may look on at the same time. @default {100} */
  mostViewers?: number;
  /** Whose alarms it uses. @default the machine's clock */
  clock?: Clock;
}

/** What is shared by all viewers while there are any. */
interface Watch {
  /** Sets the numbers of this watch apart from those of any other: they begin anew when nobody has listened. */
  readonly epoch: string;
  readonly source: LocalSource;
  readonly subscription: Subscription;
  /** The last events as sent, each with its number. */
  readonly kept: { readonly sequence: number; readonly text: string }[];
  /** The number of the last event. */
  sequence: number;
  /** The number of the last event that is not kept any more. */
  forgotten: number;
}

/**
 * One System, told to any number of viewers as server-sent events. While nobody looks on, nothing is listened to.
 */
export class MonitorFeed implements Disposable {
  readonly #system: System;
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #keptEvents: number;
  readonly #lingerMs: number;
  readonly #mostViewers: number;
  readonly #viewers = new Set<Viewer>();
  #watch: Watch | undefined;
  #heartbeat: Alarm | undefined;
  #linger: Alarm | undefined;
  #closed = false;

  /** Makes a feed that nobody watches yet. */
  constructor(system: System, options: MonitorFeedOptions = {}) {
    const { everyMs = 250, keptEvents = 1000, lingerMs = 5000, mostViewers = 100, clock = new RealClock() } = options;
    this.#system = system;
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#keptEvents = keptEvents;
    this.#lingerMs = lingerMs;
    this.#mostViewers = mostViewers;
  }

  /** How many look on now. */
  get viewers(): number {
    return this.#viewers.size;
  }

  /** Whether it listens to the System. */
  get listening(): boolean {
    return this.#watch !== undefined;
  }

  /** All there is, for a page that is rendered on the server. */
  snapshot(): SnapshotMessage {
    using source = new LocalSource(this.#system);
    return { clockOffset: source.clockOffset, resumed: false, patch: wholePatch(flatten(source.forest)) };
  }

  /**
   * Lets somebody look on. One that was here before gives the id of the last message it got, and is told what it missed as
   * far as that is still known.
   *
   * @returns The stream, or `undefined` where there are too many already.
   */
  open(lastId = ""): ReadableStream<Uint8Array> | undefined {
    if (this.#closed || this.#viewers.size >= this.#mostViewers) return undefined;
    this.#linger?.cancel();
    const watch = this.#watch ??= this.#begin();
    const missed = missedSince(watch, lastId);
    const viewer = new Viewer({
      snapshot: () => snapshotText(watch, true),
      gone: () => this.#gone(viewer),
      mostWaiting: this.#keptEvents,
    });
    this.#viewers.add(viewer);
    this.#heartbeat ??= this.#beat();
    viewer.tell(`retry: 1000\n${snapshotText(watch, missed !== undefined)}${missed?.join("") ?? ""}`);
    return viewer.stream;
  }

  /** Ends all streams; nobody can look on any more. */
  [Symbol.dispose](): void {
    this.#closed = true;
    for (const viewer of [...this.#viewers]) viewer.close();
    this.#end();
  }

  #begin(): Watch {
    const source = new LocalSource(this.#system, {
      everyMs: this.#everyMs,
      idleMs: this.#everyMs,
      clock: this.#clock,
    });
    const subscription = source.subscribe({
      event: (event) => this.#event(event),
      forest: (_forest, patch) => this.#patch(patch),
    });
    const sequence = this.#system.events.sequence;
    return { epoch: crypto.randomUUID().slice(0, 8), source, subscription, kept: [], sequence, forgotten: sequence };
  }

  #event(event: LifecycleEvent): void {
    const watch = this.#watch;
    if (watch === undefined) return;
    const { sequence } = event;
    const data = JSON.stringify(plainEvent(event));
    const text = `id: ${watch.epoch}.${sequence}\nevent: happened\ndata: ${data}\n\n`;
    watch.sequence = sequence;
    watch.kept.push({ sequence, text });
    if (watch.kept.length > this.#keptEvents) watch.forgotten = watch.kept.shift()!.sequence;
    for (const viewer of [...this.#viewers]) viewer.tell(text);
  }

  #patch(patch: ForestPatch): void {
    const text = `event: patch\ndata: ${JSON.stringify(patch)}\n\n`;
    for (const viewer of [...this.#viewers]) viewer.change(text);
  }

  #beat(): Alarm {
    return this.#clock.setAlarm(this.#clock.now() + HEARTBEAT_MS, () => {
      this.#heartbeat = this.#beat();
      for (const viewer of [...this.#viewers]) viewer.tell(": still here\n\n");
    });
  }

  #gone(viewer: Viewer): void {
    this.#viewers.delete(viewer);
    if (this.#viewers.size > 0 || this.#closed) return;
    this.#heartbeat?.cancel();
    this.#heartbeat = undefined;
    // Whoever reloads the page is back at once, and is to find nothing missing.
    this.#linger = this.#clock.setAlarm(this.#clock.now() + this.#lingerMs, () => this.#end());
  }

  #end(): void {
    this.#linger?.cancel();
    this.#heartbeat?.cancel();
    this.#heartbeat = undefined;
    this.#watch?.subscription.unsubscribe();
    this.#watch?.source[Symbol.dispose]();
    this.#watch = undefined;
  }
}

function snapshotText(watch: Watch, resumed: boolean): string {
  const { source, epoch, sequence } = watch;
  const message: SnapshotMessage = {
    clockOffset: source.clockOffset,
    resumed,
    patch: wholePatch(flatten(source.forest)),
  };
  return `id: ${epoch}.${sequence}\nevent: snapshot\ndata: ${JSON.stringify(message)}\n\n`;
}

/** What happened since a message, as sent; `undefined` where that is not known any more. */
function missedSince(watch: Watch, lastId: string): string[] | undefined {
  const [epoch, number] = lastId.split(".");
  const last = Number(number);
  if (epoch !== watch.epoch || !(last >= watch.forgotten)) return undefined;
  return watch.kept.filter(({ sequence }) => sequence > last).map(({ text }) => text);
}
