import { StartFailure } from "../behaviours/start.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import type { Pid } from "../processes/pid.ts";
import { DEAD, type Process } from "../processes/process.ts";
import { startChild } from "./_start_child.ts";
import { type Steps, wait } from "./_steps.ts";
import { tellSupervision } from "./_telling.ts";
import { tryAgainSoon, type Verdict } from "./supervisor_state.ts";
import type { FullChildSpec } from "./child_spec.ts";
import type { Answer } from "./errors.ts";
import { RestartHistory } from "./restart_history.ts";
import { isToRestart } from "./restart_policy.ts";
import { stopChild } from "./shutdown.ts";

/** The settings of a DynamicSupervisor, complete. */
export interface DynamicSettings {
  readonly maxRestarts: number;
  readonly maxSeconds: number;
  readonly maxChildren: number;
  readonly extraArguments: readonly unknown[];
}

/** A child of a DynamicSupervisor. Its number is its place, which outlives its processes. */
export interface DynamicChild {
  readonly number: number;
  readonly spec: FullChildSpec;
  process: Process | null;
  /** A restart failed and will be tried again. */
  restarting: boolean;
  restarts: number;
}

/** A running DynamicSupervisor: any number of children, none of which knows another. */
export class DynamicState {
  readonly settings: DynamicSettings;
  readonly process: Process;
  readonly running: Map<Pid, DynamicChild> = new Map();
  /** Those without a process: between their death and the end of a restart, or between two tries. */
  readonly vacant: Map<number, DynamicChild> = new Map();
  readonly history: RestartHistory = new RestartHistory();
  restarts = 0;
  #numbers = 0;

  constructor(process: Process, settings: DynamicSettings) {
    this.process = process;
    this.settings = settings;
  }

  /** All children, those without a process included. */
  get all(): DynamicChild[] {
    return [...this.running.values(), ...this.vacant.values()];
  }

  /** Starts a child; one that does not start leaves nothing behind. */
  *start(spec: FullChildSpec): Steps<Answer<Pid>> {
    if (this.running.size + this.vacant.size >= this.settings.maxChildren) return { error: "max_children" };
    const child: DynamicChild = { number: ++this.#numbers, spec, process: null, restarting: false, restarts: 0 };
    const failure = yield* this.#fill(child);
    if (failure !== undefined) return { error: failure };
    const pid = child.process!.pid;
    tellSupervision(this.process, {
      type: "child.started",
      pid: this.process.pid,
      child: placeOf(child),
      childPid: pid,
    });
    return { ok: pid };
  }

  /** Stops one child for good. */
  *terminate(pid: Pid): Steps<Answer<true>> {
    const child = this.running.get(pid);
    if (child === undefined) return { error: "not_found" };
    const reason = yield* wait(stopChild(this.process, child.process!, child.spec.shutdown));
    this.running.delete(pid);
    this.#gone(child, { pid, reason });
    return { ok: true };
  }

  /** Stops all children at the same time, each within its own limit. */
  *stopAll(): Steps<void> {
    this.vacant.clear();
    const children = [...this.running];
    const ends = children.map(([, { process, spec }]) => stopChild(this.process, process!, spec.shutdown));
    for (const [index, end] of ends.entries()) {
      const reason = yield* wait(end);
      const [pid, child] = children[index]!;
      this.running.delete(pid);
      this.#gone(child, { pid, reason });
    }
  }

  /** A child has died by itself. */
  *died(child: DynamicChild, reason: ExitReason): Steps<Verdict> {
    const oldPid = child.process!.pid;
    this.running.delete(oldPid);
    child.process = null;
    this.vacant.set(child.number, child);
    if (isToRestart(child.spec.restart, reason)) return yield* this.#restart(child, { reason, oldPid });
    this.#gone(child, { pid: oldPid, reason });
    return undefined;
  }

  /** A restart had failed; its next try has its turn now. */
  *tryAgain(number: number): Steps<Verdict> {
    const child = this.vacant.get(number);
    if (child === undefined) return undefined;
    return yield* this.#restart(child, { reason: "restarting", oldPid: undefined });
  }

  *#restart(child: DynamicChild, { reason, oldPid }: { reason: ExitReason; oldPid: Pid | undefined }): Steps<Verdict> {
    const { maxRestarts, maxSeconds } = this.settings;
    const place = placeOf(child);
    if (this.history.add(this.process.runtime.clock.now(), this.settings)) {
      tellSupervision(this.process, {
        type: "supervisor.gave_up",
        pid: this.process.pid,
        child: place,
        maxRestarts,
        maxSeconds,
      });
      return { reason: "shutdown" };
    }
    this.restarts++;
    child.restarting = false;
    const failure = yield* this.#fill(child);
    if (this.process.phase === DEAD) return undefined;
    if (failure === "ignore") this.#gone(child, { pid: oldPid, reason: "ignore" });
    else if (failure !== undefined) {
      child.restarting = true;
      tellSupervision(this.process, { type: "child.failed", pid: this.process.pid, child: place, reason: failure });
      tryAgainSoon(this.process, child.number);
    } else {
      child.restarts++;
      const { restarts } = child;
      const childPid = (child.process as Process | null)?.pid;
      tellSupervision(this.process, {
        type: "child.restarted",
        pid: this.process.pid,
        child: place,
        oldPid,
        childPid,
        restarts,
        reason,
        cause: place,
      });
    }
    return undefined;
  }

  *#fill(child: DynamicChild): Steps<ExitReason | undefined> {
    const { extraArguments } = this.settings;
    const { args } = child.spec;
    const all = extraArguments.length === 0 ? args : [...extraArguments, ...args];
    const started = yield* wait(startChild(this.process, child.spec, all));
    if (started instanceof StartFailure) return started.reason;
    child.process = started;
    this.vacant.delete(child.number);
    this.running.set(started.pid, child);
    return undefined;
  }

  #gone(child: DynamicChild, { pid: childPid, reason }: { pid: Pid | undefined; reason: ExitReason }): void {
    this.vacant.delete(child.number);
    const { pid } = this.process;
    tellSupervision(this.process, {
      type: "child.stopped",
      pid,
      child: placeOf(child),
      childPid,
      reason,
      removed: true,
    });
  }
}

/** The word for the place of a child, which stays the same over restarts: its name, which no other has, or its number. */
export function placeOf({ spec, number }: DynamicChild): string {
  return spec.name ?? `#${number}`;
}
