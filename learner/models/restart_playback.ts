import { batch, type ReadonlySignal, signal } from "@preact/signals";
import { type Alarm, type Clock, type ExitReason, type Pid, RealClock, type TreeNode } from "@superlearner/otp";
import type { LifecycleEvent } from "../sources/source.ts";

/** The parts of a restart, each shown long enough to be seen. */
export type Phase = "exit" | "gap" | "start";

/** A restart as it is being shown in one place. */
export interface Playing {
  /** What is shown now. */
  readonly phase: Phase;
  /** Who was there before. */
  readonly oldPid: Pid | undefined;
  /** Whether this is the one that died; the others were stopped for its sake. */
  readonly cause: boolean;
  /** Why. */
  readonly reason: ExitReason;
  /** How long it took in truth, in milliseconds. */
  readonly realMs: number | undefined;
  /** Restarts in this place that came too quickly to be shown one by one. */
  readonly skipped: number;
}

/** How restarts are shown. */
export interface PlaybackOptions {
  /** How long each phase is shown, in milliseconds. @default {450} */
  phaseMs?: number;
  /** How far what is shown may be behind what has happened, in milliseconds. @default {2000} */
  mostBehindMs?: number;
  /** Whose alarms it uses. @default the machine's clock */
  clock?: Clock;
}

type Shown = Omit<Playing, "phase" | "skipped">;

const PHASES: readonly Phase[] = ["exit", "gap", "start"];

/** What is going on in one place. */
interface Stage {
  current: Shown;
  phase: number;
  waiting: Shown[];
  skipped: number;
  alarm: Alarm;
}

/**
 * Slows restarts down so that they can be seen. A restart takes less than a millisecond; here each of its phases lasts,
 * and the real time is told. What comes too quickly is counted instead.
 */
export class RestartPlayback implements Disposable {
  readonly #clock: Clock;
  readonly #phaseMs: number;
  readonly #mostBehindMs: number;
  readonly #stages = new Map<string, Stage>();
  readonly #exits = new Map<Pid, number>();
  readonly #playing = signal<ReadonlyMap<string, Playing>>(new Map());

  /** Makes a playback that shows nothing yet. */
  constructor(options: PlaybackOptions = {}) {
    const { phaseMs = 450, mostBehindMs = 2000, clock = new RealClock() } = options;
    this.#phaseMs = phaseMs;
    this.#mostBehindMs = mostBehindMs;
    this.#clock = clock;
  }

  /** What is being shown, by place. */
  get playing(): ReadonlySignal<ReadonlyMap<string, Playing>> {
    return this.#playing;
  }

  /** Takes in an event. The places are those of the forest before it. */
  take(event: LifecycleEvent, nodeOf: (pid: Pid) => TreeNode | undefined): void {
    if (event.type === "process.exited") {
      this.#exits.set(event.pid, event.time);
      if (this.#exits.size > 1000) this.#exits.delete(this.#exits.keys().next().value!);
    }
    if (event.type !== "child.restarted" || event.oldPid === undefined) return;
    const node = nodeOf(event.oldPid);
    if (node === undefined) return;
    const diedAt = this.#exits.get(event.oldPid);
    const { oldPid, reason } = event;
    const realMs = diedAt === undefined ? undefined : event.time - diedAt;
    const cause = event.child === event.cause;
    batch(() => {
      this.#show(node.place, { oldPid, cause, reason, realMs });
      // What is below a supervisor dies and comes back with it.
      for (const below of descendants(node)) {
        this.#show(below.place, { oldPid: below.pid, cause: false, reason, realMs });
      }
      this.#publish();
    });
  }

  /** Stops showing. */
  [Symbol.dispose](): void {
    for (const { alarm } of this.#stages.values()) alarm.cancel();
    this.#stages.clear();
    this.#publish();
  }

  #show(place: string, shown: Shown): void {
    const stage = this.#stages.get(place);
    if (stage === undefined) {
      const alarm = this.#nextPhaseOf(place);
      this.#stages.set(place, { current: shown, phase: 0, waiting: [], skipped: 0, alarm });
      return;
    }
    const behindMs = (stage.waiting.length + 1) * PHASES.length * this.#phaseMs;
    if (behindMs > this.#mostBehindMs) stage.skipped++;
    else stage.waiting.push(shown);
  }

  #nextPhaseOf(place: string): Alarm {
    return this.#clock.setAlarm(this.#clock.now() + this.#phaseMs, () => {
      const stage = this.#stages.get(place)!;
      stage.phase++;
      if (stage.phase === PHASES.length) {
        const next = stage.waiting.shift();
        if (next === undefined) this.#stages.delete(place);
        else Object.assign(stage, { current: next, phase: 0 });
      }
      if (this.#stages.has(place)) stage.alarm = this.#nextPhaseOf(place);
      this.#publish();
    });
  }

  #publish(): void {
    const playing = new Map<string, Playing>();
    for (const [place, { current, phase, skipped }] of this.#stages) {
      playing.set(place, { ...current, phase: PHASES[phase]!, skipped });
    }
    this.#playing.value = playing;
  }
}

function descendants(node: TreeNode): TreeNode[] {
  return node.children.flatMap((child) => [child, ...descendants(child)]);
}
