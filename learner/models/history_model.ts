import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { formatReason, isNormalExit, type Pid, type Subscription } from "@superlearner/otp";
import type { LifecycleEvent, Source } from "../sources/source.ts";
import { Acquaintance } from "./_acquaintance.ts";
import { eventLine } from "./_event_lines.ts";

/** One that was started again. */
export interface Restarted {
  /** Its id under its supervisor. */
  readonly id: string;
  /** Its place, where that is known. */
  readonly place: string | undefined;
  /** Who it was. */
  readonly oldPid: Pid | undefined;
  /** Who it is now. */
  readonly pid: Pid | undefined;
}

/** A line of the history. */
export interface HistoryEntry {
  /** Tells it from all others. */
  readonly key: number;
  /** What it tells of. */
  readonly kind:
    | "restart"
    | "gave_up"
    | "failed"
    | "denied"
    | "started"
    | "stopped"
    | "gap"
    | "held"
    | "changed"
    | "overloaded"
    | "relieved"
    | "stuck"
    | "began"
    | "ended";
  /** When, in milliseconds since 1970. */
  readonly at: number;
  /** Who it is about: an id or a name. */
  readonly who: string;
  /** The place it is about, where that is known. */
  readonly place: string | undefined;
  /** The process it is about: of a restart, the one that died. */
  readonly pid: Pid | undefined;
  /** The supervisor that did it. */
  readonly by: Pid | undefined;
  /** Why, or what, in a word or a line. */
  readonly why: string;
  /** Whether somebody crashed. */
  readonly crashed: boolean;
  /** Who was started again, in that order. */
  readonly restarted: readonly Restarted[];
  /** From the death to the last start, in milliseconds. */
  readonly realMs: number | undefined;
}

/** How many entries are kept. */
export const KEPT_ENTRIES = 200;

/** Restarts for one child that are further apart than this are told as two deaths, in milliseconds. */
const ONE_DEATH_MS = 1000;

/** What has happened, as lines for people, newest first: one death with all it brought about is one line. */
export class HistoryModel implements Disposable {
  readonly #entries: Signal<readonly HistoryEntry[]> = signal([]);
  readonly #subscription: Subscription;
  readonly #source: Source;
  readonly #known = new Acquaintance();
  /** Which child's death a line of restarts is about, by its key. */
  readonly #causes = new Map<number, string>();
  #keys = 0;

  /** Listens to a source from now on. */
  constructor(source: Source) {
    this.#source = source;
    this.#known.learn(source.forest);
    this.#subscription = source.subscribe({
      event: (event) => this.#take(event),
      forest: (forest) => this.#known.learn(forest),
      gap: () =>
        this.#add({ kind: "gap", at: source.connection.heardAt ?? 0, who: "the line", why: "events may be missing" }),
    });
  }

  /** The lines, newest first. */
  get entries(): ReadonlySignal<readonly HistoryEntry[]> {
    return this.#entries;
  }

  /** Forgets all lines. */
  clear(): void {
    this.#entries.value = [];
    this.#causes.clear();
  }

  /** Stops listening. */
  [Symbol.dispose](): void {
    this.#subscription.unsubscribe();
  }

  #take(event: LifecycleEvent): unknown {
    this.#known.take(event);
    const at = event.time + this.#source.clockOffset;
    const known = this.#known;
    switch (event.type) {
      case "process.exited": {
        // Of a child its supervisor tells; above a root nobody is who could.
        const place = known.place(event.pid);
        if (place === undefined || place.includes("/")) return;
        const { crashed } = event;
        return this.#about(event.pid, { kind: "stopped", at, why: formatReason(event.reason), crashed });
      }
      case "child.restarted":
        return this.#restarted(event, at);
      case "child.started": {
        const { childPid: pid, pid: by } = event;
        this.#dropUnder([pid]); // a supervisor comes with its children, which were started before it was
        return this.#add({
          kind: "started",
          at,
          who: known.who(pid, event.child),
          place: known.place(pid),
          pid,
          by,
          why: "started",
        });
      }
      case "child.stopped": {
        const { childPid: pid } = event;
        const place = known.place(pid) ?? known.placeUnder(event.pid, event.child);
        const why = formatReason(event.reason);
        const crashed = !isNormalExit(event.reason);
        return this.#add({
          kind: "stopped",
          at,
          who: known.who(pid, event.child),
          place,
          pid,
          by: event.pid,
          why,
          crashed,
        });
      }
      case "child.failed": {
        const place = known.placeUnder(event.pid, event.child);
        return this.#add({
          kind: "failed",
          at,
          who: event.child,
          place,
          by: event.pid,
          why: formatReason(event.reason),
          crashed: true,
        });
      }
      case "supervisor.gave_up":
        return this.#about(event.pid, {
          kind: "gave_up",
          at,
          why: `more than ${event.maxRestarts} restarts in ${event.maxSeconds} s`,
          crashed: true,
        });
      default: {
        const line = eventLine(event);
        if (line === undefined) return; // one that is told with others, or of a server that knows more than this page
        const { pid, who, ...rest } = line;
        if (who === undefined) return pid !== undefined && this.#about(pid, { ...rest, at });
        return this.#add({ ...rest, at, who, pid, place: known.place(pid) });
      }
    }
  }

  #restarted(event: LifecycleEvent & { type: "child.restarted" }, at: number): void {
    const { oldPid, childPid, pid: by, reason } = event;
    const exit = this.#known.exit(oldPid);
    const place = this.#known.place(oldPid) ?? this.#known.place(childPid);
    const one: Restarted = { id: this.#known.who(oldPid, event.child), place, oldPid, pid: childPid };
    this.#dropUnder([oldPid, childPid]);
    const death = `${by} ${event.cause}`;
    const begun = this.#entries.value.find((entry) =>
      entry.kind === "restart" && this.#causes.get(entry.key) === death && at - entry.at < ONE_DEATH_MS &&
      !entry.restarted.some(({ id }) => id === one.id)
    );
    const died = event.child === event.cause
      ? { who: one.id, place, pid: oldPid, crashed: exit?.crashed ?? !isNormalExit(reason) }
      : { who: event.cause, place: this.#known.placeUnder(by, event.cause), pid: undefined, crashed: true };
    if (begun === undefined) {
      const realMs = exit === undefined ? undefined : event.time - exit.time;
      const key = this.#add({ kind: "restart", at, ...died, by, why: formatReason(reason), restarted: [one], realMs });
      this.#causes.set(key, death);
      return;
    }
    const more: HistoryEntry = {
      ...begun,
      ...(event.child === event.cause ? died : {}),
      restarted: [...begun.restarted, one],
      realMs: (begun.realMs ?? 0) + at - begun.at,
      at,
    };
    this.#entries.value = this.#entries.value.map((entry) => entry === begun ? more : entry);
  }

  #about(pid: Pid, entry: Pick<HistoryEntry, "kind" | "at" | "why"> & Partial<HistoryEntry>): void {
    this.#add({ ...entry, who: this.#known.who(pid, pid), place: this.#known.place(pid), pid });
  }

  #add(entry: Partial<HistoryEntry> & Pick<HistoryEntry, "kind" | "at" | "who" | "why">): number {
    const key = ++this.#keys;
    const nothing = {
      place: undefined,
      pid: undefined,
      by: undefined,
      crashed: false,
      restarted: [],
      realMs: undefined,
    };
    this.#entries.value = [{ ...nothing, ...entry, key }, ...this.#entries.value].slice(0, KEPT_ENTRIES);
    this.#causes.delete(key - KEPT_ENTRIES);
    return key;
  }

  /** Takes back the lines of what stopped and started only because a restart went through it. */
  #dropUnder(pids: readonly (Pid | undefined)[]): void {
    const gone = new Set(pids.filter((pid) => pid !== undefined));
    const passing = ({ kind, by, pid }: HistoryEntry) =>
      (kind === "stopped" && pid !== undefined && gone.has(pid)) ||
      ((kind === "stopped" || kind === "started") && by !== undefined && gone.has(by));
    const dropped = new Set<HistoryEntry>();
    for (let before = -1; before !== dropped.size;) {
      before = dropped.size;
      for (const entry of this.#entries.value.filter(passing)) {
        dropped.add(entry);
        if (entry.pid !== undefined) gone.add(entry.pid);
      }
    }
    if (dropped.size > 0) this.#entries.value = this.#entries.value.filter((entry) => !dropped.has(entry));
  }
}
