import { type Started, StartFailure } from "../behaviours/start.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import { numberOf, type Pid } from "../processes/pid.ts";
import { DEAD, type Process } from "../processes/process.ts";
import { nameText } from "../processes/via.ts";
import { startChild } from "./_start_child.ts";
import { drive, type Steps, wait } from "./_steps.ts";
import { isHeard, tellSupervision } from "./_telling.ts";
import { tryAgainSoon, type Verdict } from "./supervisor_state.ts";
import { completeChildSpec, type FullChildSpec, sameSpec } from "./child_spec.ts";
import type { ChildSpec } from "../behaviours/definition.ts";
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
  /** `null` between its death and the end of a restart, or between two tries. */
  process: Process | null;
  /** Whom its supervisor knows it by: the process it has, or had last. */
  key: number | Pid;
  /** A restart failed and will be tried again. */
  restarting: boolean;
  restarts: number;
}

/** Why a child is to be restarted, and who it was. */
interface Death {
  readonly reason: ExitReason;
  readonly oldPid: Pid | undefined;
}

/** A running DynamicSupervisor: any number of children, none of which knows another. */
export class DynamicState {
  readonly settings: DynamicSettings;
  readonly process: Process;
  /**
   * By the process they have or had last: by its number, since a text would have to be built and hashed for each, or by its
   * pid where it runs elsewhere and has no number here.
   */
  readonly #children = new Map<number | Pid, DynamicChild>();
  readonly history: RestartHistory = new RestartHistory();
  restarts = 0;
  #numbers = 0;
  #lastGiven: ChildSpec | undefined;
  #lastSpec: FullChildSpec | undefined;

  constructor(process: Process, settings: DynamicSettings) {
    this.process = process;
    this.settings = settings;
  }

  /** All children, those without a process included. */
  get all(): DynamicChild[] {
    return [...this.#children.values()];
  }

  /** The child that this process is, or was until it died; of one that is between two tries, the process before. */
  of(pid: Pid): DynamicChild | undefined {
    return this.#children.get(numberOf(pid) ?? pid);
  }

  /** A specification with its defaults: the same object where the same is given again, as it is for most children. */
  complete(given: ChildSpec): FullChildSpec {
    if (this.#lastSpec === undefined || !sameSpec(given, this.#lastGiven!)) {
      this.#lastSpec = completeChildSpec(given, "never");
      this.#lastGiven = { ...given };
    }
    return this.#lastSpec;
  }

  /** Starts a child; one that does not start leaves nothing behind. No steps where nothing has to wait: this is hot. */
  start(spec: FullChildSpec): Answer<Pid> | Promise<Answer<Pid>> {
    if (this.#children.size >= this.settings.maxChildren) return { error: "max_children" };
    const child: DynamicChild = {
      number: ++this.#numbers,
      spec,
      process: null,
      key: 0,
      restarting: false,
      restarts: 0,
    };
    const started = startChild(this.process, spec, { args: this.#argumentsOf(spec) });
    return started instanceof Promise
      ? drive(this.process, this.#startedLater(child, started))
      : this.#started(child, started);
  }

  *#startedLater(child: DynamicChild, started: Promise<Started>): Steps<Answer<Pid>> {
    return this.#started(child, yield* wait(started));
  }

  #started(child: DynamicChild, started: Started): Answer<Pid> {
    if (started instanceof StartFailure) return { error: started.reason };
    this.#occupy(child, started);
    const { pid } = started;
    if (isHeard(this.process)) {
      tellSupervision(this.process, {
        type: "child.started",
        pid: this.process.pid,
        child: placeOf(child),
        childPid: pid,
      });
    }
    return { ok: pid };
  }

  /** Stops one child for good. */
  *terminate(pid: Pid): Steps<Answer<true>> {
    const child = this.of(pid);
    if (child === undefined) return { error: "not_found" };
    const { process } = child;
    if (process === null) {
      this.#gone(child, { pid: undefined, reason: "shutdown" });
      return { ok: true };
    }
    const reason = yield* wait(stopChild(this.process, process, child.spec.shutdown));
    this.#gone(child, { pid, reason });
    return { ok: true };
  }

  /** Stops all children at the same time, each within its own limit. */
  *stopAll(): Steps<void> {
    for (const { process, key } of this.all) if (process === null) this.#children.delete(key);
    const children = this.all;
    const ends = children.map(({ process, spec }) => stopChild(this.process, process!, spec.shutdown));
    for (const [index, end] of ends.entries()) {
      const reason = yield* wait(end);
      const child = children[index]!;
      this.#gone(child, { pid: child.process!.pid, reason });
    }
  }

  /** A child has died by itself. */
  died(child: DynamicChild, reason: ExitReason): Verdict | Promise<Verdict> {
    const oldPid = child.process!.pid;
    child.process = null;
    if (isToRestart(child.spec.restart, reason)) return this.#restart(child, { reason, oldPid });
    this.#gone(child, { pid: oldPid, reason });
    return undefined;
  }

  /** A restart had failed; its next try has its turn now. */
  tryAgain(key: number | Pid): Verdict | Promise<Verdict> {
    const child = this.#children.get(key);
    return child === undefined ? undefined : this.#restart(child, { reason: "restarting", oldPid: undefined });
  }

  #restart(child: DynamicChild, death: Death): Verdict | Promise<Verdict> {
    const { maxRestarts, maxSeconds } = this.settings;
    const nowMs = this.process.runtime.clock.now();
    if (this.history.add(nowMs, this.settings)) {
      const { pid } = this.process;
      tellSupervision(this.process, {
        type: "supervisor.gave_up",
        pid,
        child: placeOf(child),
        maxRestarts,
        maxSeconds,
      });
      return { reason: "shutdown" };
    }
    this.restarts++;
    child.restarting = false;
    const started = startChild(this.process, child.spec, { args: this.#argumentsOf(child.spec), nowMs });
    if (!(started instanceof Promise)) return this.#restarted(child, { started, death });
    return drive(this.process, this.#restartedLater(child, { started, death }));
  }

  *#restartedLater(child: DynamicChild, how: { started: Promise<Started>; death: Death }): Steps<Verdict> {
    return this.#restarted(child, { started: yield* wait(how.started), death: how.death });
  }

  #restarted(child: DynamicChild, { started, death }: { started: Started; death: Death }): Verdict {
    if (started instanceof StartFailure) return this.#notRestarted(child, { failure: started.reason, death });
    this.#occupy(child, started);
    child.restarts++;
    if (!isHeard(this.process)) return undefined;
    const place = placeOf(child);
    tellSupervision(this.process, {
      type: "child.restarted",
      pid: this.process.pid,
      child: place,
      oldPid: death.oldPid,
      childPid: started.pid,
      restarts: child.restarts,
      reason: death.reason,
      cause: place,
    });
    return undefined;
  }

  #notRestarted(child: DynamicChild, { failure, death }: { failure: ExitReason; death: Death }): Verdict {
    if (this.process.phase === DEAD) return undefined;
    if (failure === "ignore") this.#gone(child, { pid: death.oldPid, reason: "ignore" });
    else {
      child.restarting = true;
      tellSupervision(this.process, {
        type: "child.failed",
        pid: this.process.pid,
        child: placeOf(child),
        reason: failure,
      });
      tryAgainSoon(this.process, child.key);
    }
    return undefined;
  }

  #occupy(child: DynamicChild, process: Process): void {
    const before = child.key;
    child.process = process;
    child.key = process.number < 0 ? process.pid : process.number;
    this.#children.set(child.key, child);
    this.#children.delete(before); // last: a map that gets small is made anew
  }

  #argumentsOf({ args }: FullChildSpec): readonly unknown[] {
    const { extraArguments } = this.settings;
    return extraArguments.length === 0 ? args : [...extraArguments, ...args];
  }

  #gone(child: DynamicChild, { pid: childPid, reason }: { pid: Pid | undefined; reason: ExitReason }): void {
    this.#children.delete(child.key);
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
  return spec.name === undefined ? `#${number}` : nameText(spec.name);
}
