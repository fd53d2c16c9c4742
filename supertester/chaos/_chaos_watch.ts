import {
  type ExitReason,
  formatReason,
  isNormalExit,
  type Pid,
  type System,
  type SystemEvent,
} from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import type { ChaosEvent, ChaosEventKind } from "../results/chaos_data.ts";
import type { ChaosFigures } from "./chaos_report.ts";
import { treeOf } from "../waiting/tree_ready.ts";
import { listenToChaos, type Strike } from "./_signals.ts";
import { type Arrival, Places } from "./_places.ts";

/** What a watch is about. */
export interface WatchScope {
  /** The supervisor or other process under chaos; without it the whole System is. */
  readonly root?: Pid;
  /** What repeats the run. */
  readonly seed: number;
}

type Entry = { -readonly [Key in keyof ChaosEvent]: ChaosEvent[Key] };

/** A crash that nobody has come after yet. */
interface Pending {
  readonly entry: Entry;
  readonly due: boolean;
}

/**
 * Counts what chaos does to a part of a System by what happens there, not by what was asked for: crashes by exits,
 * recoveries by who is in the same place again.
 */
export class ChaosWatch implements Disposable {
  readonly #system: System;
  readonly #chronicle: Chronicle;
  readonly #scope: WatchScope;
  readonly #places: Places;
  /** The place under chaos, and whether those below it are meant; `undefined` for all places. */
  readonly #rootPlace: string | undefined;
  readonly #isSupervisor: boolean;
  readonly #listening: readonly Disposable[];
  readonly #begunAt: number;
  readonly #timeline: Entry[] = [];
  readonly #alive = new Map<string, Pid>();
  readonly #pending = new Map<string, Pending>();
  readonly #recoveryTimes: number[] = [];
  /** Whom the chaos has struck last, and how. */
  readonly #struck = new Map<Pid, Strike>();
  readonly #gaveUp = new Set<Pid>();
  #signals = 0;
  #rootExit: ExitReason | undefined;
  #onRootExit = () => {};

  /** Begins to count. */
  constructor(system: System, scope: WatchScope) {
    const { root } = scope;
    this.#system = system;
    this.#scope = scope;
    this.#chronicle = Chronicle.of(system);
    this.#places = new Places(system);
    this.#begunAt = system.now();
    this.#rootPlace = root === undefined ? undefined : this.#places.of(root) ?? root;
    this.#isSupervisor = root !== undefined && treeOf(system, root)?.supervisor !== undefined;
    if (root !== undefined && !system.isAlive(root)) this.#rootExit = this.#chronicle.exitOf(root)?.reason ?? "noproc";
    for (const arrival of this.#places.all) this.#arrived(arrival);
    this.#listening = [
      this.#chronicle.listen((event) => this.#hear(event)),
      listenToChaos(system, (told) => {
        if ("event" in told) this.#write(told.event, told);
        else this.#noteStrike(told);
      }),
    ];
  }

  /** Why the process under chaos has died, if it has. */
  get rootExit(): ExitReason | undefined {
    return this.#rootExit;
  }

  /** Comes when the process under chaos is dead; at once where it is. */
  rootDied(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onRootExit = resolve;
    if (this.#rootExit !== undefined) resolve();
    return promise;
  }

  /** Who is alive of the children, or of all below. */
  victims(deep: boolean): Pid[] {
    return [...this.#alive].filter(([place]) => deep || place.lastIndexOf("/") === this.#rootPlace?.length)
      .map(([, pid]) => pid);
  }

  /** What has come of it so far. A crash that is to be recovered from and was not is a failure by now. */
  figures(): ChaosFigures {
    const failures = [...this.#pending.values()].filter(({ due }) => due).map(({ entry }): Entry => ({
      ...entry,
      atMs: this.#now(),
      event: "failure",
    }));
    const count = (kind: ChaosEventKind) => this.#timeline.filter(({ event }) => event === kind).length;
    const kills = count("kill");
    return {
      crashes: count("crash"),
      recoveries: count("recovery"),
      failures: failures.length,
      kills,
      ignored: this.#signals - kills,
      recoveryTimes: this.#recoveryTimes,
      supervisorCrashed: this.#rootExit !== undefined,
      ...(this.#rootExit === undefined ? {} : { supervisorReason: this.#rootExit }),
      durationMs: this.#now(),
      seed: this.#scope.seed,
      timeline: [...this.#timeline.map((entry) => ({ ...entry })), ...failures],
    };
  }

  /** Ends the count. */
  [Symbol.dispose](): void {
    for (const listening of this.#listening) listening[Symbol.dispose]();
  }

  #hear(event: SystemEvent): void {
    if (event.type === "process.exited") return this.#exited(event);
    if (event.type === "fault.injected") {
      const { fault, kind, ms } = event;
      const reason = [fault, ...kind === undefined ? [] : [kind], ...ms === undefined ? [] : [`${round(ms)} ms`]];
      return void this.#write("fault", { pid: event.pid, reason: reason.join(" ") });
    }
    if (event.type === "supervisor.gave_up") this.#gaveUp.add(event.pid);
    if (event.type === "child.stopped") this.#stopped(event);
    for (const arrival of this.#places.hear(event)) {
      this.#arrived(arrival);
      this.#recovered(arrival);
    }
  }

  #noteStrike(strike: Strike): void {
    const place = this.#places.of(strike.pid);
    if (place === undefined || !this.#covers(place)) return;
    this.#struck.set(strike.pid, strike);
    if (strike.sent) this.#signals++;
  }

  #exited({ pid, reason, crashed }: SystemEvent & { type: "process.exited" }): void {
    if (pid === this.#scope.root && this.#rootExit === undefined) {
      this.#rootExit = reason;
      this.#onRootExit();
    }
    const place = this.#places.of(pid);
    if (place === undefined || !this.#covers(place)) return;
    if (this.#alive.get(place) === pid) this.#alive.delete(place);
    const supervisor = this.#places.supervisorOf(pid);
    const text = formatReason(reason);
    const strike = this.#struck.get(pid);
    const ours = strike?.text === text;
    if (ours && !strike.sent) this.#signals++;
    if (ours) this.#write("kill", { pid, place, reason: text });
    const orphaned = supervisor !== undefined && this.#chronicle.exitOf(supervisor) !== undefined;
    if (!ours && (orphaned || !crashed && !this.#gaveUp.has(pid))) {
      return void this.#write("stop", { pid, place, reason: text });
    }
    const entry = this.#write("crash", { pid, place, reason: text });
    if (supervisor === undefined) return; // nobody looks after it
    const restart = this.#places.restartOf(place);
    const due = restart === "permanent" || restart === "transient" && !isNormalExit(reason);
    this.#pending.set(place, { entry, due });
  }

  /** What looked like a crash was its supervisor's doing: it stopped the process along with another. */
  #stopped({ childPid, removed, reason }: SystemEvent & { type: "child.stopped" }): void {
    if (childPid === undefined || this.#struck.has(childPid)) return;
    if (removed && formatReason(reason) !== "killed") return; // a temporary child that ended by itself
    const place = this.#places.of(childPid);
    const pending = place === undefined ? undefined : this.#pending.get(place);
    if (pending?.entry.pid !== childPid) return;
    pending.entry.event = "stop";
    this.#pending.delete(place!);
  }

  #arrived({ place, pid }: Arrival): void {
    if (pid !== undefined && this.#covers(place) && this.#system.isAlive(pid)) this.#alive.set(place, pid);
  }

  #recovered({ place, pid }: Arrival): void {
    const pending = this.#pending.get(place);
    if (pending === undefined) return;
    this.#pending.delete(place);
    if (pid === undefined) return; // its start said ignore: nobody is to be there
    const entry = this.#write("recovery", { pid, place });
    this.#recoveryTimes.push(round(entry.atMs - pending.entry.atMs));
  }

  #covers(place: string): boolean {
    const root = this.#rootPlace;
    if (root === undefined) return true;
    return this.#isSupervisor ? place.startsWith(`${root}/`) : place === root;
  }

  #write(event: ChaosEventKind, { pid, place, reason }: { pid: string; place?: string; reason?: string }): Entry {
    const child = place === undefined ? undefined : this.#nameOf(place);
    const entry: Entry = {
      atMs: this.#now(),
      event,
      pid,
      ...(child === undefined ? {} : { child }),
      ...(reason === undefined ? {} : { reason }),
    };
    this.#timeline.push(entry);
    return entry;
  }

  /** The place as seen from the one under chaos. */
  #nameOf(place: string): string {
    const root = this.#rootPlace;
    return root !== undefined && place.startsWith(`${root}/`) ? place.slice(root.length + 1) : place;
  }

  #now(): number {
    return round(this.#system.now() - this.#begunAt);
  }
}

/** Microseconds are enough. */
function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
